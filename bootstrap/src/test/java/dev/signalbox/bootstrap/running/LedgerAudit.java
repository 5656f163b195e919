package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.wire.Ending;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the ledger against what an upstream saw, question by question and to the nanodollar. What a
 * question should have cost is told from what the upstream says of the same question when it is
 * asked once more, by nobody but us.
 */
final class LedgerAudit {

    /** A token of a question, and one of an answer, in nanodollars. */
    static final long QUESTION_TOKEN = 1_000;

    static final long ANSWER_TOKEN = 2_000;

    /** The same, as a configuration says it. */
    static final String[] PRICED = {
        "input_cost_per_token: 0.000001", "output_cost_per_token: 0.000002"
    };

    private static final Pattern ASKED = Pattern.compile("\"prompt_tokens\":(\\d+)");
    private static final Pattern SAID = Pattern.compile("\"completion_tokens\":(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Long> costs = new HashMap<>();
    private final URI upstream;
    private final Map<String, List<Row>> ledger;
    private final Map<String, List<Exchange>> oracle = new HashMap<>();
    private final List<String> mismatches = new ArrayList<>();

    private record Row(
            String call,
            int attempt,
            String deployment,
            String status,
            boolean estimated,
            long cost,
            long reserved) {}

    /**
     * What was found.
     *
     * @param seen questions that came to the upstream
     * @param rows of the ledger, and how many there are of each status
     */
    record Found(int seen, int rows, Map<String, Integer> statuses, List<String> mismatches) {

        int unknown() {
            return statuses.getOrDefault("unknown", 0);
        }
    }

    private LedgerAudit(URI upstream, List<Exchange> seen, Map<String, List<Row>> ledger) {
        this.upstream = upstream;
        this.ledger = ledger;
        for (Exchange exchange : seen) {
            String call = String.valueOf(exchange.head().header("x-ms-client-request-id"));
            oracle.computeIfAbsent(call, same -> new ArrayList<>()).add(exchange);
        }
    }

    /**
     * Compares everything.
     *
     * @param upstream where a question can be asked once more
     * @param whole the ids of the calls whose callers had a whole answer
     */
    static Found of(URI upstream, List<Exchange> seen, Set<String> whole, DatabaseUrl url)
            throws Exception {
        try (Connection connection = FirstContact.connect(url, 60)) {
            LedgerAudit audit = new LedgerAudit(upstream, seen, rows(connection));
            audit.everyQuestionIsThere();
            audit.everyRowIsAQuestion();
            audit.everyAnswerIsPaid(whole);
            audit.everySumIsThatOfTheRows(connection);
            Map<String, Integer> statuses = new HashMap<>();
            int rows = 0;
            for (List<Row> all : audit.ledger.values()) {
                rows += all.size();
                all.forEach(row -> statuses.merge(row.status(), 1, Integer::sum));
            }
            return new Found(seen.size(), rows, statuses, audit.mismatches);
        }
    }

    private void everyQuestionIsThere() {
        oracle.forEach(
                (call, exchanges) -> {
                    for (Exchange exchange : exchanges) {
                        String deployment = String.valueOf(exchange.deployment());
                        check(
                                count(call, deployment) <= rows(call, deployment).size(),
                                "a question of call " + call + " is no row");
                    }
                });
    }

    private void everyRowIsAQuestion() throws Exception {
        for (Map.Entry<String, List<Row>> entry : ledger.entrySet()) {
            List<Row> rows = entry.getValue();
            check(
                    rows.stream().map(Row::attempt).distinct().count() == rows.size(),
                    "an attempt of call " + entry.getKey() + " is there twice");
            for (Row row : rows) {
                judge(row);
            }
        }
    }

    private void judge(Row row) throws Exception {
        switch (row.status()) {
            case "success" -> {
                long wholes =
                        rows(row.call(), row.deployment()).stream()
                                .filter(same -> same.status().equals("success"))
                                .count();
                List<Exchange> sent =
                        asked(row.call(), row.deployment()).stream()
                                .filter(LedgerAudit::wasAnswered)
                                .toList();
                check(sent.size() >= wholes, "nobody sent the answer of " + row);
                if (!sent.isEmpty()) {
                    check(
                            row.cost() == cost(sent.getFirst()) && !row.estimated(),
                            "it costs " + cost(sent.getFirst()) + ": " + row);
                }
                check(row.cost() <= row.reserved(), "beyond its ceiling: " + row);
            }
            case "unknown" ->
                    check(
                            row.cost() == row.reserved() && row.reserved() > 0,
                            "not what was set aside: " + row);
            // Of a failure nobody says what it cost; of half an answer it is counted here.
            case "failure" -> check(row.cost() == 0, "an answer that was none costs: " + row);
            case "truncated", "aborted" ->
                    check(
                            row.cost() > 0
                                    && row.cost() <= row.reserved()
                                    && !asked(row.call(), row.deployment()).isEmpty(),
                            "half an answer: " + row);
            default -> check(false, "what is this: " + row);
        }
    }

    private void everyAnswerIsPaid(Set<String> whole) {
        for (String call : whole) {
            List<Row> rows = ledger.getOrDefault(call, List.of());
            // A kill may meet a call between the last byte of its answer and its receipt.
            long paid =
                    rows.stream()
                            .map(Row::status)
                            .filter(it -> it.equals("success") || it.equals("unknown"))
                            .count();
            check(paid == 1, "the answer to " + call + " is paid " + paid + " times: " + rows);
        }
    }

    private void everySumIsThatOfTheRows(Connection connection) throws SQLException {
        long all = number(connection, "SELECT coalesce(sum(cost), 0) FROM ledger");
        long budgeted =
                number(
                        connection,
                        "SELECT coalesce(sum(cost), 0) FROM ledger WHERE cardinality(meters) > 0");
        Map<String, Long> sums =
                Map.of(
                        "SELECT sum(cost) FROM daily_spend WHERE facet = 'call'",
                        all,
                        "SELECT sum(requests) FROM daily_spend WHERE facet = 'call'",
                        number(connection, "SELECT count(*) FROM ledger"),
                        "SELECT sum(cost) FROM spend_totals WHERE kind = 'key'",
                        all,
                        "SELECT coalesce(sum(spent), 0) FROM meters WHERE measure = 'usd'",
                        budgeted,
                        // Nobody lives: what was granted is spent or given back.
                        "SELECT coalesce(sum(greatest(amount - settled, 0)), 0) FROM grants",
                        0L);
        for (Map.Entry<String, Long> sum : sums.entrySet()) {
            long found = number(connection, sum.getKey());
            check(found == sum.getValue(), sum.getKey() + " is " + found + ", not " + sum);
        }
    }

    private void check(boolean good, String mismatch) {
        if (!good) {
            mismatches.add(mismatch);
        }
    }

    private static boolean wasAnswered(Exchange exchange) {
        Ending ending = exchange.ending();
        // Whoever has read the end may be gone before it is noticed here that all was sent.
        return exchange.status() == 200 && exchange.scenario() == null && ending != null;
    }

    private int count(String call, String deployment) {
        return asked(call, deployment).size();
    }

    private List<Exchange> asked(String call, String deployment) {
        return oracle.getOrDefault(call, List.of()).stream()
                .filter(exchange -> deployment.equals(exchange.deployment()))
                .toList();
    }

    private List<Row> rows(String call, String deployment) {
        return ledger.getOrDefault(call, List.of()).stream()
                .filter(row -> row.deployment().equals(deployment))
                .toList();
    }

    private long cost(Exchange exchange) throws IOException, InterruptedException {
        Long known = costs.get(exchange.text());
        if (known != null) {
            return known;
        }
        HttpRequest again =
                HttpRequest.newBuilder(upstream.resolve(exchange.head().target()))
                        .header("api-key", String.valueOf(exchange.head().header("api-key")))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.body()))
                        .build();
        HttpResponse<String> answer = client.send(again, HttpResponse.BodyHandlers.ofString());
        long cost =
                QUESTION_TOKEN * number(ASKED, answer.body())
                        + ANSWER_TOKEN * number(SAID, answer.body());
        costs.put(exchange.text(), cost);
        return cost;
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static long number(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(question)) {
            found.next();
            return found.getLong(1);
        }
    }

    private static Map<String, List<Row>> rows(Connection connection) throws SQLException {
        Map<String, List<Row>> rows = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT call, attempt, deployment, status, estimated, cost,"
                                        + " reserved FROM ledger")) {
            while (found.next()) {
                Row row =
                        new Row(
                                found.getString("call"),
                                found.getInt("attempt"),
                                found.getString("deployment"),
                                found.getString("status"),
                                found.getBoolean("estimated"),
                                found.getLong("cost"),
                                found.getLong("reserved"));
                rows.computeIfAbsent(row.call(), call -> new ArrayList<>()).add(row);
            }
        }
        return rows;
    }
}
