package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code bin/signalbox demo}, as a user has it in hand. */
class DemoIT {

    private static final Path COMMAND =
            Path.of("..", "bin", "signalbox").toAbsolutePath().normalize();

    @TempDir Path folder;

    @Test
    void theDemoPrintsThreeCommandsThatWorkAndLeavesNothing() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process demo = start("demo", "--port", Integer.toString(freePort()));
        List<ProcessHandle> family;
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> read("out").lines().count() >= 3 || !demo.isAlive());
            List<String> commands = read("out").lines().toList();
            assertThat(commands).as(read("err")).hasSize(3).allMatch(it -> it.startsWith("curl "));
            assertThat(run(commands.get(0))).contains("200 OK").contains("gpt-3.5-turbo-eu");
            assertThat(run(commands.get(1))).contains("200 OK").contains("gpt-3.5-turbo-worldwide");
            assertThat(run(commands.get(2))).contains("data: ").contains("data: [DONE]");
            assertThat(files(temporary)).isNotEmpty();
        } finally {
            family = demo.descendants().toList();
            demo.destroy();
        }
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(read("err")).isZero();
        assertThat(family).isNotEmpty();
        Awaitility.await().until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(files(temporary)).isEmpty();
    }

    @Test
    void aDemoThatIsKilledLeavesNothingEither() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process demo = start("demo", "--port", Integer.toString(freePort()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> read("out").lines().count() >= 3 || !demo.isAlive());
        List<ProcessHandle> family = demo.descendants().toList();
        ProcessHandle database = database(temporary);
        assertThat(family).as(read("err")).isNotEmpty();

        demo.destroyForcibly();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                family.stream().noneMatch(ProcessHandle::isAlive)
                                        && !database.isAlive()
                                        && files(temporary).isEmpty());
    }

    @Test
    void aTakenPortIsToldAtOnce() throws Exception {
        Files.createDirectory(folder.resolve("tmp"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process demo = start("demo", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(78);
            assertThat(read("err")).contains("port " + taken.getLocalPort() + " is taken");
        }
    }

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(COMMAND.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(folder.toFile());
        builder.environment()
                .put(
                        "SIGNALBOX_JAVA_OPTS",
                        "-Xmx256m -XX:TieredStopAtLevel=1 -Djava.io.tmpdir="
                                + folder.resolve("tmp"));
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        return builder.start();
    }

    private String run(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).start();
        String printed = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor()).as(command).isZero();
        return printed;
    }

    private String read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessHandle database(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(it -> it.endsWith("postmaster.pid")).findFirst().orElseThrow();
            String pid = Files.readString(file).lines().findFirst().orElseThrow();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.getFileName().toString().startsWith("signalbox-demo-"))
                    .toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
