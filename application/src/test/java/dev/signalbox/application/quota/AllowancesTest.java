package dev.signalbox.application.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.quota.Allowances.Facts;
import dev.signalbox.application.quota.Allowances.Settings;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;

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
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS))
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
        assertThat(allowances.of(new Caller.Member(key(null, Limits.NONE, ALL), null), FACTS))
                .contains(Allowance.money(user, 1_500_000_000L, DAY))
                .hasSize(4);
        assertThat(allowances.of(new Caller.Member(key(team.id(), Limits.NONE, ALL), team), FACTS))
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
        assertThat(allowances.of(caller, FACTS))
                .containsExactly(
                        Allowance.money(
                                Holder.of(Level.KEY_MODEL, "public", "group"),
                                1_000_000_000L,
                                null));
    }

    @Test
    void everybodyEndUsersAndTagsAreBoundByTheSettings() {
        Settings settings =
                new Settings(
                        budget("100"),
                        budget("1"),
                        Map.of("t", budget("2"), "other", budget("3")),
                        Map.of("d", budget("4")),
                        Map.of("azure", budget("5")),
                        ZoneOffset.UTC);
        Allowances allowances = new Allowances(settings, NOW);
        Caller caller = new Caller.Member(key(null, Limits.NONE, Limits.NONE), null);
        assertThat(allowances.of(caller, FACTS))
                .extracting(allowance -> allowance.count().holder())
                .containsExactly(
                        Holder.EVERYBODY,
                        Holder.of(Level.END_USER, "end"),
                        Holder.of(Level.TAG, "t"));
        assertThat(allowances.of(new Caller.Master(), FACTS))
                .extracting(allowance -> allowance.count().holder())
                .containsExactly(Holder.EVERYBODY);
        assertThat(allowances.ofDeployment("d", "azure"))
                .extracting(allowance -> allowance.count().holder())
                .containsExactly(
                        Holder.of(Level.DEPLOYMENT, "d"), Holder.of(Level.PROVIDER, "azure"));
    }

    @Test
    void whoeverHasALongNameHasAMeterOfTheirOwnAllTheSame() {
        Allowances allowances =
                new Allowances(
                        new Settings(
                                Limits.NONE,
                                budget("1"),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                ZoneOffset.UTC),
                        NOW);
        Caller caller = new Caller.Member(key(null, Limits.NONE, Limits.NONE), null);
        List<Allowance> one =
                allowances.of(caller, new Facts("x".repeat(100_000), Set.of(), "a", "g"));
        List<Allowance> other =
                allowances.of(caller, new Facts("x".repeat(100_001), Set.of(), "a", "g"));
        assertThat(one).hasSize(1).doesNotContainAnyElementsOf(other);
        assertThat(one.getFirst().count().meter(null).length()).isLessThan(200);
    }

    @Test
    void aRaisedBudgetIsLargerUntilItsEndAndTheSameCountAllTheTime() {
        Limits raised = budget("1").raised(new Limits.Raise(BigDecimal.TWO, MOMENT.plusNanos(1)));
        Caller caller = new Caller.Member(key(null, raised, Limits.NONE), null);
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS))
                .containsExactly(Allowance.money(holder, 3_000_000_000L, null));
        InstantSource later = InstantSource.fixed(MOMENT.plusNanos(1));
        assertThat(new Allowances(Settings.NONE, later).of(caller, FACTS))
                .containsExactly(Allowance.money(holder, 1_000_000_000L, null));
    }

    @Test
    void aSoftBudgetIsCountedAndBindsNobody() {
        Limits soft = Limits.NONE.with(Limit.SOFT_BUDGET, new BigDecimal("0.5"));
        Caller caller = new Caller.Member(key(null, soft.every(DAY), Limits.NONE), null);
        Holder holder = Holder.of(Level.KEY, "public");
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS))
                .containsExactly(
                        Allowance.money(holder, Allowance.UNBOUND, DAY).telling(500_000_000L))
                .noneMatch(Allowance::binds);
        Limits both = soft.with(Limit.MAX_BUDGET, BigDecimal.ONE);
        assertThat(
                        new Allowances(Settings.NONE, NOW)
                                .of(new Caller.Member(key(null, both, soft), null), FACTS))
                .contains(Allowance.money(holder, 1_000_000_000L, null).telling(500_000_000L))
                .hasSize(2);
    }

    @Test
    void aBudgetThatIsLargerThanAnyCountIsStillOne() {
        Caller caller = new Caller.Member(key(null, budget("1e30"), Limits.NONE), null);
        assertThat(new Allowances(Settings.NONE, NOW).of(caller, FACTS))
                .singleElement()
                .satisfies(allowance -> assertThat(allowance.most()).isGreaterThan(2_000_000_000L));
    }
}
