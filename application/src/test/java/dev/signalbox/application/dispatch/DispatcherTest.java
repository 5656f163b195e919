package dev.signalbox.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RestRule;
import dev.signalbox.domain.policy.RetryRule;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.TagRule;
import dev.signalbox.domain.policy.Waits;
import dev.signalbox.domain.quota.Holder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class DispatcherTest {

    private static final RoutingPolicy USUAL = RoutingPolicy.DEFAULT;
    private static final RestRule NEVER = new RestRule(null, Map.of(), Duration.ofSeconds(5), true);

    private static RoutingPolicy fallingBack(String from, String... to) {
        return USUAL.withFallbacks(
                new Fallbacks(
                        Map.of(new ModelName(from), names(to)),
                        null,
                        null,
                        List.of(),
                        5,
                        true,
                        false));
    }

    private static List<ModelName> names(String... names) {
        return List.of(names).stream().map(ModelName::new).toList();
    }

    private static Wishes retries(int times) {
        return new Wishes(null, false, times, null, null, Set.of(), null, null);
    }

    private static Wishes tags(String... tags) {
        return new Wishes(null, false, null, null, null, Set.of(tags), null, null);
    }

    private static Wishes staying() {
        return new Wishes(null, true, null, null, null, Set.of(), null, null);
    }

    private static Wishes within(Duration timeout, @Nullable Integer retries) {
        return new Wishes(null, false, retries, timeout, null, Set.of(), null, null);
    }

    private static Wishes inSession(String session) {
        return new Wishes(null, false, null, null, null, Set.of(), session, null);
    }

    private static Wishes elsewhere(List<Wishes.Fallback> list) {
        return new Wishes(
                new Wishes.Elsewhere(list, Map.of()),
                false,
                null,
                null,
                null,
                Set.of(),
                null,
                null);
    }

    private static Refusal refusal(Dispatched dispatched) {
        return ((Dispatched.Unserved) dispatched).refusal();
    }

    private static Served served(Dispatched dispatched) {
        return ((Dispatched.Answered) dispatched).served();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONTEXT_TOO_LONG", "CONTENT_POLICY", "CALLER_ERROR"})
    void whatOneDeploymentFailsAnotherServes(Kind kind) {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.fails("a", kind);

        Dispatched dispatched = town.call("g");

        assertThat(served(dispatched).deployment().id().text()).isEqualTo("b");
        assertThat(served(dispatched).tries().retries()).isEqualTo(1);
        assertThat(town.kit().pauses()).as("another one is asked at once").isEmpty();
        assertThat(town.asked("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"CONTEXT_TOO_LONG", "CONTENT_POLICY", "CALLER_ERROR"})
    void aMistakeOfTheCallersIsMadeOnce(Kind kind) {
        Town town = new Town(USUAL).with("g", "a").with("g", "b");
        town.fails("a", kind);
        town.fails("b", kind);

        Refusal.UpstreamFailed failed = (Refusal.UpstreamFailed) refusal(town.call("g"));

        assertThat(failed.fault().kind()).isEqualTo(kind);
        assertThat(failed.trail().retries()).isZero();
        assertThat(town.asked("a") + town.asked("b")).isEqualTo(1);
    }

    @Test
    void whoeverMayCostNoMoreIsPassedOverAndThatIsNoRetry() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.kit().spend().exhaust("a");

        Dispatched dispatched = town.call("g");

        assertThat(served(dispatched).deployment().id().text()).isEqualTo("b");
        assertThat(served(dispatched).tries().retries()).isZero();
        assertThat(town.asked("a")).isZero();
    }

    @Test
    void whereNobodyMayCostMoreTheCallerIsToldWhoseBudgetIsSpent() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.kit().spend().exhaust("a");
        town.kit().spend().exhaust("b");

        Refusal.BudgetSpent spent = (Refusal.BudgetSpent) refusal(town.call("g"));

        assertThat(spent.holder()).isEqualTo(Holder.of(Holder.Level.DEPLOYMENT, "a"));
        assertThat(town.asked("a") + town.asked("b")).isZero();
        assertThat(town.kit().spend().open()).isEmpty();
    }

    @Test
    void aGroupThatMayCostNoMoreFallsBack() {
        Town town = new Town(fallingBack("g", "h")).with("g", "a").with("h", "b");
        town.kit().spend().exhaust("a");

        assertThat(served(town.call("g")).deployment().id().text()).isEqualTo("b");
    }

    @Test
    void theOnlyOneIsAskedAgainAfterAPauseThatDoubles() {
        Town town = new Town(USUAL).with("g", "only");
        town.fails("only", Kind.UNAVAILABLE);

        Refusal.UpstreamFailed failed = (Refusal.UpstreamFailed) refusal(town.call("g"));

        assertThat(town.asked("only")).isEqualTo(3);
        assertThat(failed.trail().retries()).isEqualTo(2);
        assertThat(failed.trail().mostRetries()).isEqualTo(2);
        assertThat(town.kit().pauses()).hasSize(2);
        assertThat(town.kit().pauses().get(0))
                .isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
        assertThat(town.kit().pauses().get(1))
                .isBetween(Duration.ofMillis(750), Duration.ofMillis(1000));
    }

    @Test
    void aPauseIsAsLongAsTheUpstreamAsks() {
        Town town = new Town(USUAL).with("g", "only");
        town.upstream("only")
                .failing(
                        new Fault(
                                Kind.RATE_LIMITED,
                                "slowly",
                                Fault.Wording.NONE,
                                Duration.ofSeconds(7)));

        town.call("g", retries(1));

        assertThat(town.kit().pauses()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void nobodyWaitsForAnUpstreamThatAsksForADay() {
        Town town = new Town(USUAL).with("g", "only");
        town.upstream("only")
                .failing(
                        new Fault(
                                Kind.RATE_LIMITED,
                                "tomorrow",
                                Fault.Wording.NONE,
                                Duration.ofDays(1)));

        assertThat(refusal(town.call("g"))).isInstanceOf(Refusal.UpstreamFailed.class);
        assertThat(town.asked("only")).isEqualTo(1);
        assertThat(town.kit().pauses()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"BAD_CREDENTIAL", "FORBIDDEN", "MODEL_GONE"})
    void whatIsWrongWithADeploymentIsNotAskedOfItTwice(Kind kind) {
        Town town = new Town(USUAL.withRests(NEVER)).with("g", "only");
        town.fails("only", kind);

        town.call("g");

        assertThat(town.asked("only")).isEqualTo(1);
    }

    @Test
    void nobodyIsAskedTwiceWhileThereIsSomebodyElse() {
        Town town = new Town(USUAL.withRests(NEVER));
        for (String id : List.of("a", "b", "c", "d")) {
            town.with("g", id).fails(id, Kind.BROKEN);
        }

        town.call("g", retries(3));

        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(town.asked(id)).as(id).isEqualTo(1);
        }
    }

    @Test
    void theFirstFailureIsTheOneThatIsTold() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.fails("a", Kind.TIMEOUT);
        town.fails("b", Kind.BROKEN);

        Refusal.UpstreamFailed failed = (Refusal.UpstreamFailed) refusal(town.call("g"));

        assertThat(failed.fault().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void aPolicySaysHowOftenAKindOfFailureIsTriedAgain() {
        RetryRule rule =
                new RetryRule(
                        2,
                        Map.of(Kind.TIMEOUT, 0, Kind.CALLER_ERROR, 1),
                        Map.of(new ModelName("h"), Map.of(Kind.TIMEOUT, 1)),
                        Duration.ZERO);
        Town town =
                new Town(USUAL.withRetries(rule).withRests(NEVER)).with("g", "a").with("h", "b");
        town.fails("a", Kind.TIMEOUT);
        town.fails("b", Kind.TIMEOUT);

        town.call("g");
        town.call("h");
        assertThat(town.asked("a")).isEqualTo(1);
        assertThat(town.asked("b")).isEqualTo(2);

        town.fails("a", Kind.CALLER_ERROR);
        town.call("g");
        assertThat(town.asked("a")).isEqualTo(3);
    }

    @Test
    void whatTheCallerSaysOfRetriesComesBeforeTheDeploymentAndThatBeforeThePolicy() {
        Town town =
                new Town(USUAL.withRests(NEVER))
                        .with("g", "a", Terms.NONE.draft().retries(1).done());
        town.fails("a", Kind.BROKEN);

        town.call("g");
        assertThat(town.asked("a")).isEqualTo(2);
        town.call("g", retries(0));
        assertThat(town.asked("a")).isEqualTo(3);
    }

    @Test
    void anOutageIsNotMultiplied() {
        Town town = new Town(USUAL.withRests(NEVER)).with("g", "a").with("g", "b");
        town.fails("a", Kind.BROKEN);
        town.fails("b", Kind.BROKEN);

        int saved = 0;
        for (int i = 0; i < 1000; i++) {
            // The other one is asked at once: no pause makes time pass.
            Refusal.UpstreamFailed failed =
                    (Refusal.UpstreamFailed) refusal(town.call("g", retries(1)));
            saved += failed.trail().saved() ? 1 : 0;
            town.kit().pass(Duration.ofMillis(5));
        }

        int asked = town.asked("a") + town.asked("b");
        assertThat(asked - 1000)
                .as("a tenth, the first thirty among them")
                .isLessThanOrEqualTo(100);
        assertThat(saved).isGreaterThan(800);
        assertThat(town.kit().told()).contains("g saves its retries");
    }

    @Test
    void whoeverDoesNotAcceptOurKeyRestsAtOnce() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.fails("a", Kind.BAD_CREDENTIAL);

        assertThat(town.servedBy("g")).isEqualTo("b");
        assertThat(town.servedBy("g")).isEqualTo("b");
        assertThat(town.asked("a")).isEqualTo(1);
        assertThat(town.kit().told()).contains("a rests PT5S");
    }

    @Test
    void whenAllRestACallHearsWhenToComeBack() {
        Town town = new Town(USUAL).with("g", "a").with("g", "b");
        town.fails("a", Kind.BAD_CREDENTIAL);
        town.fails("b", Kind.BAD_CREDENTIAL);
        town.call("g");
        town.kit().pass(Duration.ofSeconds(2));

        Refusal.AllResting resting = (Refusal.AllResting) refusal(town.call("g"));

        assertThat(resting.pause()).isEqualTo(Duration.ofSeconds(3));
        assertThat(town.asked("a") + town.asked("b")).isEqualTo(2);
    }

    @Test
    void whoeverHasRestedServesAgainAfterOneCallThatWorks() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.fails("a", Kind.BAD_CREDENTIAL);
        town.call("g");
        town.upstream("a").mending();
        town.kit().pass(Duration.ofSeconds(5));

        assertThat(town.servedBy("g")).isEqualTo("a");
        assertThat(town.kit().told()).contains("a returned");
    }

    @Test
    void whoeverFailsWhenItReturnsRestsAgainAtOnce() {
        Town town =
                new Town(USUAL).with("g", "a", Terms.NONE.draft().order(1).done()).with("g", "b");
        town.fails("a", Kind.BAD_CREDENTIAL);
        town.call("g");
        town.fails("a", Kind.BROKEN);
        town.kit().pass(Duration.ofSeconds(6));
        town.call("g");

        town.call("g");

        assertThat(town.asked("a")).isEqualTo(2);
    }

    @Test
    void theLastOneThatIsLeftDoesNotRestForAShareOfFailures() {
        Town town = new Town(USUAL).with("g", "only");
        town.fails("only", Kind.BROKEN);

        for (int i = 0; i < 10; i++) {
            assertThat(refusal(town.call("g", retries(0))))
                    .isInstanceOf(Refusal.UpstreamFailed.class);
        }
        assertThat(town.asked("only")).isEqualTo(10);
    }

    @Test
    void aCountOfFailuresThatIsConfiguredHoldsForTheLastOneToo() {
        RestRule one = new RestRule(1, Map.of(), Duration.ofSeconds(5), false);
        Town town = new Town(USUAL.withRests(one)).with("g", "only");
        town.fails("only", Kind.BROKEN);

        town.call("g", retries(0));
        town.call("g", retries(0));

        assertThat(refusal(town.call("g"))).isInstanceOf(Refusal.AllResting.class);
    }

    @Test
    void aGroupThatFailsIsFollowedByItsFallbacks() {
        Town town = new Town(fallingBack("g", "h", "i"));
        town.with("g", "a").with("h", "b").with("i", "c");
        town.fails("a", Kind.BAD_CREDENTIAL);
        town.fails("b", Kind.BAD_CREDENTIAL);

        Served served = served(town.call("g"));

        assertThat(served.group().text()).isEqualTo("i");
        assertThat(served.tries().fallbacks()).isEqualTo(2);
        assertThat(town.kit().told()).contains("g fell back to h in vain", "g fell back to i");
    }

    @Test
    void aGroupThatAllRestsFallsBackToo() {
        Town town = new Town(fallingBack("g", "h"));
        town.with("g", "a").with("h", "b");
        town.fails("a", Kind.BAD_CREDENTIAL);
        town.call("g");

        assertThat(town.servedBy("g")).isEqualTo("b");
        assertThat(town.asked("a")).isEqualTo(1);
    }

    @Test
    void fallbacksHaveFallbacksAndNoCallGoesInACircle() {
        Map<ModelName, List<ModelName>> lists =
                Map.of(
                        new ModelName("g"), names("h"),
                        new ModelName("h"), names("i", "g"),
                        new ModelName("i"), names("g", "h"));
        Town town =
                new Town(
                        USUAL.withFallbacks(
                                new Fallbacks(lists, null, null, List.of(), 5, true, false)));
        for (String group : List.of("g", "h", "i")) {
            town.with(group, "d-" + group).fails("d-" + group, Kind.BAD_CREDENTIAL);
        }

        Refusal.UpstreamFailed failed = (Refusal.UpstreamFailed) refusal(town.call("g"));

        assertThat(failed.trail().fallbacks()).isEqualTo(names("h", "i"));
        assertThat(failed.served().text()).isEqualTo("g");
        assertThat(town.asked("d-g")).isEqualTo(1);
    }

    @Test
    void aCallGoesToNoMoreGroupsThanAllowed() {
        Fallbacks two =
                new Fallbacks(
                        Map.of(new ModelName("g"), names("h", "i", "j")),
                        null,
                        null,
                        List.of(),
                        2,
                        true,
                        false);
        Town town = new Town(USUAL.withFallbacks(two));
        for (String group : List.of("g", "h", "i", "j")) {
            town.with(group, "d-" + group).fails("d-" + group, Kind.BAD_CREDENTIAL);
        }

        town.call("g");

        assertThat(town.asked("d-i")).isEqualTo(1);
        assertThat(town.asked("d-j")).isZero();
    }

    @Test
    void aListOfItsOwnKindIsTheOnlyOneThatCounts() {
        Fallbacks typed =
                new Fallbacks(
                        Map.of(new ModelName("g"), names("h"), new ModelName("k"), names("h")),
                        Map.of(new ModelName("g"), names("long")),
                        null,
                        List.of(),
                        5,
                        true,
                        false);
        Town town = new Town(USUAL.withFallbacks(typed));
        town.with("g", "a").with("h", "b").with("long", "c").with("k", "d");
        town.fails("a", Kind.CONTEXT_TOO_LONG);
        town.fails("d", Kind.CONTEXT_TOO_LONG);

        assertThat(town.servedBy("g")).isEqualTo("c");
        assertThat(town.servedBy("k")).as("it has no list").isEqualTo("UpstreamFailed");
        town.fails("a", Kind.CONTENT_POLICY);
        assertThat(town.servedBy("g")).as("no such list at all").isEqualTo("b");
    }

    @Test
    void anAnswerThatAFilterCutIsAFailureOnlyWhereThereIsSomebodyElse() {
        Fallbacks typed =
                new Fallbacks(
                        Map.of(),
                        null,
                        Map.of(new ModelName("g"), names("h")),
                        List.of(),
                        5,
                        true,
                        false);
        Town town =
                new Town(USUAL.withFallbacks(typed)).with("g", "a").with("h", "c").with("k", "b");

        town.call("g");
        town.call("k");
        town.call("g", staying());

        assertThat(town.upstream("a").orders().get(0).whole()).isTrue();
        assertThat(town.upstream("b").orders().get(0).whole()).as("no list").isFalse();
        assertThat(town.upstream("a").orders().get(1).whole()).as("it stays").isFalse();
    }

    @Test
    void whoeverHasNoListHasTheDefault() {
        Town town =
                new Town(
                        USUAL.withFallbacks(
                                new Fallbacks(Map.of(), null, null, names("h"), 5, true, false)));
        town.with("g", "a").with("h", "b").fails("a", Kind.BAD_CREDENTIAL);

        assertThat(town.servedBy("g")).isEqualTo("b");
    }

    @Test
    void aCallThatStaysGoesNowhereElse() {
        Town town = new Town(fallingBack("g", "h"));
        town.with("g", "a").with("h", "b").fails("a", Kind.BAD_CREDENTIAL);
        Wishes stays = staying();

        assertThat(refusal(town.call("g", stays))).isInstanceOf(Refusal.UpstreamFailed.class);
        assertThat(town.asked("b")).isZero();
    }

    @Test
    void aCallersOwnListComesInPlaceOfTheConfigured() {
        Town town = new Town(fallingBack("g", "h"));
        town.with("g", "a").with("h", "b").with("i", "c").fails("a", Kind.CALLER_ERROR);
        Wishes own = elsewhere(List.of(new Wishes.Fallback(new ModelName("i"), List.of())));

        assertThat(served(town.call("g", own)).group().text()).isEqualTo("i");
        assertThat(town.asked("b")).isZero();
    }

    @Test
    void tagsDecideWhoMayServe() {
        Town town = new Town(USUAL.withTags(new TagRule(true, true, true)));
        town.with("g", "free", Terms.NONE.draft().tags(Set.of("free")).done())
                .with("g", "paid", Terms.NONE.draft().tags(Set.of("paid", "fast")).done())
                .with("g", "rest", Terms.NONE.draft().tags(Set.of("default")).done());

        assertThat(served(town.call("g", tags("free"))).deployment().id().text()).isEqualTo("free");
        assertThat(served(town.call("g", tags("fast", "other"))).deployment().id().text())
                .isEqualTo("paid");
        assertThat(served(town.call("g", tags("unknown"))).deployment().id().text())
                .isEqualTo("rest");
        assertThat(town.servedBy("g")).isEqualTo("rest");
    }

    @Test
    void aKnownTagWhoseDeploymentsRestDoesNotFallToTheDefault() {
        Town town = new Town(USUAL.withTags(new TagRule(true, true, true)));
        town.with("g", "free", Terms.NONE.draft().tags(Set.of("free")).done())
                .with("g", "rest", Terms.NONE.draft().tags(Set.of("default")).done());
        town.fails("free", Kind.BAD_CREDENTIAL);
        town.call("g", tags("free"));

        assertThat(refusal(town.call("g", tags("free")))).isInstanceOf(Refusal.AllResting.class);
    }

    @Test
    void aKnownTagWhoseDeploymentsAreFullDoesNotFallToTheDefault() {
        Town town = new Town(USUAL.withTags(new TagRule(true, true, true)));
        Terms free = Terms.NONE.draft().tags(Set.of("free")).together(0).done();
        town.with("g", "free", free)
                .with("g", "rest", Terms.NONE.draft().tags(Set.of("default")).done());

        assertThat(refusal(town.call("g", tags("free")))).isInstanceOf(Refusal.AllBusy.class);
    }

    @Test
    void whoeverHearsOfATotalFailureHearsAllThatWasTried() {
        Town town = new Town(fallingBack("g", "h").withRests(NEVER));
        town.with("g", "a").with("h", "b");
        town.fails("a", Kind.BROKEN);
        town.fails("b", Kind.BROKEN);

        Dispatched.Unserved unserved = (Dispatched.Unserved) town.call("g");

        assertThat(unserved.served().deployment().id().text()).isEqualTo("a");
        assertThat(unserved.served().tries()).isEqualTo(new Served.Tries(4, 2, 1));
    }

    @Test
    void nobodyRestsForANameThatACallerInvented() {
        Town town = new Town(USUAL).with("openai/*", "wild");
        town.fails("wild", Kind.MODEL_GONE);
        for (int i = 0; i < 10; i++) {
            town.call("openai/nonsense" + i, retries(0));
        }
        town.upstream("wild").mending();

        assertThat(town.servedBy("openai/gpt-4o")).isEqualTo("wild");
    }

    @Test
    void nobodyRestsForTheHasteOfACaller() {
        Town town = new Town(USUAL).with("g", "a").with("g", "b");
        town.fails("a", Kind.TIMEOUT);
        town.fails("b", Kind.TIMEOUT);
        Wishes hasty = within(Duration.ofMillis(1), 0);
        for (int i = 0; i < 20; i++) {
            town.call("g", hasty);
        }

        assertThat(town.kit().told()).noneMatch(line -> line.contains("rests"));
    }

    @Test
    void aFallbackMayBeAnotherNameOfTheSamePatternOrAnotherDeploymentOfTheGroup() {
        Town town = new Town(fallingBack("openai/a", "openai/b").withRests(NEVER));
        town.with("openai/*", "wild").with("g", "one").with("g", "two");
        town.fails("wild", Kind.CALLER_ERROR);
        town.fails("one", Kind.CALLER_ERROR);
        Wishes other = elsewhere(List.of(new Wishes.Fallback(new ModelName("two"), List.of())));

        town.call("openai/a");
        assertThat(town.asked("wild")).isEqualTo(2);
        assertThat(served(town.call("one", other)).deployment().id().text()).isEqualTo("two");
    }

    @Test
    void whatIsWrongWithTheQuestionIsNotAskedOfTheNextTier() {
        Town town =
                new Town(USUAL)
                        .with("g", "first", Terms.NONE.draft().order(1).done())
                        .with("g", "second", Terms.NONE.draft().order(2).done());
        town.fails("first", Kind.CALLER_ERROR);

        town.call("g");

        assertThat(town.asked("second")).isZero();
    }

    @Test
    void whoeverIsFullForAMomentIsNotSaidToRestForLong() {
        Town town = new Town(USUAL);
        town.with("g", "rests", Terms.NONE.draft().order(1).done())
                .with("g", "full", Terms.NONE.draft().together(0).done());
        town.upstream("rests")
                .failing(
                        new Fault(
                                Kind.RATE_LIMITED, "m", Fault.Wording.NONE, Duration.ofMinutes(9)));
        town.call("g");

        assertThat(refusal(town.call("g"))).isInstanceOf(Refusal.AllBusy.class);
    }

    @Test
    void aDeploymentThatIsNamedIsAskedAgainOnlyAfterAPause() {
        Town town = new Town(USUAL.withRests(NEVER)).with("g", "a").with("g", "b");
        town.fails("a", Kind.BROKEN);

        town.call("a", retries(2));

        assertThat(town.asked("a")).isEqualTo(3);
        assertThat(town.kit().pauses()).hasSize(2);
    }

    @Test
    void allTagsAreAskedForWhereOneIsNotEnough() {
        Town town = new Town(USUAL.withTags(new TagRule(true, false, true)));
        town.with("g", "a", Terms.NONE.draft().tags(Set.of("x")).done())
                .with("g", "b", Terms.NONE.draft().tags(Set.of("x", "y")).done());

        assertThat(served(town.call("g", tags("x", "y"))).deployment().id().text()).isEqualTo("b");
        assertThat(refusal(town.call("g", tags("x", "z"))))
                .isEqualTo(new Refusal.NoMatchForTags(new ModelName("g"), Set.of("x", "z")));
    }

    @Test
    void aLowerOrderComesFirstAndTheNextWhenItFails() {
        Town town =
                new Town(USUAL)
                        .with("g", "second", Terms.NONE.draft().order(2).done())
                        .with("g", "first", Terms.NONE.draft().order(1).done());
        assertThat(town.servedBy("g")).isEqualTo("first");
        town.fails("first", Kind.BROKEN);

        assertThat(served(town.call("g", retries(0))).deployment().id().text()).isEqualTo("second");
    }

    @Test
    void aCallGoesUpThroughTheTiersOnceAndNeverForEver() {
        Town town =
                new Town(USUAL.withRests(NEVER))
                        .with("g", "first", Terms.NONE.draft().order(1).done())
                        .with("g", "second", Terms.NONE.draft().order(2).done());
        town.fails("first", Kind.BROKEN);
        town.fails("second", Kind.BROKEN);

        town.call("g", retries(2));

        assertThat(town.asked("first") + town.asked("second")).isEqualTo(4);
    }

    @Test
    void limitsOfTheMinuteHoldWhereTheyAreChecked() {
        Checks checks = new Checks(false, true, null, null, null, false, 0, Duration.ofSeconds(1));
        Town town =
                new Town(USUAL.withChecks(checks))
                        .with("g", "a", Terms.NONE.draft().rpm(2L).done());
        town.call("g");
        town.call("g");

        Refusal.AllBusy busy = (Refusal.AllBusy) refusal(town.call("g"));
        assertThat(busy.limit()).isEqualTo("rpm");
        assertThat(busy.pause()).isLessThanOrEqualTo(Duration.ofMinutes(1));
        town.kit().pass(Duration.ofMinutes(1));
        assertThat(town.servedBy("g")).isEqualTo("a");
    }

    @Test
    void aQuestionThatIsTooLongGoesToAGroupForLongOnes() {
        Checks checks = new Checks(true, false, null, null, null, false, 0, Duration.ofSeconds(1));
        Fallbacks longer =
                new Fallbacks(
                        Map.of(),
                        Map.of(new ModelName("g"), names("long")),
                        null,
                        List.of(),
                        5,
                        true,
                        false);
        Town town =
                new Town(USUAL.withChecks(checks).withFallbacks(longer))
                        .with("g", "a", Terms.NONE.draft().window(1L).done())
                        .with("long", "b");

        assertThat(town.servedBy("g")).isEqualTo("b");
        assertThat(town.asked("a")).isZero();
    }

    @Test
    void aFullDeploymentIsNotAskedForOneCallMore() {
        Town town = new Town(USUAL).with("g", "a", Terms.NONE.draft().together(1).done());
        Dispatched first =
                town.kit()
                        .dispatcher()
                        .dispatch(town.trip("g", Wishes.NONE, new Hangup()), Naming.AS_SERVED);

        assertThat(refusal(town.call("g")))
                .isEqualTo(
                        new Refusal.AllBusy(
                                new ModelName("g"),
                                "max_parallel_requests",
                                Duration.ofSeconds(1)));
        assertThat(refusal(town.call("a"))).as("by its id").isInstanceOf(Refusal.AllBusy.class);
        ((Dispatched.Answered) first).lease().ended(Town.ended(Ending.WHOLE), false);
        assertThat(town.servedBy("g")).isEqualTo("a");
    }

    @Test
    void aDeploymentCanBeAskedForByItsId() {
        Town town = new Town(USUAL).with("g", "a").with("g", "b");
        town.fails("b", Kind.BAD_CREDENTIAL);

        assertThat(town.servedBy("a")).isEqualTo("a");
        assertThat(refusal(town.call("b"))).isInstanceOf(Refusal.UpstreamFailed.class);
        town.upstream("b").mending();
        assertThat(town.servedBy("b")).as("in whatever state it is").isEqualTo("b");
    }

    @Test
    void aCallIsNotTriedAgainWhenItsTimeIsOver() {
        Town town = new Town(USUAL.withRests(NEVER)).with("g", "only");
        town.fails("only", Kind.BROKEN);
        Wishes hurried = within(Duration.ofMillis(700), 5);

        town.call("g", hurried);

        assertThat(town.asked("only")).as("the second pause would be too long").isEqualTo(2);
    }

    @Test
    void howLongAnAttemptWaitsIsSaidByTheCallerThenTheDeploymentThenThePolicy() {
        RoutingPolicy policy =
                USUAL.withWaits(
                        new Waits(Duration.ofSeconds(30), Duration.ofSeconds(9), null, null));
        Town town =
                new Town(policy)
                        .with("own", "a", Terms.NONE.draft().timeout(Duration.ofSeconds(20)).done())
                        .with("none", "b");
        Wishes ten = within(Duration.ofSeconds(10), null);
        town.call("own", ten);
        town.call("own");
        town.call("none");

        assertThat(town.upstream("a").orders().get(0).patience().total())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(town.upstream("a").orders().get(1).patience().total())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(town.upstream("b").orders().get(0).patience().total())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whoeverHangsUpIsNoFailureOfTheDeployments() {
        Town town = new Town(USUAL).with("g", "a");
        town.fails("a", Kind.BAD_CREDENTIAL);
        Hangup gone = new Hangup();
        gone.hangUp();

        town.call("g", Wishes.NONE, gone);

        assertThat(town.kit().told()).containsExactly("1 a BAD_CREDENTIAL ABANDONED");
        assertThat(
                        town.kit()
                                .pulses()
                                .of(
                                        town.trip("g", Wishes.NONE, gone)
                                                .resolution()
                                                .group()
                                                .deployments()
                                                .getFirst())
                                .inFlight())
                .isZero();
    }

    @Test
    void callsOfOneSessionStayWithOneDeploymentAlsoAfterItRested() {
        Checks checks =
                new Checks(
                        false,
                        false,
                        Duration.ofHours(1),
                        null,
                        null,
                        false,
                        0,
                        Duration.ofSeconds(1));
        Town town = new Town(USUAL.withChecks(checks));
        for (String id : List.of("a", "b", "c", "d", "e")) {
            town.with("g", id);
        }
        Wishes session = inSession("session-1");
        String first = served(town.call("g", session)).deployment().id().text();
        for (int i = 0; i < 20; i++) {
            assertThat(served(town.call("g", session)).deployment().id().text()).isEqualTo(first);
        }

        town.fails(first, Kind.BAD_CREDENTIAL);
        assertThat(served(town.call("g", session)).deployment().id().text()).isNotEqualTo(first);
        town.upstream(first).mending();
        town.kit().pass(Duration.ofSeconds(6));
        assertThat(served(town.call("g", session)).deployment().id().text()).isEqualTo(first);
    }

    @Test
    void whoeverMayWaitIsServedWhenAPlaceIsFreeAndNoMoreMayWaitThanAllowed() throws Exception {
        Checks oneWaits =
                new Checks(false, false, null, null, null, false, 1, Duration.ofMinutes(1));
        Town town =
                new Town(USUAL.withChecks(oneWaits))
                        .with("g", "a", Terms.NONE.draft().together(1).done());
        Dispatched.Answered first =
                (Dispatched.Answered)
                        town.kit()
                                .dispatcher()
                                .dispatch(
                                        town.trip("g", Wishes.NONE, new Hangup()),
                                        Naming.AS_SERVED);
        CompletableFuture<Dispatched> second = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> second.complete(town.call("g")));
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        assertThat(refusal(town.call("g"))).as("the third").isInstanceOf(Refusal.AllBusy.class);
        assertThat(second).isNotDone();
        first.lease().ended(Town.ended(Ending.WHOLE), false);

        assertThat(served(second.get(10, TimeUnit.SECONDS)).deployment().id().text())
                .isEqualTo("a");
        assertThat(town.asked("a")).isEqualTo(2);
    }

    @Test
    void askingTheSameGroupSomethingElseIsPaidFromItsRetries() {
        Town town = new Town(USUAL.withRests(NEVER)).with("g", "a");
        town.fails("a", Kind.BAD_CREDENTIAL);
        CallBody.Member cooler = new CallBody.Member("temperature", "0");
        List<Wishes.Fallback> same = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            same.add(new Wishes.Fallback(null, List.of(cooler)));
        }

        for (int i = 0; i < 1000; i++) {
            town.call("g", elsewhere(same));
            town.kit().pass(Duration.ofMillis(5));
        }

        assertThat(town.asked("a") - 1000).isBetween(50, 115);
    }
}
