package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.policy.RestRule;
import dev.signalbox.domain.pulse.Cooldown.Situation;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Map;

class CooldownTest {

    private static final Duration FIVE = Duration.ofSeconds(5);

    private static Fault fault(Kind kind) {
        return Fault.of(kind, "m");
    }

    private static Fault asking(Kind kind, Duration wait) {
        return new Fault(kind, "m", Fault.Wording.NONE, wait);
    }

    private static Tally tally(int good, Kind kind, int bad) {
        return new Tally(good, Map.of(kind, bad));
    }

    private static RestRule rule(@Nullable Integer allowed, Map<Kind, Integer> byKind) {
        return new RestRule(allowed, byKind, FIVE, false);
    }

    private static @Nullable Duration plain(Kind kind, Tally tally, int siblings, int healthy) {
        return Cooldown.after(
                fault(kind), new Situation(RestRule.DEFAULT, Terms.NONE, tally, siblings, healthy));
    }

    private static @Nullable Duration under(RestRule rule, Terms terms, Kind kind, int bad) {
        return Cooldown.after(fault(kind), new Situation(rule, terms, tally(0, kind, bad), 1, 1));
    }

    /** What each kind leads to: the first time, and as the fifth failure of five. */
    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, true, true",
        "UNREACHABLE, false, true",
        "UNAVAILABLE, false, true",
        "BROKEN, false, true",
        "TIMEOUT, false, true",
        "BAD_CREDENTIAL, true, true",
        "FORBIDDEN, false, true",
        "MODEL_GONE, true, true",
        "CONTEXT_TOO_LONG, false, false",
        "CONTENT_POLICY, false, false",
        "CALLER_ERROR, false, false",
        "UNREADABLE, false, true"
    })
    void eachKindRestsAtOnceOrByItsShareOrNever(Kind kind, boolean atOnce, boolean byShare) {
        assertThat(plain(kind, tally(100, kind, 1), 1, 1)).isEqualTo(atOnce ? FIVE : null);
        assertThat(plain(kind, tally(0, kind, 5), 1, 1)).isEqualTo(byShare ? FIVE : null);
    }

    @ParameterizedTest
    @CsvSource({"0, 4, false", "0, 5, true", "3, 3, false", "3, 4, true", "50, 50, false"})
    void moreThanHalfOfFiveCallsOrMoreMustFail(int good, int bad, boolean rests) {
        assertThat(plain(Kind.BROKEN, tally(good, Kind.BROKEN, bad), 2, 2))
                .isEqualTo(rests ? FIVE : null);
    }

    @Test
    void fiveFailuresInARowAreEnoughHoweverWellTheMinuteWent() {
        Pulse pulse = new Pulse();
        for (int i = 0; i < 100; i++) {
            pulse.succeeded(0);
        }
        for (int i = 1; i < 5; i++) {
            assertThat(plain(Kind.BROKEN, pulse.failed(Kind.BROKEN, 0), 2, 2)).isNull();
        }
        Tally fifth = pulse.failed(Kind.BROKEN, 0);

        assertThat(plain(Kind.BROKEN, fifth, 2, 2)).isEqualTo(FIVE);
        assertThat(plain(Kind.BROKEN, fifth, 2, 0)).as("the last one").isNull();
        pulse.succeeded(0);
        assertThat(plain(Kind.BROKEN, pulse.failed(Kind.BROKEN, 0), 2, 2)).isNull();
    }

    @Test
    void whatCallersDidWrongDoesNotAddToTheShare() {
        Tally tally = new Tally(1, Map.of(Kind.CALLER_ERROR, 20, Kind.BROKEN, 3));
        assertThat(plain(Kind.BROKEN, tally, 1, 1)).isNull();
    }

    @Test
    void theLastOneThatIsLeftGoesOnHoweverOftenItFails() {
        Tally tally = tally(0, Kind.BROKEN, 2_000);
        assertThat(plain(Kind.BROKEN, tally, 4, 0)).isNull();
        assertThat(plain(Kind.BROKEN, tally, 0, 0)).isNull();
    }

    @Test
    void theOnlyOneOfItsGroupRestsForABadCredentialButNotForARateLimit() {
        assertThat(plain(Kind.BAD_CREDENTIAL, tally(9, Kind.BAD_CREDENTIAL, 1), 0, 0))
                .isEqualTo(FIVE);
        assertThat(plain(Kind.MODEL_GONE, tally(9, Kind.MODEL_GONE, 1), 0, 0)).isEqualTo(FIVE);
        assertThat(plain(Kind.RATE_LIMITED, tally(9, Kind.RATE_LIMITED, 1), 0, 0)).isNull();
    }

    @Test
    void aNumberOfAllowedFailuresTakesTheShareOut() {
        assertThat(under(rule(3, Map.of()), Terms.NONE, Kind.BROKEN, 3)).isNull();
        assertThat(under(rule(3, Map.of()), Terms.NONE, Kind.BROKEN, 4)).isEqualTo(FIVE);
        assertThat(under(rule(0, Map.of()), Terms.NONE, Kind.BROKEN, 1)).isEqualTo(FIVE);
        assertThat(under(rule(3, Map.of()), Terms.NONE, Kind.BAD_CREDENTIAL, 1)).isNull();
    }

    @Test
    void aDeploymentsOwnNumberHoldsBeforeTheRules() {
        Terms own = Terms.NONE.draft().allowedFails(1).done();
        assertThat(under(rule(9, Map.of()), own, Kind.BROKEN, 1)).isNull();
        assertThat(under(rule(9, Map.of()), own, Kind.BROKEN, 2)).isEqualTo(FIVE);
    }

    @Test
    void whatIsSaidOfAKindHoldsBeforeANumberForAll() {
        RestRule rule = rule(100, Map.of(Kind.TIMEOUT, 2));
        assertThat(under(rule, Terms.NONE, Kind.TIMEOUT, 2)).isNull();
        assertThat(under(rule, Terms.NONE, Kind.TIMEOUT, 3)).isEqualTo(FIVE);
        assertThat(under(rule, Terms.NONE, Kind.BROKEN, 3)).isNull();
    }

    @Test
    void aKindThatTheRuleNamesCountsThoughItIsTheCallers() {
        RestRule rule = rule(null, Map.of(Kind.CONTENT_POLICY, 1));
        assertThat(under(rule, Terms.NONE, Kind.CONTENT_POLICY, 1)).isNull();
        assertThat(under(rule, Terms.NONE, Kind.CONTENT_POLICY, 2)).isEqualTo(FIVE);
    }

    @Test
    void itsOwnRestHoldsBeforeWhatTheUpstreamAsksAndThatBeforeTheRule() {
        Fault asking = asking(Kind.RATE_LIMITED, Duration.ofSeconds(20));
        Tally tally = tally(9, Kind.RATE_LIMITED, 1);
        Terms own = Terms.NONE.draft().rest(Duration.ofSeconds(60)).done();
        assertThat(Cooldown.after(asking, new Situation(RestRule.DEFAULT, own, tally, 1, 1)))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(Cooldown.after(asking, new Situation(RestRule.DEFAULT, Terms.NONE, tally, 1, 1)))
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void nobodyIsLeftAloneForDays() {
        Situation situation =
                new Situation(RestRule.DEFAULT, Terms.NONE, tally(9, Kind.RATE_LIMITED, 1), 1, 1);
        assertThat(Cooldown.after(asking(Kind.RATE_LIMITED, Duration.ofDays(2)), situation))
                .isEqualTo(Cooldown.LONGEST);
        assertThat(Cooldown.after(asking(Kind.RATE_LIMITED, Duration.ofSeconds(-4)), situation))
                .isEqualTo(FIVE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nobodyRestsWhereRestingIsSwitchedOff(Kind kind) {
        Terms never = Terms.NONE.draft().rest(Duration.ZERO).done();
        assertThat(under(new RestRule(0, Map.of(), FIVE, true), Terms.NONE, kind, 9)).isNull();
        assertThat(under(rule(0, Map.of()), never, kind, 9)).isNull();
        assertThat(under(new RestRule(0, Map.of(), Duration.ZERO, false), Terms.NONE, kind, 9))
                .isNull();
    }

    @Test
    void whoeverFailsAsItReturnsRestsAgainIfAnotherServes() {
        Tally first = tally(0, Kind.BROKEN, 1);
        Situation among = new Situation(RestRule.DEFAULT, Terms.NONE, first, 1, 1);
        Situation alone = new Situation(RestRule.DEFAULT, Terms.NONE, first, 1, 0);
        assertThat(Cooldown.again(fault(Kind.BROKEN), among)).isEqualTo(FIVE);
        assertThat(Cooldown.again(fault(Kind.BROKEN), alone)).isNull();
        assertThat(Cooldown.again(fault(Kind.CALLER_ERROR), among)).isNull();
    }
}
