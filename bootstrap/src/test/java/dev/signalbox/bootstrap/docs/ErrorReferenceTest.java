package dev.signalbox.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.rights.Objection;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ErrorReferenceTest {

    @Test
    void everyWayToSayNoHasARow() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("../docs/reference/errors.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();
        Stream<String> words =
                Stream.of(
                                Stream.of(Refusal.class.getPermittedSubclasses())
                                        .map(Class::getSimpleName),
                                Stream.of(Objection.class.getPermittedSubclasses())
                                        .map(Class::getSimpleName),
                                Stream.of(Fault.Kind.values()).map(Fault.Kind::name))
                        .flatMap(all -> all);
        assertThat(words)
                .allSatisfy(
                        word ->
                                assertThat(rows)
                                        .as(word)
                                        .anyMatch(row -> row.startsWith("| `" + word + "`")));
    }
}
