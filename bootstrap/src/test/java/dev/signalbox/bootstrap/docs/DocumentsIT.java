package dev.signalbox.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every command of the README and of the tutorials, run as a reader would run it: in one shell,
 * from top to bottom, against the built gateway. Only addresses and keys of a reader's own are
 * filled in.
 */
class DocumentsIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir Path folder;

    @Test
    void theReadmesStoryRunsAsItStands() throws Exception {
        try (Simulator azure = Simulator.start(twoResources())) {
            Map<String, String> own =
                    Map.of(
                            "https://YOUR-EU-RESOURCE.openai.azure.com",
                            azure.base("eu").toString(),
                            "https://YOUR-RESOURCE.openai.azure.com",
                            azure.base("worldwide").toString(),
                            "YOUR-EU-KEY",
                            "eu-upstream-key",
                            "YOUR-KEY",
                            "worldwide-upstream-key");
            run(Document.read(ROOT.resolve("README.md")), own);
            assertThat(azure.requests("worldwide")).isEmpty();
        }
    }

    @Test
    void theFirstTutorialRunsAsItStands() throws Exception {
        run(Document.read(ROOT.resolve("docs/tutorial/first-team.md")), Map.of());
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() throws IOException {
        List<Document.Block> blocks = Document.read(ROOT.resolve("README.md")).blocks();
        assertThat(blocks).extracting(Document.Block::commands).contains("mvn verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).containsPattern("mvn .*verify");
    }

    private void run(Document document, Map<String, String> own) throws Exception {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (int i = 0; i < document.blocks().size(); i++) {
            String commands = document.blocks().get(i).commands();
            if (!hasATestOfItsOwn(commands)) {
                script.append("exec > out-").append(i).append(" 2>&1\n");
                script.append(asRunHere(commands, own)).append('\n');
            }
        }
        int exit = shell(script.toString());
        assertThat(exit).as(() -> "exit code; it printed:\n" + everythingPrinted()).isZero();
        keptPromises(document);
    }

    private void keptPromises(Document document) {
        for (int i = 0; i < document.blocks().size(); i++) {
            for (String promise : document.blocks().get(i).promises()) {
                assertThat(read(folder.resolve("out-" + i)))
                        .as(document.blocks().get(i).commands())
                        .contains(promise);
            }
        }
    }

    /** DemoIT runs the demo; the build itself is running now. */
    private static boolean hasATestOfItsOwn(String commands) {
        return commands.equals("bin/signalbox demo") || commands.equals("mvn verify");
    }

    private String asRunHere(String commands, Map<String, String> own) throws IOException {
        String here = commands;
        for (Map.Entry<String, String> mine : own.entrySet()) {
            here = here.replace(mine.getKey(), mine.getValue());
        }
        here = here.replace("localhost:4000", "localhost:$PORT");
        return commands.startsWith("bin/signalbox --config") ? inBackground(here) : here;
    }

    /** A reader starts it in another terminal and goes on when it says that it listens. */
    private String inBackground(String start) {
        String command = ROOT.resolve("bin/signalbox") + start.substring("bin/signalbox".length());
        return """
        %s --port $PORT --data-dir "$PWD/data" > gateway.log 2>&1 &
        trap "kill $!; wait $! || true" EXIT
        curl -s -o ready --retry 120 --retry-delay 1 --retry-connrefused --retry-all-errors \
          http://localhost:$PORT/health/readiness"""
                .formatted(command);
    }

    private int shell(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script);
        shell.directory(folder.toFile());
        shell.environment().put("PORT", Integer.toString(freePort()));
        shell.redirectErrorStream(true).redirectOutput(folder.resolve("shell.log").toFile());
        Process process = shell.start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return process.waitFor();
    }

    private String everythingPrinted() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> "--- " + file.getFileName() + "\n" + read(file))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SimulatorSettings twoResources() {
        return SimulatorSettings.of(
                resource("eu", "eu-upstream-key"), resource("worldwide", "worldwide-upstream-key"));
    }

    private static ResourceSettings resource(String name, String key) {
        return ResourceSettings.named(name)
                .withKey(key)
                .withDeployment("chatgpt-v-2", "gpt-35-turbo");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
