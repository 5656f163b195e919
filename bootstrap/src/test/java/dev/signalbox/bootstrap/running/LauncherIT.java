package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** {@code bin/signalbox}: which Java, which jar, and when it builds. */
class LauncherIT {

    private static final Path COMMAND =
            Path.of("..", "bin", "signalbox").toAbsolutePath().normalize();
    private static final Path HELP =
            Path.of("src/main/resources/dev/signalbox/bootstrap/help.txt").toAbsolutePath();

    @TempDir Path folder;
    private Path home;

    @BeforeEach
    void copyTheCommand() throws IOException {
        home = Files.createDirectory(folder.resolve("a home"));
        Files.createDirectory(home.resolve("bin"));
        Files.copy(COMMAND, home.resolve("bin/signalbox"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void itIsFoundThroughALinkAndReadsFilesOfTheCallersFolder() throws Exception {
        Files.createSymbolicLink(folder.resolve("linked"), COMMAND);
        assertThat(run("./linked --version")).isEqualTo(run("'" + COMMAND + "' -v")).contains("0");
        Files.writeString(folder.resolve("mine.yaml"), "nonsense: 1\n");
        assertThat(run("./linked --config mine.yaml; echo exit $?"))
                .contains("mine.yaml:1: nonsense")
                .contains("exit 78");
    }

    @Test
    void aCommandHasAPageOfItsOwn() throws Exception {
        assertThat(run("'" + COMMAND + "' team rollback --help; echo exit $?"))
                .contains("Usage: signalbox team rollback", "--to=REVISION", "exit 0");
        // The library that prints it takes a percent sign for one of its own, and says so.
        assertThat(run("'" + COMMAND + "' spend compare-invoice --help"))
                .startsWith("Usage: signalbox spend compare-invoice")
                .contains("--tolerance 1%\n");
        assertThat(run("SIGNALBOX_API_KEY= '" + COMMAND + "' audit verify; echo exit $?"))
                .contains("error: SIGNALBOX_API_KEY is not set", "exit 78");
        assertThat(
                        run(
                                "SIGNALBOX_API_KEY=sk-a '"
                                        + COMMAND
                                        + "' explain m --url http://127.0.0.1:1; echo exit $?"))
                .contains("error: the gateway at http://127.0.0.1:1 cannot be reached", "exit 69");
    }

    @Test
    void anUnpackedDistributionNeverBuilds() throws Exception {
        Path lib = Files.createDirectory(home.resolve("lib"));
        Files.createSymbolicLink(lib.resolve("signalbox.jar"), built("signalbox.jar"));
        try (Stream<Path> jars = Files.list(built("lib"))) {
            for (Path jar : jars.toList()) {
                Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
            }
        }
        assertThat(run("PATH=/usr/bin:/bin 'a home/bin/signalbox' --config nowhere.yaml; echo $?"))
                .contains("nowhere.yaml: there is no such file")
                .endsWith("78\n")
                .doesNotContain("Building");
        assertThat(run("'a home/bin/signalbox' --help")).isEqualTo(Files.readString(HELP));
    }

    @Test
    void withoutMavenItSaysWhatIsMissing() throws Exception {
        sourceTree();
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool :
                List.of("sh", "dirname", "readlink", "sed", "head", "find", "mkdir", "cat", "rm")) {
            Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
        }
        String javaHome = System.getProperty("java.home");
        assertThat(
                        run(
                                "SIGNALBOX_JAVA_HOME='"
                                        + javaHome
                                        + "' PATH='"
                                        + tools
                                        + "' 'a home/bin/signalbox' demo; echo exit $?"))
                .contains("Maven (mvn) is not installed")
                .contains("exit 78");
        assertThat(home.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void helpAndVersionNeedNoJarAndNoJava() throws Exception {
        sourceTree();
        assertThat(run("'a home/bin/signalbox' --version")).isEqualTo("Signalbox 9.8.7\n");
        assertThat(run("SIGNALBOX_JAVA_HOME=/nowhere 'a home/bin/signalbox' demo --help"))
                .isEqualTo(Files.readString(HELP));
        assertThat(home.resolve("target")).doesNotExist();
    }

    @Test
    void aJavaThatIsNoneOrTooOldIsNamed() throws Exception {
        Files.createDirectory(home.resolve("lib"));
        Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Files.createSymbolicLink(old.resolve("bin/java"), onPath("sh"));
        assertThat(run("SIGNALBOX_JAVA_HOME='" + old + "' 'a home/bin/signalbox'; echo exit $?"))
                .contains("is no Java 21 or newer")
                .contains("exit 78");
    }

    @Test
    void onOneProcessorTheYoungPartOfTheHeapIsSmallUnlessSomebodySaysOtherwise() throws Exception {
        Files.createDirectory(home.resolve("lib"));
        Path jdk = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        script(jdk.resolve("bin/java"), "echo \"$@\"");
        Path one = Files.createDirectory(folder.resolve("one"));
        script(one.resolve("nproc"), "echo 1");
        String start =
                "PATH='"
                        + one
                        + "':$PATH SIGNALBOX_JAVA_HOME='"
                        + jdk
                        + "' SIGNALBOX_JAVA_OPTS='%s' 'a home/bin/signalbox'";

        assertThat(run(start.formatted(""))).contains("-Xmx", "-XX:+UseSerialGC", "-Xmn");
        assertThat(run(start.formatted("-XX:+UseG1GC")))
                .contains("-Xmx", "-XX:+UseG1GC")
                .doesNotContain("-XX:+UseSerialGC", "-Xmn");
        assertThat(run(start.formatted("-Xmx2g"))).contains("-Xmx2g").doesNotContain("-Xmn");
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void sourceTree() throws IOException {
        Files.writeString(home.resolve("pom.xml"), "<project>\n  <version>9.8.7</version>\n");
        Path resources =
                Files.createDirectories(
                        home.resolve("bootstrap/src/main/resources/dev/signalbox/bootstrap"));
        Files.copy(HELP, resources.resolve("help.txt"));
    }

    private static Path built(String name) {
        return Path.of("target", name).toAbsolutePath();
    }

    private static Path onPath(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(it -> Path.of(it, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** What a shell prints on both streams. */
    private String run(String command) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("sh", "-c", command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed;
    }
}
