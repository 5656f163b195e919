package dev.signalbox.bootstrap.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that {@code bin/signalbox} gives the JVM, and the cache of classes among them. */
final class Rehearsed {

    /** For which Java the cache is good, and how it is named: a word and its value in each line. */
    static final Path DESCRIPTION = Path.of("target", "start.txt").toAbsolutePath();

    private static final int FIRST_WITH_COMPACT_HEADERS = 25;

    private Rehearsed() {}

    static List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= FIRST_WITH_COMPACT_HEADERS) {
            options.add("-XX:+UseCompactObjectHeaders");
        }
        if (Files.exists(DESCRIPTION)) {
            try {
                Files.readAllLines(DESCRIPTION).stream()
                        .filter(line -> line.startsWith("option "))
                        .map(line -> line.substring("option ".length()))
                        .forEach(options::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return options;
    }
}
