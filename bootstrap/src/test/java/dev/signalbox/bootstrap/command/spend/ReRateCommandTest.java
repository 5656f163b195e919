package dev.signalbox.bootstrap.command.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.process.Exit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Against a gateway that has two pages, and answers as it is told. */
class ReRateCommandTest {

    private static final String FIRST =
            """
            {"page":"%s","reached":"2026-11-01T10:00:00Z","next":"row-5000",
             "totals":[{"model_group":"gpt","model":"chat","custom_llm_provider":"azure",
               "team_id":"red","rows":4000,"changed_rows":3000,"estimated_rows":7,
               "spend":0.1,"new_spend":0.250000001,"difference":0.150000001}],
             "left_alone":[{"reason":"unknown","model_id":"eu-1","model":"chat",
               "custom_llm_provider":"azure","rows":1000,"spend":1E-9}]}""";

    private static final String SECOND =
            """
            {"page":"second","reached":"2026-11-02T10:00:00Z","next":null,
             "totals":[{"model_group":"gpt","model":"chat","custom_llm_provider":"azure",
               "team_id":"red","rows":1,"changed_rows":0,"estimated_rows":0,"spend":0.2,
               "new_spend":0.2,"difference":0},
               {"model_group":"gpt","model":"chat","custom_llm_provider":"azure",
               "team_id":null,"rows":1,"changed_rows":1,"estimated_rows":0,"spend":1,
               "new_spend":0,"difference":-1}],"left_alone":[]}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> firstPage = new AtomicReference<>("first");
    private final AtomicInteger appliesUntilBroken = new AtomicInteger(Integer.MAX_VALUE);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer gateway;

    @BeforeEach
    void listen() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        gateway.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String path = exchange.getRequestURI().getPath();
                    asked.add(path + " " + body);
                    boolean broken =
                            path.endsWith("/apply") && appliesUntilBroken.getAndDecrement() <= 0;
                    byte[] answer =
                            (broken ? "{\"error\":{\"message\":\"ledger away\"}}" : to(path, body))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(broken ? 503 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        gateway.start();
    }

    private String to(String path, String body) {
        if (path.equals("/global/spend")) {
            return "{\"spend\":1,\"api_requests\":5012}";
        }
        String page = body.contains("\"after\"") ? SECOND : FIRST.formatted(firstPage.get());
        return path.endsWith("/apply") ? "{\"written\":3000," + page.substring(1) : page;
    }

    @AfterEach
    void hangUp() {
        gateway.stop(0);
    }

    private Exit run(String... words) {
        ReRateCommand command =
                new ReRateCommand(
                        new Surroundings(
                                Console.ofProcess(),
                                new PrintStream(printed, true, StandardCharsets.UTF_8),
                                new Environment(
                                        Map.of(
                                                "SIGNALBOX_API_KEY",
                                                "sk-mine",
                                                "SIGNALBOX_URL",
                                                "http://127.0.0.1:"
                                                        + gateway.getAddress().getPort())),
                                "0",
                                null,
                                new Closing(Thread.currentThread())));
        return command.run(new CommandLine(command.spec()).parseArgs(words));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The id of the dry run that was printed. */
    private String id() {
        return lines().getLast().replaceAll(".* ", "");
    }

    @Test
    void aDryRunAddsUpItsPagesAndSaysHowToApplyIt() {
        assertThat(run("--from", "2026-11-01", "--to", "2026-11-30")).isEqualTo(Exit.DONE);
        assertThat(lines().subList(0, 9))
                .containsExactly(
                        "group  model  provider  team  rows  changed  charged  by present prices"
                                + "  difference",
                        "gpt    chat   azure     -     1     1        1        0"
                                + "                  -1",
                        "gpt    chat   azure     red   4001  3000     0.3      0.450000001"
                                + "        0.150000001",
                        "all                           4002  3001     1.3      0.450000001"
                                + "        -0.849999999",
                        "",
                        "These keep what was charged:",
                        "why      model  provider  deployment  rows  stays charged",
                        "unknown  chat   azure     eu-1        1000  0.000000001",
                        "");
        assertThat(lines())
                .contains(
                        "Of the rows that change, 7 are estimated: the upstream did not say how many"
                                + " tokens it took.",
                        "10 rows of these days are not in the ledger any more, and keep what was"
                                + " charged.");
        assertThat(lines().getLast())
                .startsWith(
                        "To charge it: signalbox spend re-rate --from 2026-11-01 --to 2026-11-30"
                                + " --apply ");
        assertThat(asked).noneMatch(one -> one.contains("apply"));
    }

    @Test
    void itAppliesPageByPageWhatTheDryRunShowed() {
        String[] period = {"--from", "2026-11-01", "--to", "2026-11-30", "--model", "gpt"};
        assertThat(run(period)).isEqualTo(Exit.DONE);
        String id = id();
        assertThat(run("--from=2026-11-01", "--to=2026-11-30", "--model=gpt", "--apply=" + id))
                .isEqualTo(Exit.DONE);
        assertThat(lines())
                .contains(
                        "rows looked at                   5002",
                        "rows of corrections written      6000");
        assertThat(asked.getLast())
                .isEqualTo(
                        "/spend/rerate/apply {\"start_date\":\"2026-11-01\","
                                + "\"end_date\":\"2026-11-30\",\"model\":\"gpt\","
                                + "\"after\":\"row-5000\",\"page\":\"second\"}");
    }

    @Test
    void whatHasChangedSinceTheDryRunIsNotApplied() {
        assertThat(run("--from", "2026-11-01", "--to", "2026-11-30")).isEqualTo(Exit.DONE);
        String id = id();
        firstPage.set("another");
        assertThatThrownBy(() -> run("--from=2026-11-01", "--to=2026-11-30", "--apply=" + id))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("prices or rows have changed since the dry run " + id)
                .matches(failure -> ((CommandFailed) failure).exit() == Exit.FINDING);
        assertThat(asked).noneMatch(one -> one.contains("apply"));
    }

    @Test
    void whoeverIsBrokenOffIsToldHowToGoOn() {
        assertThat(run("--from", "2026-11-01", "--to", "2026-11-30")).isEqualTo(Exit.DONE);
        String id = id();
        appliesUntilBroken.set(1);
        assertThatThrownBy(() -> run("--from=2026-11-01", "--to=2026-11-30", "--apply=" + id))
                .hasMessageContaining("ledger away; 3000 rows of corrections are written")
                .hasMessageContaining("Say the same command again");
    }
}
