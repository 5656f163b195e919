package dev.signalbox.application.quota.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.quota.allowance.Allowances.Facts;
import dev.signalbox.application.quota.allowance.Allowances.Settings;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AllowancesTest {

    private static final Instant MOMENT = Instant.parse("2026-11-27T10:00:00Z");
    private static final InstantSource NOW = InstantSource.fixed(MOMENT);
    private static final Window DAY = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);
    private static final Facts FACTS = new Facts("end", Set.of("t", "u"), "asked", "group");
    private static final Limits ALL =
            new Limits(
                            Map.of(
                                    Limit.MAX_BUDGET,
                                    new BigDecimal("1.5"),
                                    Limit.RPM,
                                    BigDecimal.TEN,
                                    Limit.TPM,
                                    new BigDecimal("1000"),
                                    Limit.PARALLEL,
                                    BigDecimal.TWO))
                    .every(DAY);

    private static final Allowances.Said NOTHING = holder -> null;

    /** What is stored of these, in the order of holder and bounds. */
    private static Allowances.Said said(Map<Holder, Limits> limits) {
        return holder -> {
            Limits bounds = limits.get(holder);
            return bounds == null
                    ? null
                    : new Bounded(
                            holder, bounds, false, FreeJson.EMPTY, Teams.LONG_AGO, Teams.LONG_AGO);
        };
    }

    private static Limits budget(String dollars) {
        return Limits.NONE.with(Limit.MAX_BUDGET, new BigDecimal(dollars));
    }

    private static Key key(Team.@Nullable Id team, Limits ofKey, Limits ofOwner) {
        Key plain = Teams.key(Teams.credential(1), team == null ? null : team.text());
        return new Key(
                plain.hash(),
                "public",
                plain.label(),
                plain.name(),
                team,
                new Key.Owner(new User.Id("lea"), User.Role.MEMBER, plain.models(), ofOwner),
                plain.models(),
                plain.aliases(),
                plain.routes(),
                ofKey,
                false,
                null,
                null,
                plain.routing(),
                plain.extras(),
                plain.createdAt(),
                plain.updatedAt());
    }

    @Test
    void aKeyHasABudgetAndLimitsByTheMinuteAndSlotsInThatOrder() {
        Caller caller = new Caller.Member(key(null, ALL, Limits.NONE), null);
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS, NOTHING))
                .containsExactly(
                        Allowance.money(holder, 1_500_000_000L, DAY),
                        Allowance.perMinute(holder, Measure.REQUESTS, 10),
                        Allowance.perMinute(holder, Measure.TOKENS, 1000),
                        Allowance.slots(holder, 2));
    }

    @Test
    void theBudgetOfAUserCountsForKeysWithoutATeamOnlyAndTheOtherLimitsAlways() {
        Team team = Teams.team("eu", Map.of());
        Holder user = Holder.of(Level.USER, "lea");
        Allowances allowances = new Allowances(Settings.NONE, NOW);
        assertThat(
                        allowances.of(
                                new Caller.Member(key(null, Limits.NONE, ALL), null),
                                FACTS,
                                NOTHING))
                .contains(Allowance.money(user, 1_500_000_000L, DAY))
                .hasSize(4);
        assertThat(
                        allowances.of(
                                new Caller.Member(key(team.id(), Limits.NONE, ALL), team),
                                FACTS,
                                NOTHING))
                .doesNotContain(Allowance.money(user, 1_500_000_000L, DAY))
                .hasSize(3);
    }

    @Test
    void aModelOfAKeyIsMeantByTheNameThatWasAskedForOrByItsGroup() {
        Allowances allowances = new Allowances(Settings.NONE, NOW);
        Caller caller =
                new Caller.Member(
                        key(
                                null,
                                Limits.NONE.withParts(
                                        Map.of("group", budget("1"), "elsewhere", budget("2"))),
                                Limits.NONE),
                        null);
        assertThat(allowances.of(caller, FACTS, NOTHING))
                .containsExactly(
                        Allowance.money(
                                Holder.of(Level.KEY_MODEL, "public", "group"),
                                1_000_000_000L,
                                null));
    }

    private static List<Holder> holders(List<Allowance> allowances) {
        return allowances.stream().map(allowance -> allowance.count().holder()).toList();
    }

    @Test
    void everybodyEndUsersAndTagsAreBoundByTheSettingsWhereNothingElseIsSaid() {
        Settings settings =
                new Settings(
                        budget("100"),
                        "usual",
                        Map.of("t", budget("2"), "other", budget("3")),
                        Map.of(),
                        ZoneOffset.UTC);
        Allowances allowances = new Allowances(settings, NOW);
        Caller caller = new Caller.Member(key(null, Limits.NONE, Limits.NONE), null);
        Holder end = Holder.of(Level.END_USER, "end");
        Holder usual = Holder.of(Level.TERMS, "usual");
        assertThat(allowances.of(caller, FACTS, said(Map.of(usual, budget("1")))))
                .containsExactly(
                        Allowance.money(Holder.EVERYBODY, 100_000_000_000L, null),
                        Allowance.money(end, 1_000_000_000L, null),
                        Allowance.money(Holder.of(Level.TAG, "t"), 2_000_000_000L, null));
        assertThat(
                        allowances.of(
                                caller,
                                FACTS,
                                said(
                                        Map.of(
                                                usual,
                                                budget("1").with(Limit.RPM, BigDecimal.TEN),
                                                end,
                                                budget("7"),
                                                Holder.of(Level.TAG, "u"),
                                                budget("8")))))
                .contains(
                        Allowance.money(end, 7_000_000_000L, null),
                        Allowance.perMinute(end, Measure.REQUESTS, 10),
                        Allowance.money(Holder.of(Level.TAG, "u"), 8_000_000_000L, null));
        assertThat(holders(allowances.of(new Caller.Master(), FACTS, NOTHING)))
                .containsExactly(Holder.EVERYBODY);
    }

    @Test
    void aDeploymentAndItsProviderAreBoundByMoney() {
        Allowances allowances =
                new Allowances(
                        new Settings(
                                Limits.NONE,
                                null,
                                Map.of(),
                                Map.of("azure", budget("5")),
                                ZoneOffset.UTC),
                        NOW);
        Deployment plain = Models.deployment("d");
        Deployment bounded =
                new Deployment(
                        plain.id(),
                        plain.provider(),
                        plain.model(),
                        plain.address(),
                        plain.terms().draft().budget(budget("4")).done(),
                        plain.about());
        assertThat(allowances.of(plain))
                .containsExactly(
                        Allowance.money(Holder.of(Level.PROVIDER, "azure"), 5_000_000_000L, null));
        assertThat(holders(allowances.of(bounded)))
                .containsExactly(
                        Holder.of(Level.DEPLOYMENT, "id-of-d"), Holder.of(Level.PROVIDER, "azure"));
        assertThat(new Allowances(Settings.NONE, NOW).of(plain)).isEmpty();
    }

    @Test
    void aMemberOfATeamHasWhatIsSaidOfThemOrElseWhatTheTeamSaysOfEach() {
        Team plain = Teams.team("eu", Map.of());
        Team team =
                new Team(
                        plain.id(),
                        plain.name(),
                        plain.models(),
                        plain.aliases(),
                        plain.members(),
                        Limits.NONE.forEach(budget("3").with(Limit.RPM, BigDecimal.TEN)),
                        false,
                        plain.routing(),
                        plain.extras(),
                        plain.createdAt(),
                        plain.updatedAt());
        Caller caller = new Caller.Member(key(team.id(), Limits.NONE, Limits.NONE), team);
        Holder member = Holder.of(Level.MEMBER, "eu", "lea");
        Allowances allowances = new Allowances(Settings.NONE, NOW);
        assertThat(allowances.of(caller, FACTS, NOTHING))
                .containsExactly(
                        Allowance.money(member, 3_000_000_000L, null),
                        Allowance.perMinute(member, Measure.REQUESTS, 10));
        assertThat(allowances.of(caller, FACTS, said(Map.of(member, budget("2").every(DAY)))))
                .containsExactly(
                        Allowance.money(member, 2_000_000_000L, DAY),
                        Allowance.perMinute(member, Measure.REQUESTS, 10));
    }

    @Test
    void theTermsOfAKeySayWhatItDoesNotSayItselfAndEachKeyHasItsOwnCount() {
        Limits limits = Limits.NONE.with(Limit.RPM, BigDecimal.ONE).under("gold");
        Caller caller = new Caller.Member(key(null, limits, Limits.NONE), null);
        Allowances.Said gold =
                said(
                        Map.of(
                                Holder.of(Level.TERMS, "gold"),
                                budget("9").with(Limit.RPM, BigDecimal.TEN).every(DAY)));
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS, gold))
                .containsExactly(
                        Allowance.money(holder, 9_000_000_000L, DAY),
                        Allowance.perMinute(holder, Measure.REQUESTS, 1));
    }

    @Test
    void whoeverHasALongNameHasAMeterOfTheirOwnAllTheSame() {
        Allowances allowances =
                new Allowances(
                        new Settings(Limits.NONE, "usual", Map.of(), Map.of(), ZoneOffset.UTC),
                        NOW);
        Allowances.Said usual = said(Map.of(Holder.of(Level.TERMS, "usual"), budget("1")));
        Caller caller = new Caller.Member(key(null, Limits.NONE, Limits.NONE), null);
        List<Allowance> one =
                allowances.of(caller, new Facts("x".repeat(100_000), Set.of(), "a", "g"), usual);
        List<Allowance> other =
                allowances.of(caller, new Facts("x".repeat(100_001), Set.of(), "a", "g"), usual);
        assertThat(one).hasSize(1).doesNotContainAnyElementsOf(other);
        assertThat(one.getFirst().count().meter(null).length()).isLessThan(200);
    }

    @Test
    void aRaisedBudgetIsLargerUntilItsEndAndTheSameCountAllTheTime() {
        Limits raised = budget("1").raised(new Limits.Raise(BigDecimal.TWO, MOMENT.plusNanos(1)));
        Caller caller = new Caller.Member(key(null, raised, Limits.NONE), null);
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS, NOTHING))
                .containsExactly(Allowance.money(holder, 3_000_000_000L, null));
        InstantSource later = InstantSource.fixed(MOMENT.plusNanos(1));
        assertThat(new Allowances(Settings.NONE, later).of(caller, FACTS, NOTHING))
                .containsExactly(Allowance.money(holder, 1_000_000_000L, null));
    }

    @Test
    void aSoftBudgetIsCountedAndBindsNobody() {
        Limits soft = Limits.NONE.with(Limit.SOFT_BUDGET, new BigDecimal("0.5"));
        Caller caller = new Caller.Member(key(null, soft.every(DAY), Limits.NONE), null);
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS, NOTHING))
                .containsExactly(
                        Allowance.money(holder, Allowance.UNBOUND, DAY).telling(500_000_000L))
                .noneMatch(Allowance::binds);
        Limits both = soft.with(Limit.MAX_BUDGET, BigDecimal.ONE);
        assertThat(
                        new Allowances(Settings.NONE, NOW)
                                .of(new Caller.Member(key(null, both, soft), null), FACTS, NOTHING))
                .contains(Allowance.money(holder, 1_000_000_000L, null).telling(500_000_000L))
                .hasSize(2);
    }

    @Test
    void aBudgetThatIsLargerThanAnyCountIsStillOne() {
        Caller caller = new Caller.Member(key(null, budget("1e30"), Limits.NONE), null);
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS, NOTHING))
                .singleElement()
                .satisfies(allowance -> assertThat(allowance.most()).isGreaterThan(2_000_000_000L));
    }
}
