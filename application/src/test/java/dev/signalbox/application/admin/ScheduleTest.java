package dev.signalbox.application.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.admin.schedule.AliasPlanner;
import dev.signalbox.application.admin.schedule.AliasSchedule;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.PlanAliases;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.driving.admin.Verdict.Objected;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.PlannedAliases.State;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Aliases that hold from a moment on. */
class ScheduleTest {

    private static final Actor ADMIN = new Actor(new Caller.Master(), "10.0.0.1", "boss");
    private static final Team.Id ID = new Team.Id("t");
    private static final User.Id LEA = new User.Id("lea");
    private static final Aliases NOW = Teams.aliases(Map.of("gpt", "eu"));
    private static final Aliases THEN = Teams.aliases(Map.of("gpt", "world"));

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AtomicInteger ids = new AtomicInteger();
    private final Replica here = new Replica(List.of("eu", "world"));

    /** One process before the registry that all share. */
    private final class Replica {
        private final LiveDirectory live;
        private final PlanAliases planner;
        private final AliasSchedule schedule;
        private final TeamAdmin teams;

        Replica(List<String> groups) {
            live = LiveDirectory.open(registry, Models.groups(new ScriptedUpstream(), groups), 10);
            Changes changes = new Changes(registry, live, ScriptedSettings.RULES);
            planner = new AliasPlanner(changes, registry, () -> "plan-" + ids.incrementAndGet());
            schedule = new AliasSchedule(changes, registry);
            teams = new TeamAdmin(changes, registry, new Makings(clock, () -> "id"));
        }
    }

    @BeforeEach
    void aTeamWithAnAlias() {
        registry.clock(clock);
        stored(Teams.team("t", Map.of("gpt", "eu"), List.of("eu")));
    }

