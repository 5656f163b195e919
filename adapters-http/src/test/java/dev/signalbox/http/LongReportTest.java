package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.testkit.Questions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reports that are longer than one answer. */
class LongReportTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Administrators ADMIN = new Administrators(HOUSE);
    private static final LocalDate DAY = LocalDate.of(2026, 5, 4);
    private static final String REPORT =
            "/global/spend/report?start_date=2026-05-04&end_date=2026-05-05&group_by=";
    private static final String NEXT = "x-signalbox-next";
    private static final int CUSTOMERS = 10_003;

    @BeforeAll
    static void spend() {
        for (int i = 0; i < CUSTOMERS; i++) {
            spent(DAY, i, new Intent.Payer("one", null, "own", null, customer(i), List.of()));
        }
        spent(DAY, CUSTOMERS, payer("two", "own"));
        spent(DAY, CUSTOMERS + 1, payer("one", null));
        spent(DAY, CUSTOMERS + 2, payer("one", "other"));
        spent(DAY.plusDays(1), 0, payer("two", "own"));
    }

    private static Intent.Payer payer(String key, String team) {
        return new Intent.Payer(key, null, team, null, null, List.of());
    }

    private static String customer(int number) {
        return "customer-%05d".formatted(number);
    }

    private static void spent(LocalDate day, long number, Intent.Payer payer) {
        Receipt receipt = Questions.whole(Questions.of(payer, Questions.id(day, number)));
        assertThat(HOUSE.ledger.begin(receipt.intent())).isTrue();
        HOUSE.ledger.end(receipt);
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static HttpResponse<String> report(String question) {
        return ADMIN.as(RunningHouse.MASTER, REPORT + question, null);
    }

    private static List<JsonNode> pages(String question) {
        List<JsonNode> pages = new ArrayList<>();
        HttpResponse<String> answer = report(question);
        pages.add(ADMIN.ok(answer));
        while (answer.headers().firstValue(NEXT).isPresent()) {
            assertThat(answer.headers().firstValue("x-signalbox-truncated")).contains("true");
            String next = answer.headers().firstValue(NEXT).orElseThrow();
            answer = report(question + "&after=" + next);
            pages.add(ADMIN.ok(answer));
        }
        assertThat(answer.headers().firstValue("x-signalbox-truncated")).isEmpty();
        return pages;
    }

    @Test
    void eachPageGoesOnBehindTheOneBefore() {
        List<JsonNode> pages = pages("customer");
        assertThat(pages).hasSize(3);
        List<String> read = new ArrayList<>();
        pages.forEach(page -> read.addAll(page.findValuesAsText("customer")));
        assertThat(read)
                .isEqualTo(
                        IntStream.range(0, CUSTOMERS).mapToObj(LongReportTest::customer).toList());
    }

    @Test
    void whatOneTeamSpentOnADayIsNotTornApart() {
        List<JsonNode> pages = pages("team&limit=2");
        assertThat(pages)
                .extracting(page -> page.findValuesAsText("team_id"))
                .containsExactly(List.of("", "other"), List.of("own"), List.of("own"));
        assertThat(pages.get(1).at("/0/group_by_day").asText()).isEqualTo("2026-05-04");
        assertThat(pages.get(1).at("/0/teams/0/metadata")).hasSize(2);
    }

    @Test
    void whatDoesNotFitOnAnyPageIsTornApartAndAddsUp() {
        List<JsonNode> pages = pages("team&limit=1");
        assertThat(pages)
                .extracting(page -> page.at("/0/teams/0/team_id").asText())
                .containsExactly("", "other", "own", "own", "own");
    }

    @ParameterizedTest
    @CsvSource({"model, 2", "api_key, 2"})
    void otherReportsHavePagesToo(String by, int expected) {
        assertThat(pages(by + "&limit=1")).hasSize(expected).allMatch(page -> page.size() == 1);
    }

    @Test
    void aTableIsToldToItsEndHoweverLongItIs() {
        HttpResponse<String> table = report("customer&format=csv");
        assertThat(table.headers().firstValue("x-signalbox-truncated")).isEmpty();
        assertThat(table.headers().firstValue(NEXT)).isEmpty();
        List<String> lines = table.body().lines().toList();
        assertThat(lines).hasSize(1 + CUSTOMERS).doesNotHaveDuplicates();
        assertThat(lines.getFirst()).startsWith("date,customer,model,");
        assertThat(lines.getLast()).startsWith("2026-05-04," + customer(CUSTOMERS - 1) + ",gpt-4o");
    }

    @Test
    void aTableIsShortWhereAPageOfItIsAskedFor() {
        HttpResponse<String> first = report("customer&format=csv&limit=2");
        assertThat(first.body().lines()).hasSize(3);
        String next = first.headers().firstValue(NEXT).orElseThrow();
        assertThat(report("customer&format=csv&limit=2&after=" + next).body())
                .contains("," + customer(2) + ",", "," + customer(3) + ",");
    }

    @Test
    void aTableThatCannotBeToldToItsEndBreaksOff() {
        HOUSE.reports.awayAfter(2);
        try {
            assertThatThrownBy(() -> report("customer&format=csv"))
                    .hasRootCauseInstanceOf(java.io.IOException.class);
        } finally {
            HOUSE.reports.awayAfter(Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "eA", "eA.eA.eA", "MjAyNi0wNS0wNA.AA.eA", "MjAyNi0wNS0wNA._w.eA"})
    void nothingGoesOnBehindWhatNoAnswerSaid(String after) {
        JsonNode error = ADMIN.error(422, report("customer&after=" + after));
        assertThat(error.get("param").asText()).isEqualTo("after");
        assertThat(error.get("message").asText()).contains(NEXT);
    }
}
