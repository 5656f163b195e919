package dev.signalbox.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every command of the README, the tutorial and the how-to's, run as a reader would run it: in one
 * shell, from top to bottom, against the built gateway. Only addresses and keys of a reader's own
 * are filled in.
 */
class DocumentsIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String TUTORIAL = "docs/tutorial/first-team.md";
    private static final Path HOW_TOS = ROOT.resolve("docs/how-to");

    /** Where a reader has a database of one's own. */
    private static final String THEIRS =
            "postgresql://signalbox:PASSWORD@db.example.org:5432/signalbox";

    /** Run one after the other behind the tutorial, with its gateway. */
    private static final List<String> RUNNING =
            List.of(
                    "create-a-team.md",
                    "choose-a-strategy.md",
                    "fall-back-to-another-group.md",
                    "route-by-tags.md",
                    "survive-failing-deployments.md",
                    "move-from-litellm.md",
                    "rotate-a-key.md",
                    "store-a-model.md",
                    "rotate-the-encryption-key.md",
                    "roll-back-an-alias.md",
                    "try-a-group-on-some-calls.md",
                    "schedule-an-alias.md",
                    "give-a-team-a-budget.md",
                    "bound-customers-and-tags.md",
                    "be-told-before-a-budget-ends.md",
                    "report-spend.md",
                    "correct-prices.md",
                    "compare-an-invoice.md",
                    "back-up-and-move-to-your-own-postgres.md",
                    "run-three-replicas.md");

    /**
     * There is nothing to be run here: PgBouncer's settings, Azure's own, another service; other
     * languages, whose clients the build does not bring (Java's are in testing/conformance), and
     * hosts of a reader's own.
     */
    private static final List<String> NOT_RUNNING =
            List.of(
                    "add-a-provider.md",
                    "pgbouncer-and-listen.md",
                    "point-the-azure-sdk-at-it.md",
                    "point-the-openai-sdk-at-it.md",
                    "put-ollama-or-vllm-behind-it.md",
                    "reuse-domain-and-application.md",
                    "sign-in-to-azure-with-managed-identity.md");

    private static final int FIRST_PORT = 4000;
    private static final int LAST_PORT = 4003;
    private static final String PROGRAM = ROOT.resolve("bin/signalbox").toString();

    /** The command that serves, with the variables before it and the options behind it. */
    private static final Pattern START =
            Pattern.compile("((?:[A-Z_]+=\\S+ )*)bin/signalbox (--config .*)");

    /** Who starts a gateway on a port stops the one that was there; the end stops all. */
    private static final String PROLOGUE =
            """
            set -eu
            export SIGNALBOX_URL=http://localhost:$PORT4000
            stop() { kill "$1" && { wait "$1" || true; }; }
            start() { # port, variables, options
                port=$1 variables=$2
                shift 2
                if [ -f pid-$port ]; then stop "$(cat pid-$port)"; fi
                env $variables %s "$@" --port $port >> gateway-$port.log 2>&1 &
                echo $! > pid-$port
                curl -s -o ready --retry 120 --retry-delay 1 --retry-connrefused \\
                  --retry-all-errors http://localhost:$port/health/readiness
            }
            trap 'for pid in $(cat pid-*); do stop $pid; done' EXIT
            """
                    .formatted(PROGRAM);

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
            run(List.of(Document.read(ROOT.resolve("README.md"))), own);
            assertThat(azure.requests("worldwide")).isEmpty();
        }
    }

    @Test
    void theTutorialAndTheHowTosRunAsTheyStand() throws Exception {
        List<Document> documents = new ArrayList<>();
        documents.add(Document.read(ROOT.resolve(TUTORIAL)));
        for (String howTo : RUNNING) {
            documents.add(Document.read(HOW_TOS.resolve(howTo)));
        }
        try (EmbeddedPostgres theirs =
                EmbeddedPostgres.start(folder.resolve("theirs"), progress -> {})) {
            run(documents, Map.of(THEIRS, text(theirs.url())));
        }
    }

    @Test
    void everyHowToIsRunOrSaysWhyNot() throws IOException {
        try (Stream<Path> files = Files.list(HOW_TOS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(RUNNING.stream(), NOT_RUNNING.stream()).toList());
        }
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() throws IOException {
        List<Document.Block> blocks = Document.read(ROOT.resolve("README.md")).blocks();
        assertThat(blocks).extracting(Document.Block::commands).contains("mvn verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).containsPattern("mvn .*verify");
    }

    private void run(List<Document> documents, Map<String, String> own) throws Exception {
        List<Document.Block> blocks =
                documents.stream().flatMap(document -> document.blocks().stream()).toList();
        StringBuilder script = new StringBuilder(PROLOGUE);
        for (int i = 0; i < blocks.size(); i++) {
            String commands = blocks.get(i).commands();
            if (!hasATestOfItsOwn(commands)) {
                script.append("exec > out-").append(i).append(" 2>&1\n");
                script.append(asRunHere(commands, own)).append('\n');
            }
        }
        int exit = shell(script.toString());
        assertThat(exit).as(() -> "exit code; it printed:\n" + everythingPrinted()).isZero();
        keptPromises(blocks);
    }

    private void keptPromises(List<Document.Block> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            for (String promise : blocks.get(i).promises()) {
                assertThat(read(folder.resolve("out-" + i)))
                        .as(blocks.get(i).commands())
                        .contains(promise);
            }
        }
    }

    /** DemoIT runs the demo; the build itself is running now. */
    private static boolean hasATestOfItsOwn(String commands) {
        return commands.equals("bin/signalbox demo") || commands.equals("mvn verify");
    }

    private static String asRunHere(String commands, Map<String, String> own) {
        String here = commands;
        for (Map.Entry<String, String> mine : own.entrySet()) {
            here = here.replace(mine.getKey(), mine.getValue());
        }
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            here = here.replace("localhost:" + port, "localhost:$PORT" + port);
            here = here.replace("--port " + port, "--port $PORT" + port);
        }
        Matcher start = START.matcher(here);
        return start.matches()
                ? inBackground(start)
                : here.replaceAll("(?m)(^|\\$\\()bin/signalbox ", "$1" + PROGRAM + " ");
    }

    /**
     * A reader starts it in another terminal and goes on when it says that it listens. Where one
     * serves on that port already, the reader has stopped it.
     */
    private static String inBackground(Matcher start) {
        String options = start.group(2);
        String port = options.replaceAll("(?s).*--port (\\S+).*|.*", "$1");
        return "start %s \"%s\" %s"
                .formatted(
                        port.isEmpty() ? "$PORT4000" : port,
                        start.group(1).strip(),
                        options.replaceAll("--port \\S+", ""));
    }

    private int shell(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script);
        shell.directory(folder.toFile());
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            shell.environment().put("PORT" + port, Integer.toString(freePort()));
        }
        for (String unset : List.of("PORT", "HOST", "DATABASE_URL", "LITELLM_SALT_KEY")) {
            shell.environment().remove(unset);
        }
        // Dozens of processes that live for seconds: only the compiler that pays off at once.
        shell.environment().put("SIGNALBOX_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        // A reader's own data folder.
        shell.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        shell.redirectErrorStream(true).redirectOutput(folder.resolve("shell.log").toFile());
        Process process = shell.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
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

    private static String text(DatabaseUrl url) {
        return "postgresql://%s:%s@%s".formatted(url.user(), url.password(), url.describe());
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
