package dev.signalbox.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with the program. */
final class Texts {

    private Texts() {}

    /** How the command is used; {@code bin/signalbox} shows the same file. */
    static String help() {
        return read("help.txt");
    }

    /** Which version this is. */
    static String version() {
        return read("version.txt").strip();
    }

    private static String read(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
