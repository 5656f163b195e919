package dev.signalbox.bootstrap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

class ConfigYamlTest {

    private final Findings findings = new Findings();
    private final ConfigYaml yaml = new ConfigYaml(findings);

    @TempDir Path folder;

    @Test
    void everyNodeKnowsItsLineAndItsKey() {
        Mapping tree =
                yaml.parse(
                        """
                        # a comment
                        model_list:
                          - model_name: a
                            litellm_params:
                              model: azure/a
                          - model_name: b
                        """,
                        "c.yaml");

        Sequence list = (Sequence) tree.member("model_list").value();
        Mapping first = (Mapping) list.items().getFirst();
        Mapping params = (Mapping) first.member("litellm_params").value();
        assertThat(params.member("model").place())
                .isEqualTo(new Place("c.yaml", 5, "model_list[0].litellm_params.model"));
        assertThat(list.items().get(1).place()).isEqualTo(new Place("c.yaml", 6, "model_list[1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "text, TEXT",
        "'\"5\"', TEXT",
        "2024-10-21, TEXT",
        "5, INTEGER",
        "0.5, DECIMAL",
        "'yes', TRUTH",
        "'True', TRUTH",
        "'null', NOTHING",
        "'~', NOTHING"
    })
    void notationSaysTheKind(String written, Kind kind) {
        Scalar scalar = (Scalar) yaml.parse("key: " + written, "c").member("key").value();
        assertThat(scalar.kind()).isEqualTo(kind);
    }

    @Test
    void anEmptyFileHasNoMembers() {
        assertThat(yaml.parse("", "c").members()).isEmpty();
        assertThat(yaml.parse("# only a comment\n---\n", "c").members()).isEmpty();
    }

    @Test
    void aKeyWrittenTwiceIsAnErrorWithBothLines() {
        yaml.parse("a: 1\nb: 2\na: 3\n", "c.yaml");
        assertThatThrownBy(findings::requireNoError)
                .hasMessageContaining("c.yaml:3: a: ")
                .hasMessageContaining("line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: !!python/object/apply:os.system [\"id\"]",
                "a: !!javax.script.ScriptEngineManager []",
                "a: !env HOME",
                "!!set {a, b}"
            })
    void aTagIsRefusedAndNothingIsMadeOfIt(String text) {
        assertThatThrownBy(
                        () -> {
                            yaml.parse(text, "c.yaml");
                            findings.requireNoError();
                        })
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("c.yaml:1")
                .hasMessageContaining("tag");
    }

    @Test
    void aMergedMappingFillsInWhatIsMissing() {
        Mapping tree =
                yaml.parse(
                        """
                        base: &base {x: 1, y: 2}
                        more: &more {y: 3, z: 4}
                        both:
                          x: own
                          <<: [*base, *more]
                        """,
                        "c");
        Mapping both = (Mapping) tree.member("both").value();
        assertThat(JsonText.of(both)).isEqualTo("{\"x\":\"own\",\"y\":2,\"z\":4}");
    }

    @Test
    void aBillionLaughsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(8) + alias));
        }
        assertThatThrownBy(() -> yaml.parse(bomb.toString(), "c.yaml"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("c.yaml:");
    }

    @Test
    void anAliasOfItselfIsRefused() {
        assertThatThrownBy(() -> yaml.parse("a: &a [*a]\n", "c.yaml"))
                .isInstanceOf(BadConfiguration.class);
        assertThatThrownBy(() -> yaml.parse("a: &a {b: *a}\n", "c.yaml"))
                .isInstanceOf(BadConfiguration.class);
        assertThatThrownBy(() -> yaml.parse("a: &a\n  <<: *a\n", "c.yaml"))
                .isInstanceOf(BadConfiguration.class);
    }

    @Test
    void depthWithoutEndIsRefused() {
        assertThatThrownBy(() -> yaml.parse("a: " + "[".repeat(100_000), "c.yaml"))
                .isInstanceOf(BadConfiguration.class);
        assertThatThrownBy(() -> yaml.parse("{a: ".repeat(5_000), "c.yaml"))
                .isInstanceOf(BadConfiguration.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b: c",
                "a: 'open",
                "\ta: 1",
                "a: *nowhere",
                "a: 1\n---\nb: 2",
                "a: \u0001",
                "just a text",
                "- a\n- b",
                "%YAML 9.9\n---\na: 1",
                "a: @x",
                "? [x]\n: 1\n? {y: z}\n: 2"
            })
    void whatIsNoConfigurationIsRefusedInOneLine(String text) {
        Throwable thrown =
                catchThrowable(
                        () -> {
                            yaml.parse(text, "c.yaml");
                            findings.requireNoError();
                        });
        assertThat(thrown).isInstanceOf(BadConfiguration.class);
        assertThat(((BadConfiguration) thrown).errors())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("c.yaml:").doesNotContain("\n"));
    }

    @Test
    void noMixOfCharactersDoesWorseThanBeingRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "ab:-{}[],&*!|>'\"#%@`? \n\n  \t<=~\\0\u0085\uFEFF\uD800\u2028";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Throwable thrown = catchThrowable(() -> yaml.parse(text.toString(), "c.yaml"));
            assertThat(thrown == null || thrown instanceof BadConfiguration)
                    .as("seed %d, text %s: %s", seed, text, thrown)
                    .isTrue();
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> yaml.read(missing))
                .isInstanceOf(BadConfiguration.class)
                .hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> yaml.read(folder)).hasMessageContaining("folder");
    }

    @Test
    void aFileInAnotherEncodingOrTooLargeIsRefused() throws IOException {
        Path latin = Files.write(folder.resolve("l.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});
        assertThatThrownBy(() -> yaml.read(latin)).hasMessageContaining("UTF-8");
        Path large =
                Files.write(
                        folder.resolve("big.yaml"),
                        ("# " + "x".repeat(ConfigYaml.MAX_BYTES)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> yaml.read(large)).hasMessageContaining("bytes");
    }

    @Test
    void aByteOrderMarkDoesNotHurt() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.yaml"), "\uFEFFa: 1\n");
        assertThat(yaml.read(file).member("a")).isNotNull();
    }
}
