package dev.signalbox.bootstrap.config.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found while a configuration was read: everything, not only the first mistake. Used by
 * one thread.
 */
public final class Findings {

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Something that stops the start.
     *
     * @param message what is wrong and what to do, sentences for people; no secret
     */
    public void error(Place place, String message) {
        add(errors, place + ": " + message);
    }

    /** Something that stops the start and stands in no file. */
    public void error(String message) {
        add(errors, message);
    }

    /** Something that the operator should know, a sentence or two; no secret. */
    public void warn(Place place, String message) {
        add(warnings, place + ": " + message);
    }

    /** How many errors were found so far. */
    public int errorCount() {
        return errors.size();
    }

    /** The warnings so far, in the order in which they were found. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Goes on only if nothing stops the start.
     *
     * @throws BadConfiguration with all errors
     */
    public void requireNoError() {
        if (!errors.isEmpty()) {
            throw new BadConfiguration(errors);
        }
    }

    private static void add(List<String> lines, String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }
}
