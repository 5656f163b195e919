package dev.signalbox.http.observe;

import static dev.signalbox.http.observe.Happenings.LIMITED;
import static dev.signalbox.http.observe.Happenings.attempt;
import static dev.signalbox.http.observe.Happenings.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.routing.Signals.Attempted;
import dev.signalbox.application.driven.routing.Signals.Next;
import dev.signalbox.application.driven.routing.Signals.Place;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.observe.AttemptLog.Detail;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class AttemptLogTest {

    private static final Place A = place("gpt-4", "a", "chatgpt-v-2");

    private final List<String> lines = new ArrayList<>();
    private final AttemptLog failures = new AttemptLog(Detail.FAILURES, lines::add);
    private final AttemptLog all = new AttemptLog(Detail.ALL, lines::add);

    @Test
    void whatHappensIsOneLineEach() {
        Happenings.all(failures);

        assertThat(lines)
                .containsExactly(
                        "attempt call=call-1 asked=gpt-4 group=gpt-4 deployment=a number=1"
                                + " why=\"chosen by weight, in 50 % of the calls\""
                                + " outcome=rate_limited took_ms=12 next=retried",
                        "rest group=gpt-4 deployment=a because=rate_limited rest_ms=5000",
                        "return group=gpt-4 deployment=a",
                        "fallback from=gpt-4 to=gpt-3.5 served=true",
                        "retry_refused group=gpt-4");
    }

    @Test
    void aFirstAttemptThatWasAnsweredIsWrittenOnlyWhereAllAreWanted() {
        failures.attempted(attempt("gpt-4", A, null, Next.ANSWERED));
        assertThat(lines).isEmpty();
        all.attempted(attempt("gpt-4", A, null, Next.ANSWERED));
        assertThat(lines).singleElement().asString().contains("outcome=answered");
    }

    @Test
    void aLaterAttemptThatWasAnsweredIsWritten() {
        failures.attempted(
                new Attempted(
                        "call-1",
                        new ModelName("gpt-4"),
                        A,
                        2,
                        () -> "the only one",
                        Duration.ofMillis(3),
                        null,
                        Next.ANSWERED));
        assertThat(lines).singleElement().asString().contains("number=2").contains("next=answered");
    }

    @Test
    void aCallerCannotWriteALineOfItsOwn() {
        failures.attempted(
                new Attempted(
                        "x\nrest group=all",
                        new ModelName("four\" group=other \\ \u2028\u00fc"),
                        A,
                        1,
                        () -> "",
                        Duration.ZERO,
                        LIMITED,
                        Next.GIVEN_UP));
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith(
                        "attempt call=\"x\\u000arest group=all\""
                                + " asked=\"four\\\" group=other \\\\ \\u2028\\u00fc\""
                                + " group=gpt-4 ")
                .contains(" why=\"\" ")
                .matches("[ -~]*");
    }

    @Test
    void aLongNameIsShortened() {
        failures.attempted(attempt("m".repeat(256), A, LIMITED, Next.GIVEN_UP));
        assertThat(lines.getFirst()).hasSizeLessThan(500).contains("mmm...");
    }

    @Test
    void whatTheUpstreamSaidIsNotWritten() {
        failures.attempted(attempt("gpt-4", A, LIMITED, Next.GIVEN_UP));
        assertThat(lines.getFirst()).doesNotContain(LIMITED.message());
    }

    @Test
    void severalListenersAreToldTheSame() {
        Happenings.all(new SeveralSignals(List.of(failures, failures)));
        assertThat(lines).hasSize(10);
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
        assertThat(lines.get(8)).isEqualTo(lines.get(9));
    }
}
