package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What the build has written down of a start serves every later one; the JVM says nothing when it
 * does not, and is only slower. And what does not fit harms nobody.
 */
class StartIT {

    private static final Path COMMAND =
            Path.of("..", "bin", "signalbox").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String LOADED = "-Xlog:class+load:file=";
    private static final String FROM_THE_CACHE = "source: shared objects file";
    private static final String CONFIG =
            "model_list: [{model_name: m, litellm_params: {model: azure/m, mock_response: hi}}]\n"
                    + "general_settings: {master_key: "
                    + RunningGateway.MASTER_KEY
                    + "}\n";

    @TempDir Path folder;

    @Test
    void theCommandStartsFromTheCacheOfTheBuild() throws Exception {
        String printed = run(COMMAND, LOADED + folder.resolve("loaded"));

        assertThat(printed).startsWith("Usage: signalbox audit");
        assertThat(ours()).anyMatch(line -> line.contains(".Main " + FROM_THE_CACHE));
    }

    @Test
    void aGatewayFindsAllButAFewOfItsClassesThere() throws Exception {
        try (RunningGateway gateway =
                RunningGateway.Order.in(folder)
                        .prepared()
                        .with("JDK_JAVA_OPTIONS", LOADED + folder.resolve("loaded"))
                        .serving(CONFIG)
                        .listen()) {
            List<String> ours = ours();
            long found = ours.stream().filter(line -> line.contains(FROM_THE_CACHE)).count();

            assertThat(gateway.log()).contains("listens on");
            assertThat(ours).hasSizeGreaterThan(300);
            assertThat(found / (double) ours.size()).as(ours::toString).isGreaterThan(0.95);
        }
    }

    @Test
    void aCacheThatDoesNotFitIsPassedOverInSilence() throws Exception {
        Path command = anotherTree();
        Path cache = folder.resolve("home/bootstrap/target/start.cache");
        String description = Files.readString(TARGET.resolve("start.txt"));
        Path rehearsed = cache.resolveSibling("start.txt");
        String fits = run(COMMAND, "");

        Files.writeString(rehearsed, description);
        assertThat(run(command, "")).as("of other jars").isEqualTo(fits);

        Files.writeString(rehearsed, description.replaceFirst("(?m)=/.*start.cache$", "=" + cache));
        assertThat(run(command, "")).as("that is missing").isEqualTo(fits);

        Files.writeString(cache, "nonsense");
        assertThat(run(command, "")).as("that is none").isEqualTo(fits);

        Files.writeString(rehearsed, "java /another/java\noption -XX:NoSuchOption\n");
        assertThat(run(command, "")).as("of another Java").isEqualTo(fits);
    }

    /** Built from the same sources elsewhere. */
    private Path anotherTree() throws IOException {
        Path home = folder.resolve("home");
        Path target = Files.createDirectories(home.resolve("bootstrap/target"));
        Files.createDirectories(home.resolve("bootstrap/src"));
        Files.writeString(home.resolve("pom.xml"), "<project/>\n");
        Files.copy(TARGET.resolve("signalbox.jar"), target.resolve("signalbox.jar"));
        Files.createSymbolicLink(target.resolve("lib"), TARGET.resolve("lib"));
        Files.writeString(target.resolve("built.txt"), "");
        Path command = Files.createDirectory(home.resolve("bin")).resolve("signalbox");
        return Files.copy(COMMAND, command, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Which of our classes were loaded, and from where. */
    private List<String> ours() throws IOException {
        return Files.readAllLines(folder.resolve("loaded")).stream()
                .filter(line -> line.contains(" dev.signalbox."))
                .filter(line -> !line.contains("Lambda"))
                .toList();
    }

    private String run(Path command, String options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "audit", "--help");
        builder.environment().put("SIGNALBOX_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SIGNALBOX_JAVA_OPTS", options);
        Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
