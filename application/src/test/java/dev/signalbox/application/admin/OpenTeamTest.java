package dev.signalbox.application.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.admin.ManageMembers.Joined;
import dev.signalbox.application.driving.admin.ManageMembers.Joining;
import dev.signalbox.application.driving.admin.ManageMembers.Who;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class OpenTeamTest {

    private static final User.Id UTE = new User.Id("ute");
    private static final Team OPEN = Teams.team("open", Map.of());

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final LiveDirectory live =
            LiveDirectory.open(registry, Models.groups(new ScriptedUpstream(), List.of("eu")), 100);
    private final MemberAdmin members =
            new MemberAdmin(
                    new Changes(registry, live, ScriptedSettings.RULES),
                    new Makings(new StoppedClock(), () -> "new"),
                    Set.of(OPEN.id()));

    /** As this replica knows her, whatever has happened elsewhere since. */
    private static Actor ute() {
        Key key =
                Teams.key(Teams.credential(1), null)
                        .withOwner(
                                new Key.Owner(
                                        UTE, User.Role.MEMBER, ModelList.EVERYTHING, Limits.NONE));
        return new Actor(new Caller.Member(key, null), "127.0.0.1", null);
    }

    private void stored(User.Role role) {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(OPEN);
                    edit.put(
                            new User(
                                    UTE,
                                    null,
                                    null,
                                    role,
                                    ModelList.EVERYTHING,
                                    Limits.NONE,
                                    FreeJson.EMPTY,
                                    Teams.LONG_AGO,
                                    Teams.LONG_AGO));
                    return true;
                });
    }

    private Verdict<Joined> join() {
        return members.join(
                ute(), OPEN.id(), List.of(new Joining(new Who(UTE, null), false, Limits.NONE)));
    }

    @Test
    void aMemberJoinsAnOpenTeam() {
        stored(User.Role.MEMBER);
        assertThat(join()).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whoWasDeletedElsewhereDoesNotComeBackByJoining() {
        stored(User.Role.MEMBER);
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.remove(UTE);
                    return true;
                });
        assertThat(join()).isEqualTo(new Verdict.Objected<>(new Objection.NotForYou()));
        assertThat(registry.user(UTE)).isEmpty();
    }

    @Test
    void whoHasAnotherRoleByNowDoesNotJoin() {
        stored(User.Role.VIEWER);
        assertThat(join()).isEqualTo(new Verdict.Objected<>(new Objection.NotForYou()));
    }
}