    private void stored(Team team) {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(
                            team.withMembers(
                                    List.of(new Team.Member(LEA, null, true)), Teams.LONG_AGO));
                    return true;
                });
        here.live.refresh();
    }

    private Actor lea() {
        Key key = Teams.key(Teams.credential(1), "t").withOwner(Key.Owner.stranger(LEA));
        return new Actor(new Caller.Member(key, here.live.present().team(ID)), "10.0.0.2", null);
    }

    private Verdict<PlannedAliases> plan(Actor actor, Aliases aliases, Duration ahead) {
        return here.planner.plan(actor, ID, aliases, clock.instant().plus(ahead));
    }

    private PlannedAliases planned(Aliases aliases, Duration ahead) {
        Verdict<PlannedAliases> verdict = plan(ADMIN, aliases, ahead);
        assertThat(verdict).isInstanceOf(Granted.class);
        return ((Granted<PlannedAliases>) verdict).value();
    }

    private Aliases aliases() {
        here.live.refresh();
        return here.live.present().team(ID).aliases();
    }

    private PlannedAliases plan(String id) {
        return registry.plansOf(ID).stream()
                .filter(plan -> plan.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itHappensWhenItsMomentHasComeAndNotBefore() {
        PlannedAliases plan = planned(THEN, Duration.ofHours(1));
        clock.advance(Duration.ofHours(1).minusNanos(1000));
        assertThat(here.schedule.run()).isZero();
        assertThat(aliases()).isEqualTo(NOW);
        clock.advance(Duration.ofNanos(1000));
        assertThat(here.schedule.run()).isEqualTo(1);
        assertThat(aliases()).isEqualTo(THEN);
        assertThat(plan(plan.id()).state()).isEqualTo(State.DONE);
        assertThat(registry.aliasesOf(ID).getFirst().by())
                .isEqualTo(new Author(ADMIN.name(), "10.0.0.1", "boss"));
    }

    @Test
    void itHappensOnceHoweverManyLookAndHoweverOften() {
        planned(THEN, Duration.ofMinutes(1));
        Replica there = new Replica(List.of("eu", "world"));
        clock.advance(Duration.ofMinutes(2));
        assertThat(here.schedule.run() + there.schedule.run()).isEqualTo(1);
        long revision = registry.contents().revision();
        // Somebody changes it back; it stays so.
        here.teams.change(ADMIN, ID, ManageTeams.Change.ofAliases(NOW));
        assertThat(here.schedule.run() + there.schedule.run()).isZero();
        assertThat(aliases()).isEqualTo(NOW);
        assertThat(registry.contents().revision()).isEqualTo(revision + 1);
    }

    @Test
    void severalHappenInTheOrderOfTheirMoments() {
        planned(NOW, Duration.ofMinutes(3));
        planned(THEN, Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(5));
        assertThat(here.schedule.run()).isEqualTo(2);
        assertThat(aliases()).isEqualTo(NOW);
    }

    @Test
    void whatWasCalledOffDoesNotHappen() {
        PlannedAliases plan = planned(THEN, Duration.ofMinutes(1));
        assertThat(here.planner.cancel(lea(), plan.id())).isInstanceOf(Granted.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(here.schedule.run()).isZero();
        assertThat(aliases()).isEqualTo(NOW);
        assertThat(here.planner.cancel(ADMIN, plan.id()))
                .isEqualTo(new Objected<>(new Objection.PlanIsOver(plan.id(), "cancelled")));
        assertThat(here.planner.cancel(ADMIN, "none"))
                .isEqualTo(new Objected<>(new Objection.NoSuchPlan("none")));
    }

    @Test
    void whatCannotBeDoneIsWrittenDownAndNotTriedAgain() {
        PlannedAliases plan = planned(THEN, Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(2));
        Replica without = new Replica(List.of("eu"));
        assertThat(without.schedule.run()).isZero();
        assertThat(plan(plan.id())).isEqualTo(plan.ended(State.FAILED, "no such group: [world]"));
        assertThat(here.schedule.run()).isZero();
        assertThat(aliases()).isEqualTo(NOW);
    }

    @Test
    void whereTheTeamIsGoneNothingHappens() {
        PlannedAliases plan = planned(THEN, Duration.ofMinutes(1));
        assertThat(here.teams.delete(ADMIN, List.of(ID))).isInstanceOf(Granted.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(here.schedule.run()).isZero();
        assertThat(plan(plan.id())).isEqualTo(plan.ended(State.FAILED, "the team is gone"));
        assertThat(registry.contents().teams()).isEmpty();
    }

    @Test
    void whileTheRegistryIsAwayItWaits() {
        planned(THEN, Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(2));
        registry.away(true);
        try {
            int unused = here.schedule.run();
        } catch (RegistryUnavailable e) {
            assertThat(e).hasMessageContaining("away");
        }
        registry.away(false);
        assertThat(here.schedule.run()).isEqualTo(1);
        assertThat(aliases()).isEqualTo(THEN);
    }

    @Test
    void theMomentLiesAheadAndNotTooFar() {
        for (Duration ahead :
                List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(366).plusSeconds(1))) {
            Verdict<PlannedAliases> verdict = plan(ADMIN, THEN, ahead);
            assertThat(verdict).isInstanceOf(Objected.class);
            assertThat(((Objected<PlannedAliases>) verdict).objection())
                    .isInstanceOf(Objection.UnfitMoment.class);
        }
        planned(THEN, Duration.ofDays(366));
    }

    @Test
    void whatWouldBeRefusedNowIsNotPlanned() {
        assertThat(plan(ADMIN, Teams.aliases(Map.of("gpt", "moon")), Duration.ofDays(1)))
                .isInstanceOf(Objected.class);
        // A team's own admin gets no further than the team.
        Verdict<PlannedAliases> further = plan(lea(), THEN, Duration.ofDays(1));
        assertThat(further).isInstanceOf(Objected.class);
        assertThat(((Objected<PlannedAliases>) further).objection())
                .isInstanceOf(Objection.MoreThanOwn.class);
        assertThat(plan(lea(), NOW, Duration.ofDays(1))).isInstanceOf(Granted.class);
    }

    @Test
    void whatATeamsOwnAdminPlannedGoesNoFurtherThanTheTeamDoesThen() {
        Verdict<PlannedAliases> verdict = plan(lea(), NOW, Duration.ofMinutes(1));
        assertThat(verdict).isInstanceOf(Granted.class);
        String id = ((Granted<PlannedAliases>) verdict).value().id();
        stored(Teams.team("t", Map.of("other", "world"), List.of("world")));
        clock.advance(Duration.ofMinutes(2));
        assertThat(here.schedule.run()).isZero();
        assertThat(plan(id).state()).isEqualTo(State.FAILED);
    }

    @Test
    void strangersNeitherPlanNorSee() {
        Key key = Teams.key(Teams.credential(3), null).withOwner(Key.Owner.stranger(LEA));
        Actor stranger =
                new Actor(
                        new Caller.Member(
                                key.withOwner(Key.Owner.stranger(new User.Id("uwe"))), null),
                        "10.0.0.3",
                        null);
        assertThat(plan(stranger, NOW, Duration.ofDays(1)))
                .isEqualTo(new Objected<>(new Objection.NoSuchTeam(ID)));
        assertThat(here.planner.plans(stranger, ID))
                .isEqualTo(new Objected<>(new Objection.NoSuchTeam(ID)));
        PlannedAliases plan = planned(THEN, Duration.ofDays(1));
        assertThat(here.planner.cancel(stranger, plan.id()))
                .isEqualTo(new Objected<>(new Objection.NoSuchPlan(plan.id())));
        assertThat(here.planner.plans(lea(), ID)).isEqualTo(new Granted<>(List.of(plan)));
        assertThat(plan.at()).isAfter(Instant.EPOCH);
    }
}
