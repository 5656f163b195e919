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
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Against a gateway that knows what two models cost on two days. */
class CompareInvoiceCommandTest {

    private static final String LEDGER =
            """
            [{"date":"2026-11-01","model_group":"chat","model":"gpt-4o","total_spend":1.500000001},
             {"date":"2026-11-01","model_group":"cheap","model":"gpt-4o","total_spend":0.5},
             {"date":"2026-11-02","model_group":"cheap","model":"mini","total_spend":3},
             {"date":"2026-11-02","model_group":"free","model":"mock","total_spend":0}]""";

    private static final String AZURE =
            """
            \uFEFFDate,MeterName,ResourceId,Quantity,CostInBillingCurrency,MeterCategory
            11/01/2026,"gpt 4o ""Inp"", glbl",/a,1000,1.25,Cognitive Services
            11/01/2026,gpt 4o Outp,/a,500,0.750,Cognitive Services
            11/02/2026,mini,/a,9,3,Cognitive Services
            11/02/2026,disk,/b,1,7,Storage
            """;

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer gateway;

    @TempDir Path folder;

    @BeforeEach
    void listen() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        gateway.createContext(
                "/",
                exchange -> {
                    asked.set(exchange.getRequestURI().toString());
                    byte[] bytes = LEDGER.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        gateway.start();
    }

    @AfterEach
    void hangUp() {
        gateway.stop(0);
    }

    private Exit run(String invoice, String... words) throws IOException {
        Path file = folder.resolve("invoice.csv");
        Files.writeString(file, invoice);
        List<String> all = new ArrayList<>(List.of(words));
        all.addFirst(file.toString());
        CompareInvoiceCommand command =
                new CompareInvoiceCommand(
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
        return command.run(new CommandLine(command.spec()).parseArgs(all.toArray(String[]::new)));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void anInvoiceThatSaysTheSameMatches() throws IOException {
        assertThat(
                        run(
                                AZURE,
                                "--only",
                                "MeterCategory=cognitive services",
                                "--name",
                                "GPT 4o*=gpt-4o"))
                .isEqualTo(Exit.DONE);
        assertThat(lines())
                .containsExactly(
                        "date        model   ledger       invoice  difference    matches",
                        "2026-11-01  gpt-4o  2.000000001  2        -0.000000001  yes",
                        "2026-11-02  mini    3            3        0             yes",
                        "all                 5.000000001  5        -0.000000001");
        assertThat(asked.get())
                .isEqualTo(
                        "/global/spend/report?end_date=2026-11-02&group_by=model"
                                + "&start_date=2026-11-01");
    }

    @Test
    void whatDiffersIsAFindingAndShownInBothDirections() throws IOException {
        assertThat(run(AZURE, "--tolerance", "0", "--csv")).isEqualTo(Exit.FINDING);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        date,model,ledger_usd,invoice_usd,difference_usd,matches
                        2026-11-01,"gpt 4o ""Inp"", glbl",0,1.25,1.25,false
                        2026-11-01,gpt 4o Outp,0,0.75,0.75,false
                        2026-11-01,gpt-4o,2.000000001,0,-2.000000001,false
                        2026-11-02,disk,0,7,7,false
                        2026-11-02,mini,3,3,0,true
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void columnsDaysCurrencyAndToleranceAreSaid() throws IOException {
        String invoice =
                """
                Tag;Was;Betrag
                01.11.2026;chat;0.75

                01.11.2026;cheap;0.25
                02.11.2026;cheap;1.51
                """;
        List<String> words =
                List.of(
                        "--date-column=tag",
                        "--model-column=Was",
                        "--cost-column=Betrag",
                        "--separator=;",
                        "--date-format=dd.MM.yyyy",
                        "--by=group",
                        "--rate=2");
        List<String> loose = new ArrayList<>(words);
        loose.add("--tolerance=1%");
        assertThat(run(invoice, loose.toArray(String[]::new))).isEqualTo(Exit.DONE);
        assertThat(run(invoice, words.toArray(String[]::new))).isEqualTo(Exit.FINDING);
        assertThat(lines()).contains("2026-11-02  cheap  3            3.02     0.02          NO");
    }

    @Test
    void whatCannotBeUnderstoodIsNamedWithItsLine() {
        String head = "Date,Model,Cost\n";
        Map<String, String> wrong =
                Map.of(
                        "",
                        "it is empty",
                        "Day,What,Cost\n",
                        "it has no column Date or UsageDate or UsageDateTime; it has Day, What, Cost",
                        head + "2026-11-01,a\n",
                        "line 2 has 2 cells, and the head 3",
                        head + "2026-11-01,a,1\n31.12.2026,a,1\n",
                        "line 3: '31.12.2026' is no day that can be read. Say how days are written",
                        head + "2026-11-01,\"a\nb\",\"1,5\"\n",
                        "line 3: '1,5' is no amount",
                        head + "2026-11-01,\"a,1\n",
                        "it cannot be read as UTF-8 CSV");
        wrong.forEach(
                (invoice, why) ->
                        assertThatThrownBy(() -> run(invoice))
                                .isInstanceOf(CommandFailed.class)
                                .hasMessageContaining("invoice.csv: ")
                                .hasMessageContaining(why)
                                .matches(it -> ((CommandFailed) it).exit() == Exit.DATA));
        assertThat(asked.get()).isEmpty();
        assertThatThrownBy(() -> run(head + "2026-11-01,a,1\n", "--only", "Model=b"))
                .hasMessageContaining("no line of the invoice counts");
    }

    @Test
    void whatCannotBeMeantIsSaid() {
        for (String[] words :
                new String[][] {
                    {"--tolerance", "much"},
                    {"--rate", "-1"},
                    {"--by", "team"},
                    {"--name", "gpt"},
                    {"--only", "gpt"},
                    {"--separator", "::"},
                    {"--date-format", "{"}
                }) {
            assertThatThrownBy(() -> run(AZURE, words))
                    .hasMessageContaining(words[0])
                    .matches(it -> ((CommandFailed) it).exit() == Exit.USAGE);
        }
    }
}
