package dev.signalbox.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bootstrap.command.CommandTree;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ArgumentsTest {

    private static final Environment NOTHING = new Environment(Map.of());

    private static final CommandTree COMMANDS =
            AllCommands.in(
                    new Surroundings(
                            Console.ofProcess(),
                            System.out,
                            NOTHING,
                            "0",
                            null,
                            new Closing(Thread.currentThread())));

    @Test
    void nothingSaidMeansTheDefaults() {
        assertThat(read(NOTHING))
                .isEqualTo(
                        new Wish.Serve(
                                null, null, 4000, null, null, null, null, false, false, false,
                                List.of()));
    }

    @Test
    void everyOptionHasItsEffect() {
        Wish wish =
                read(
                        NOTHING,
                        "-c",
                        "c.yaml",
                        "--host=::1",
                        "--port",
                        "0",
                        "--admin-port=4001",
                        "--data-dir",
                        "/data",
                        "--ssl_certfile_path",
                        "c.pem",
                        "--ssl_keyfile_path",
                        "k.pem",
                        "--allow-weak-master-key",
                        "--allow-unknown-config-keys",
                        "--debug");
        assertThat(wish)
                .isEqualTo(
                        new Wish.Serve(
                                Path.of("c.yaml"),
                                "::1",
                                0,
                                4001,
                                Path.of("/data"),
                                Path.of("c.pem"),
                                Path.of("k.pem"),
                                true,
                                true,
                                true,
                                List.of()));
    }

    @Test
    void theEnvironmentSpeaksWhereTheCommandLineIsSilent() {
        Environment environment =
                new Environment(
                        Map.of(
                                "CONFIG_FILE_PATH", "env.yaml",
                                "HOST", "10.0.0.1",
                                "PORT", "5000",
                                "SSL_CERTFILE_PATH", "c",
                                "SSL_KEYFILE_PATH", "k"));
        Wish.Serve fromEnvironment = (Wish.Serve) read(environment);
        assertThat(fromEnvironment.config()).isEqualTo(Path.of("env.yaml"));
        assertThat(fromEnvironment.host()).isEqualTo("10.0.0.1");
        assertThat(fromEnvironment.port()).isEqualTo(5000);
        assertThat(fromEnvironment.certificate()).isEqualTo(Path.of("c"));
        Wish.Serve said = (Wish.Serve) read(environment, "--port=6000", "--config", "x.yaml");
        assertThat(said.port()).isEqualTo(6000);
        assertThat(said.config()).isEqualTo(Path.of("x.yaml"));
    }

    static List<String> flagsOfLiteLlm() {
        return List.copyOf(LiteLlmFlags.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("flagsOfLiteLlm")
    void aFlagOfLiteLlmIsUnderstoodInEveryFormAndWarnedOfOnce(String flag) {
        for (String[] form :
                List.of(
                        new String[] {flag},
                        new String[] {flag, "value"},
                        new String[] {flag + "=value"},
                        new String[] {flag, "--debug", flag})) {
            assertThat(((Wish.Serve) read(NOTHING, form)).ignored())
                    .singleElement()
                    .asString()
                    .startsWith(flag + " ")
                    .endsWith(".");
        }
    }

    @Test
    void helpAndVersionAndDemoAreUnderstood() {
        assertThat(read(NOTHING, "--help")).isEqualTo(new Wish.Help());
        assertThat(read(NOTHING, "demo", "--help")).isEqualTo(new Wish.Help());
        assertThat(read(NOTHING, "-v")).isEqualTo(new Wish.Version());
        assertThat(read(NOTHING, "demo")).isEqualTo(new Wish.Demo(4000));
        assertThat(read(NOTHING, "demo", "--port", "4567")).isEqualTo(new Wish.Demo(4567));
        assertThat(read(NOTHING, "--port=4567", "demo")).isEqualTo(new Wish.Demo(4567));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--prot=1", "--port=x", "--port=65536", "--port=-1", "serve", "--config"})
    void whatCannotBeUnderstoodIsAUsageError(String argument) {
        assertThatThrownBy(() -> read(NOTHING, argument))
                .isInstanceOf(Arguments.UsageError.class)
                .message()
                .doesNotContain("\n")
                .isNotBlank();
    }

    @Test
    void aSlipIsUnderstood() {
        assertThatThrownBy(() -> read(NOTHING, "--confg", "x"))
                .hasMessageContaining("--confg")
                .hasMessageContaining("(did you mean --config?)");
    }

    @Test
    void aPortOfTheEnvironmentThatIsNoneIsNamed() {
        assertThatThrownBy(() -> read(new Environment(Map.of("PORT", "http"))))
                .hasMessageContaining("the environment variable PORT");
    }

    @Test
    void aCommandIsFoundByAllItsWords() {
        Wish.Errand errand =
                (Wish.Errand) read(NOTHING, "team", "rollback", "eu-team", "--to", "17");
        assertThat(errand.command().name()).isEqualTo("team rollback");
        assertThat(errand.said().<String>matchedPositionalValue(0, "")).isEqualTo("eu-team");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain",
                "audit verify",
                "audit log",
                "team history",
                "team rollback",
                "database export",
                "database import",
                "database copy"
            })
    void everyCommandHasAPageThatTeaches(String name) {
        String[] words = (name + " --help").split(" ");
        assertThat(((Wish.Page) read(NOTHING, words)).text())
                .contains("Usage: signalbox " + name)
                .containsPattern("Options\n")
                .containsPattern("Example\n +(export|signalbox) ")
                .containsPattern("Exit codes\n +0 +")
                .contains("-h, --help");
        assertThat(Texts.help()).contains("signalbox " + name);
    }

    @Test
    void aFamilySaysWhatItHas() {
        assertThat(((Wish.Page) read(NOTHING, "database", "--help")).text())
                .contains("export", "import", "copy", "Move everything");
        assertThatThrownBy(() -> read(NOTHING, "database"))
                .hasMessageContaining("needs one more word: export, import, copy")
                .hasMessageContaining("`signalbox database --help`");
    }

    @Test
    void whatACommandLacksIsSaidWithItsOwnPage() {
        assertThatThrownBy(() -> read(NOTHING, "explain"))
                .hasMessageContaining("MODEL")
                .hasMessageContaining("`signalbox explain --help`");
        assertThatThrownBy(() -> read(NOTHING, "team", "rollback", "t"))
                .hasMessageContaining("--to")
                .hasMessageContaining("`signalbox team rollback --help`");
        assertThatThrownBy(() -> read(NOTHING, "explian", "m"))
                .hasMessageContaining("did you mean");
    }

    private static Wish read(Environment environment, String... arguments) {
        return new Arguments(environment, COMMANDS).read(arguments);
    }
}
