package dev.signalbox.bootstrap.command.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.RemoteFailed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Against a gateway that answers as it is told. */
class RemoteCommandsTest {

    private static final String KEY = "sk-secret-of-mine";

    private static final String EXPLAINED =
            """
            {"revision":17,"caller":{"kind":"key","key":"k-7f","key_alias":"ci","team_id":"eu"},
             "asked":"gpt-4","resolution":[{"level":"team","from":"gpt-4","to":"gpt-4-eu"}],
             "group":"gpt-4-eu","deployments":[
               {"id":"1","provider":"azure","model":"chat","address":"https://eu/","weight":2,
                "in":true,"why":"fit"},
               {"provider":"azure","model":"chat","in":false,"why":"rests for\\u001b[31m 9 s"}],
             "limits":[{"level":"key","id":"k-7f","name":"rpm_limit","limit":10,"used":null,
               "left":null,"resets_at":"2026-11-26T10:01:00Z"}],
             "course":{"policy_of":"team","strategy":"least-busy","retries":2,
               "patience":{"connect":5,"first_event":30,"silence":90,"total":600.5},
               "tags":["eu","paid"],"residency":[]},
             "fallbacks":[{"model":"world","why":null},
               {"model":"far","why":"it lies in no permitted region"}],
             "verdict":{"served":true}}""";

    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer gateway;

