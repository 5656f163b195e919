package dev.signalbox.application.directory;

import static dev.signalbox.application.testkit.Callers.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A look-up has read a key, and before its answer is there something happens to that key. Whatever
 * the order in which the two are heard of, what is dead stays dead.
 */
class CrossingTest {

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Team team = Teams.team("t", Map.of("a", "b"));
    private final Credential credential = Teams.credential(1);
    private final Key key = Teams.key(credential, "t");
    private final Credential successor = Teams.credential(2);
    private final Key other = Teams.key(successor, "t");
    private LiveDirectory live = open();

    /** When the process hears of the change that crosses its look-up. */
    enum Heard {
        /** While the answer is on its way. */
        BEFORE_THE_ANSWER,
        /** When the answer has been taken over. */
        BEHIND_THE_ANSWER
    }

    @BeforeEach
    void store() {
        change(
                edit -> {
                    edit.put(team);
                    edit.put(key);
                });
        live = open();
    }

    private LiveDirectory open() {
        return LiveDirectory.open(registry, new Directory.Models(Map.of(), Map.of()), 100);
    }

    private void change(Consumer<Edit> change) {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    change.accept(edit);
                    return true;
                });
    }

    /** Looks {@code shown} up; once it is read, and only then, {@code change} is made. */
    private void lookUpAcross(Credential shown, Heard heard, Consumer<Edit> change) {
        AtomicBoolean done = new AtomicBoolean();
        registry.whileLookingUp(
                () -> {},
                () -> {
                    if (!done.getAndSet(true)) {
                        change(change);
                        if (heard == Heard.BEFORE_THE_ANSWER) {
                            live.refresh();
                        }
                    }
                });
        Caller found = caller(live, shown);
        assertThat(done).isTrue();
        if (heard == Heard.BEFORE_THE_ANSWER) {
            assertThat(found).isEqualTo(caller(live, shown));
        }
        live.refresh();
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedKeyIsDead(Heard heard) {
        lookUpAcross(credential, heard, edit -> edit.remove(key.hash()));
        assertThat(caller(live, credential)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aSecretThatWasRotatedAwayIsDeadAndItsSuccessorLives(Heard heard) {
        lookUpAcross(credential, heard, edit -> edit.rotate(key.hash(), other));
        assertThat(caller(live, credential)).isNull();
        assertThat(caller(live, successor)).isEqualTo(new Caller.Member(other, team));
    }

    @ParameterizedTest
    @EnumSource
    void aSecretInItsGraceLeadsToTheKeyAsItIsNow(Heard heard) {
        Key rotated = Teams.formerly(other, key.hash());
        lookUpAcross(credential, heard, edit -> edit.rotate(key.hash(), rotated));
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(rotated, team));
    }

    @ParameterizedTest
    @EnumSource
    void aFormerSecretDiesWithItsKey(Heard heard) {
        change(edit -> edit.rotate(key.hash(), Teams.formerly(other, key.hash())));
        live.refresh();
        lookUpAcross(credential, heard, edit -> edit.remove(other.hash()));
        assertThat(caller(live, credential)).isNull();
        assertThat(caller(live, successor)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aFormerSecretDiesWhenItsKeyIsRotatedOnceMore(Heard heard) {
        Key third = Teams.formerly(Teams.key(Teams.credential(3), "t"), other.hash());
        change(edit -> edit.rotate(key.hash(), Teams.formerly(other, key.hash())));
        live.refresh();
        lookUpAcross(credential, heard, edit -> edit.rotate(other.hash(), third));
        assertThat(caller(live, credential)).isNull();
        assertThat(caller(live, successor)).isEqualTo(new Caller.Member(third, team));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyFoundByItsFormerSecretChangesWithIt(Heard heard) {
        Key rotated = Teams.formerly(other, key.hash());
        Key renamed = Teams.named(rotated, "changed since");
        change(edit -> edit.rotate(key.hash(), rotated));
        live.refresh();
        lookUpAcross(credential, heard, edit -> edit.put(renamed));
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(renamed, team));
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedTeamIsBlockedForTheKeyThatWasJustRead(Heard heard) {
        Team blocked = Teams.blocked(team);
        lookUpAcross(credential, heard, edit -> edit.put(blocked));
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, blocked));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsDeadWithItsTeam(Heard heard) {
        lookUpAcross(credential, heard, edit -> edit.remove(team.id()));
        assertThat(caller(live, credential)).isNull();
    }
}
