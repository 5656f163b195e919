package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The simulator as a program. */
class MainTest {

    @Test
    void itSaysWhereItListensAndStopsWithItsParent() throws Exception {
        PipedOutputStream parent = new PipedOutputStream();
        PipedOutputStream out = new PipedOutputStream();
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8));
        InputStream in = new PipedInputStream(parent);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(
                        () ->
                                Main.run(
                                        new String[] {
                                            "--stop-with-parent",
                                            "--resource",
                                            "name=eu,key=a,client=c:s,token-seconds=9,deployment=d:gpt-4o,deployment=e:o1",
                                            "--resource",
                                            "name=worldwide,key=b,region=East US,deployment=d:gpt-4o"
                                        },
                                        in,
                                        new PrintStream(out, true, StandardCharsets.UTF_8)));

        JsonNode ready = Caller.json(lines.readLine());

        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("control").asInt()).isPositive();
        int port = ready.at("/resources/worldwide/port").asInt();
        try (Wire wire = new Wire(port)) {
            wire.send("GET /v1/models HTTP/1.1\r\nAuthorization: Bearer b\r\n\r\n");
            assertThat(wire.readUntil("\"object\":\"list\"}")).contains("\"id\":\"gpt-4o\"");
        }
        assertThat(exit).isNotDone();

        parent.close();

        assertThat(exit.get(10, TimeUnit.SECONDS)).isZero();
        assertThatThrownBy(() -> new Wire(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void withoutResourcesThereIsOneToTryThingsWith() throws Exception {
        String line = run("--stop-with-parent");

        assertThat(Caller.json(line).at("/resources/default/port").asInt()).isPositive();
    }

    @Test
    void whatMakesNoSenseIsAMatterOfUsage() {
        assertThat(exit("--resource", "colour=red")).isEqualTo(2);
        assertThat(exit("--resource", "name=a,deployment=d")).isEqualTo(2);
        assertThat(exit("--resource", "name=a", "--resource", "name=a")).isEqualTo(2);
        assertThat(exit("--resource", "name=a,client=c")).isEqualTo(2);
        assertThat(exit("--resource", "name=a,token-seconds=0")).isEqualTo(2);
        assertThat(exit("--nonsense")).isEqualTo(2);
        assertThat(exit("--help")).isZero();
    }

    @Test
    void aTakenPortStopsTheStart() throws IOException {
        try (Simulator other = Simulator.start(SimulatorSettings.defaults())) {
            assertThat(exit("--stop-with-parent", "--resource", "port=" + other.port()))
                    .isEqualTo(1);
            assertThat(exit("--stop-with-parent", "--control-port", "" + other.controlPort()))
                    .isEqualTo(1);
        }
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        arguments,
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int exit(String... arguments) {
        return Main.run(
                arguments,
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }
}