    private record Answer(int status, String body) {}

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
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + body);
                    Answer answer =
                            answers.getOrDefault(
                                    exchange.getRequestURI().getPath(), new Answer(404, "{}"));
                    byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        gateway.start();
    }

    @AfterEach
    void hangUp() {
        gateway.stop(0);
    }

    @Test
    void anExplanationIsReadTopToBottom() {
        answers.put("/v1/route/explain", new Answer(200, EXPLAINED));
        Exit exit = run(new ExplainCommand(here()), "gpt-4", "--stream", "--tag", "a", "--tag=b");
        assertThat(exit).isEqualTo(Exit.DONE);
        assertThat(lines())
                .containsExactly(
                        "caller       key k-7f, named ci, team eu",
                        "asked for    gpt-4",
                        "alias        gpt-4 -> gpt-4-eu (team)",
                        "group        gpt-4-eu",
                        "policy       least-busy (of team)",
                        "retries      2",
                        "patience     30 s for the first event, 600.5 s in all",
                        "tags         eu, paid",
                        "deployments",
                        "  serves  id  provider  model  weight  address      why",
                        "  yes     1   azure     chat   2       https://eu/  fit",
                        "  no      -   azure     chat   -       -            rests for [31m 9 s",
                        "limits",
                        "  of        limit      at most  left  begins anew",
                        "  key k-7f  rpm_limit  10       -     2026-11-26T10:01:00Z",
                        "fallbacks",
                        "  world",
                        "  far: not asked, it lies in no permitted region",
                        "revision     17",
                        "verdict      a call would be served");
        assertThat(asked.getFirst())
                .startsWith("POST /v1/route/explain Bearer " + KEY + " {")
                .contains("\"model\":\"gpt-4\"", "\"stream\":true", "\"tags\":[\"a\",\"b\"]")
                .contains("\"messages\":[{\"role\":\"user\"");
    }

    @Test
    void aCallThatWouldBeRefusedIsAFinding() {
        answers.put(
                "/v1/route/explain",
                new Answer(
                        200,
                        """
                        {"caller":{"kind":"master"},"asked":"x","verdict":{"served":false,
                         "status":403,"type":"key_model_access_denied","message":"not yours"}}"""));
        assertThat(run(new ExplainCommand(here()), "x")).isEqualTo(Exit.FINDING);
        assertThat(lines())
                .contains(
                        "caller       the master key",
                        "verdict      a call would be refused with 403 key_model_access_denied:"
                                + " not yours");
    }

    @Test
    void theRawAnswerIsPrintedAsItCame() {
        answers.put("/v1/route/explain", new Answer(200, EXPLAINED));
        assertThat(run(new ExplainCommand(here()), "gpt-4", "--json")).isEqualTo(Exit.DONE);
        assertThat(text()).isEqualTo(EXPLAINED + System.lineSeparator());
    }

    @Test
    void aRefusalIsOneLineInTheGatewaysWords() {
        answers.put(
                "/v1/route/explain",
                new Answer(401, "{\"error\":{\"message\":\"no such\\nkey\",\"type\":\"x\"}}"));
        assertThatThrownBy(() -> run(new ExplainCommand(here()), "gpt-4"))
                .isInstanceOf(RemoteFailed.class)
                .hasMessageEndingWith("answers 401: no such key")
                .matches(failure -> ((RemoteFailed) failure).answered());
        answers.put("/v1/route/explain", new Answer(502, "<html>" + "x".repeat(9000)));
        assertThatThrownBy(() -> run(new ExplainCommand(here()), "gpt-4"))
                .hasMessageContaining("answers 502: <html>xxx")
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void aGatewayThatIsNotThereIsNamedAndTheKeyIsNot() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;
        assertThatThrownBy(() -> run(new ExplainCommand(here()), "gpt-4", "--url", url))
                .isInstanceOf(RemoteFailed.class)
                .hasMessageContaining(url + " cannot be reached: nothing listens there")
                .hasMessageNotContaining(KEY)
                .matches(failure -> !((RemoteFailed) failure).answered());
    }

    @Test
    void withoutAKeyNobodyIsAsked() {
        assertThatThrownBy(() -> run(new ExplainCommand(with(Map.of())), "gpt-4"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("SIGNALBOX_API_KEY is not set")
                .hasMessageContaining("export SIGNALBOX_API_KEY=")
                .matches(failure -> ((CommandFailed) failure).exit() == Exit.CONFIGURATION);
        assertThat(asked).isEmpty();
        assertThatThrownBy(
                        () ->
                                run(
                                        new ExplainCommand(
                                                with(Map.of("SIGNALBOX_API_KEY", "sk-\u2028bad"))),
                                        "gpt-4"))
                .hasMessageNotContaining("bad");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String url : List.of("gateway:4000", "ftp://x/", "http://u:p@x/", "http://a b")) {
            assertThatThrownBy(() -> run(new ExplainCommand(here()), "m", "--url", url))
                    .hasMessageContaining("--url is an address such as http://127.0.0.1:4000");
        }
    }

    @Test
    void aWholeHistoryIsVerified() {
        answers.put("/audit/verify", verified("{\"serial\":9,\"hash\":\"ab12cd34\"}"));
        assertThat(run(new AuditVerifyCommand(here()))).isEqualTo(Exit.DONE);
        assertThat(lines()).containsExactly("verified: 9 rows, head 9:ab12cd34");
        assertThat(asked.getFirst()).startsWith("GET /audit/verify Bearer " + KEY);
        assertThat(run(new AuditVerifyCommand(here()), "--head", "9:ab12cd34"))
                .isEqualTo(Exit.DONE);
        assertThat(asked.getLast()).startsWith("GET /audit/verify?hash=ab12cd34&serial=9 ");
        assertThat(run(new AuditVerifyCommand(here()), "--head", "4:ffffffff"))
                .isEqualTo(Exit.DONE);
    }

    @Test
    void aRowThatWasTouchedIsNamed() {
        answers.put(
                "/audit/verify",
                new Answer(
                        200,
                        "{\"verified\":false,\"rows\":9,\"head\":null,"
                                + "\"first_bad\":{\"serial\":4,\"why\":\"it was edited\"}}"));
        assertThat(run(new AuditVerifyCommand(here()))).isEqualTo(Exit.FINDING);
        assertThat(lines()).containsExactly("NOT verified: row 4: it was edited");
    }

    @Test
    void aPageOfSomebodyElseIsNoFinding() {
        answers.put("/audit/verify", new Answer(200, "<html>Log in</html>"));
        assertThatThrownBy(() -> run(new AuditVerifyCommand(here())))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("is no gateway");
    }

    @Test
    void anEndThatWasCutOffShowsAgainstTheHeadNotedEarlier() {
        answers.put("/audit/verify", verified("{\"serial\":9,\"hash\":\"ab12cd34\"}"));
        assertThat(run(new AuditVerifyCommand(here()), "--head", "12:ab12cd34"))
                .isEqualTo(Exit.FINDING);
        assertThat(run(new AuditVerifyCommand(here()), "--head", "9:00000000"))
                .isEqualTo(Exit.FINDING);
        assertThat(lines())
                .containsExactly(
                        "NOT verified: the chain ends at row 9, before the head that was noted, 12",
                        "NOT verified: row 9 is not the one that was noted: its hash is another");
        assertThatThrownBy(() -> run(new AuditVerifyCommand(here()), "--head", "nine"))
                .hasMessageContaining("SERIAL:HASH, not 'nine'");
    }

    @Test
    void theLogIsShownAsRows() {
        answers.put(
                "/audit/log",
                new Answer(
                        200,
                        """
                        {"rows":[{"revision":17,"at":"2026-11-26T10:00:00Z",
                          "actor":{"kind":"key","key":"k-7f"},"action":"update","kind":"team",
                          "id":"eu"}]}"""));
        assertThat(run(new AuditLogCommand(here()), "--team", "eu team", "--limit", "5"))
                .isEqualTo(Exit.DONE);
        assertThat(lines())
                .containsExactly(
                        "revision  when                  who   what",
                        "17        2026-11-26T10:00:00Z  k-7f  update team eu");
        assertThat(asked.getFirst()).startsWith("GET /audit/log?limit=5&team_id=eu+team ");
        assertThatThrownBy(() -> run(new AuditLogCommand(here()), "--limit", "all"))
                .hasMessageContaining("--limit is a number of rows");
    }

    @Test
    void aTeamsAliasesAreShownAndRolledBack() {
        answers.put(
                "/team/aliases/history",
                new Answer(
                        200,
                        "{\"history\":[{\"revision\":3,\"at\":\"t\",\"by\":\"master\","
                                + "\"model_aliases\":{\"a\":\"b\"}}]}"));
        answers.put(
                "/team/aliases/rollback",
                new Answer(200, "{\"team_id\":\"eu\",\"data\":{\"model_aliases\":{\"a\":\"b\"}}}"));
        assertThat(run(new TeamHistoryCommand(here()), "eu")).isEqualTo(Exit.DONE);
        assertThat(run(new TeamRollbackCommand(here()), "eu", "--to", "3")).isEqualTo(Exit.DONE);
        assertThat(lines())
                .containsExactly(
                        "revision  when  who     what",
                        "3         t     master  {\"a\":\"b\"}",
                        "team eu has the aliases of revision 3 again",
                        "  a -> b");
        assertThat(asked.getLast()).endsWith("{\"team_id\":\"eu\",\"revision\":3}");
        assertThatThrownBy(() -> run(new TeamRollbackCommand(here()), "eu", "--to", "last"))
                .hasMessageContaining("--to is a revision, not 'last'");
    }

    private static Answer verified(String head) {
        return new Answer(
                200, "{\"verified\":true,\"rows\":9,\"head\":" + head + ",\"first_bad\":null}");
    }

    private Surroundings here() {
        return with(Map.of("SIGNALBOX_API_KEY", KEY));
    }

    private Surroundings with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("SIGNALBOX_URL", "http://127.0.0.1:" + gateway.getAddress().getPort());
        return new Surroundings(
                Console.ofProcess(),
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new Environment(all),
                "0",
                null,
                new Closing(Thread.currentThread()));
    }

    private static Exit run(Command command, String... words) {
        return command.run(new CommandLine(command.spec()).parseArgs(words));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text().lines().toList();
    }
}
