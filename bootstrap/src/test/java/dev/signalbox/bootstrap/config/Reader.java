package dev.signalbox.bootstrap.config;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.Findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a text as a configuration file, against two families of upstreams that nobody answers for.
 */
final class Reader {

    final Findings findings = new Findings();
    final WordProvider azure = new WordProvider("azure");
    final WordProvider openai = new WordProvider("openai");
    private final Map<String, String> variables = new HashMap<>();
    private final Path file;
    private boolean unknownKeysAllowed;

    Reader(Path folder) {
        this.file = folder.resolve("config.yaml");
    }

    Reader with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Reader allowingUnknownKeys() {
        unknownKeysAllowed = true;
        return this;
    }

    /** A file in the same folder. */
    Path writeBeside(String name, String text) {
        try {
            return Files.writeString(file.resolveSibling(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GatewayConfig read(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Providers providers = new Providers(List.of(azure, openai));
        return new ConfigReader(providers, findings, new Environment(variables), unknownKeysAllowed)
                .read(file);
    }

    Directory.Models models(String text) {
        return ConfigTranslator.models(read(text), findings);
    }

    /** The errors of a text that must have some, the folder's name taken out. */
    List<String> errors(String text) {
        try {
            models(text);
            findings.requireNoError();
            return List.of();
        } catch (BadConfiguration e) {
            return e.errors().stream().map(this::withoutFolder).toList();
        }
    }

    List<String> warnings() {
        return findings.warnings().stream().map(this::withoutFolder).toList();
    }

    private String withoutFolder(String line) {
        return line.replace(file.getParent() + "/", "");
    }
}
