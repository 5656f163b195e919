package dev.signalbox.bootstrap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class IncludesTest {

    private final Findings findings = new Findings();

    @TempDir Path folder;
    private Path main;

    @BeforeEach
    void nameTheMainFile() {
        main = folder.resolve("main.yaml");
    }

    @Test
    void listsGrowAndOtherValuesAreOverwritten() throws IOException {
        Files.createDirectory(folder.resolve("more"));
        Files.writeString(folder.resolve("more/models.yaml"), "list: [b]\nvalue: {b: 2}\n");
        Files.writeString(
                main, "include: [more/models.yaml]\nlist: [a]\nvalue: {a: 1}\nkept: true\n");

        Mapping joined = new Includes(findings).read(main);

        assertThat(JsonText.of(joined))
                .isEqualTo("{\"list\":[\"a\",\"b\"],\"value\":{\"b\":2},\"kept\":true}");
        findings.requireNoError();
    }

    @Test
    void anIncludedLineIsNamedWithItsOwnFile() throws IOException {
        Files.writeString(folder.resolve("models.yaml"), "\n\nvalue: 1\n");
        Files.writeString(main, "include: [models.yaml]\n");

        Place place = new Includes(findings).read(main).member("value").place();

        assertThat(place.file()).endsWith("models.yaml");
        assertThat(place.line()).isEqualTo(3);
    }

    @Test
    void aMissingIncludeIsNamed() throws IOException {
        Files.writeString(main, "include: [nowhere.yaml]\n");
        assertThatThrownBy(() -> new Includes(findings).read(main))
                .hasMessageContaining("nowhere.yaml: there is no such file");
    }

    @Test
    void anIncludeThatIsNoListOfFilesIsAnError() throws IOException {
        Files.writeString(main, "include: models.yaml\n");
        new Includes(findings).read(main);
        assertThatThrownBy(findings::requireNoError).hasMessageContaining("main.yaml:1: include");
    }

    @Test
    void anIncludedFileIncludesNothing() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "x: 1\ninclude: [main.yaml]\n");
        Files.writeString(main, "include: [a.yaml]\n");
        new Includes(findings).read(main);
        assertThatThrownBy(findings::requireNoError).hasMessageContaining("a.yaml:2: include");
    }
}
