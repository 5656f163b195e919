package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Changes;
import dev.signalbox.application.driven.Registry.Contents;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driven.Registry.Lookup;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.persistence.contact.FirstContact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What only shows when much happens to a registry, or at once, or in the database itself. */
class ManyChangesTest {

    private final TestDatabase schema = TestDatabase.fresh();
    private final Team eu = Teams.team("eu", Map.of());
    private final Key key = Teams.key(Teams.credential(1), "eu").withName("first");
    private Database database;
    private Registry registry;

    @BeforeEach
    void open() {
        database = schema.open();
        registry = database.registry();
    }

    @AfterEach
    void close() {
        database.close();
        schema.close();
    }

    private void change(Consumer<Edit> change) {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    change.accept(edit);
                    return true;
                });
    }

    private static Key labelled(Key key, long label) {
        return key.rotated(key.hash(), key.publicId(), Long.toString(label), key.former());
    }

    @Test
    void aLookUpNeverMixesAKeyAndTheRevisionOfAnother() throws Exception {
        change(edit -> edit.put(eu));
        long base = registry.contents().revision();
        int changes = 300;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(
                            () -> {
                                for (long i = 1; i <= changes; i++) {
                                    Key next = labelled(key, i);
                                    change(edit -> edit.put(next));
                                }
                            });
            int looks = 0;
            while (!writer.isDone()) {
                Lookup found = registry.find(key.hash());
                String label = found.key().map(Key::label).orElse("0");
                assertThat(label).isEqualTo(Long.toString(found.revision() - base));
                looks++;
            }
            writer.get();
            assertThat(looks).isPositive();
        }
        assertThat(registry.contents().revision()).isEqualTo(base + changes);
    }

    @Test
    void whoeverFollowsTheChangesMissesNothing() throws Exception {
        long seed = System.nanoTime();
        int writers = 4;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Random random = new Random(seed + i);
                working.add(threads.submit(() -> churn(random)));
            }
            Follower follower = new Follower();
            while (!working.stream().allMatch(Future::isDone)) {
                follower.follow();
            }
            for (Future<?> writer : working) {
                writer.get();
            }
            follower.follow();
            Contents contents = registry.contents();
            assertThat(follower.revision).as("seed %d", seed).isEqualTo(contents.revision());
            assertThat(follower.teams.values())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(contents.teams());
            assertThat(follower.keys.values())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            database.records()
                                    .keysOf(
                                            contents.teams().stream().map(Team::id).toList(),
                                            1000));
        }
    }

    private void churn(Random random) {
        for (int i = 0; i < 60; i++) {
            Team team = Teams.team("team-" + random.nextInt(5), Map.of());
            Key some = Teams.key(Teams.credential(random.nextInt(20)), team.id().text());
            int deed = random.nextInt(10);
            long label = random.nextLong();
            change(
                    edit -> {
                        if (deed == 0) {
                            edit.remove(team.id());
                        } else if (deed < 3) {
                            edit.remove(some.hash());
                        } else {
                            edit.put(team);
                            edit.put(labelled(some, label));
                        }
                    });
        }
    }

    /** Keeps itself true by changes alone, as a replica does. */
    private final class Follower {

        private final Map<Team.Id, Team> teams = new HashMap<>();
        private final Map<Key.Hash, Key> keys = new HashMap<>();
        private long revision;

        private void follow() {
            Changes changes = registry.changesSince(revision);
            assertThat(changes.everything()).isFalse();
            assertThat(changes.revision()).isGreaterThanOrEqualTo(revision);
            changes.goneTeams().forEach(teams::remove);
            changes.goneKeys().forEach(keys::remove);
            changes.teams().forEach(team -> teams.put(team.id(), team));
            changes.keys().forEach(one -> keys.put(one.hash(), one));
            revision = changes.revision();
        }
    }

    @Test
    void aNameIsGivenOnceHoweverManyWantIt() throws Exception {
        change(edit -> edit.put(eu));
        List<Callable<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Key claim = Teams.key(Teams.credential(i), "eu").withName("wanted");
            claims.add(() -> registry.change(Author.SIGNALBOX, edit -> claimed(edit, claim)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(claims.size())) {
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                won.add(claim.get());
            }
            assertThat(won).containsOnlyOnce(true);
        }
    }

    private static boolean claimed(Edit edit, Key claim) {
        if (edit.keyNamed("wanted").isPresent()) {
            return false;
        }
        edit.put(claim);
        return true;
    }

    @Test
    void whoIsBehindTheOldestTombstoneLoadsEverything() {
        change(edit -> edit.put(eu));
        change(edit -> edit.put(key));
        long before = registry.contents().revision();
        change(edit -> edit.remove(key.hash()));
        long between = registry.contents().revision();
        // One more than are kept, all of an earlier revision than the next.
        schema.execute(
                "INSERT INTO tombstones (kind, id, revision)"
                        + " SELECT 'key', lpad(to_hex(n), 64, '0'), "
                        + between
                        + " FROM generate_series(1, "
                        + Revision.TOMBSTONES_KEPT
                        + ") AS n");
        assertThat(registry.changesSince(before - 1).everything()).isTrue();
        change(edit -> edit.put(key));
        change(edit -> edit.remove(key.hash()));
        assertThat(registry.changesSince(before))
                .satisfies(
                        changes -> {
                            assertThat(changes.everything()).isTrue();
                            assertThat(changes.teams()).containsExactly(eu);
                            assertThat(changes.keys()).isEmpty();
                        });
        Changes enough = registry.changesSince(between);
        assertThat(enough.everything()).isFalse();
        assertThat(enough.goneKeys()).containsExactly(key.hash());
    }

    @Test
    void whoHasSleptThroughTooMuchLoadsEverything() {
        change(edit -> edit.put(eu));
        change(edit -> edit.put(key));
        long before = registry.contents().revision();
        schema.execute(
                "INSERT INTO keys (hash, public_id, label, name, team_id, models, blocked,"
                        + " expires_at, extras, created_at, updated_at, revision)"
                        + " SELECT lpad(to_hex(n), 64, '0'), public_id, label, NULL, team_id,"
                        + " models, blocked, expires_at, extras, created_at, updated_at, "
                        + (before + 1)
                        + " FROM keys, generate_series(1, 20001) AS n;"
                        + "UPDATE registry_revision SET revision = revision + 1");
        Changes changes = registry.changesSince(before);
        assertThat(changes.everything()).isTrue();
        assertThat(changes.teams()).containsExactly(eu);
        // All of them go with their team, in one change.
        change(edit -> edit.remove(eu.id()));
        assertThat(database.records().keysOf(List.of(eu.id()), 10)).isEmpty();
    }

    @Test
    void aChangeIsAnnouncedWhenItIsCommittedAndNotOtherwise() throws Exception {
        try (Connection listener = FirstContact.connect(schema.url(), 10);
                Statement statement = listener.createStatement()) {
            statement.execute("LISTEN " + Revision.CHANNEL);
            PGConnection heard = listener.unwrap(PGConnection.class);
            change(
                    edit -> {
                        edit.put(eu);
                        assertThat(notifications(heard, 1)).isEmpty();
                    });
            String revision = Long.toString(registry.contents().revision());
            assertThat(notifications(heard, 5000)).containsExactly(revision);
            assertThatThrownBy(
                            () ->
                                    change(
                                            edit -> {
                                                edit.remove(eu.id());
                                                throw new IllegalStateException("no");
                                            }))
                    .hasMessage("no");
            change(edit -> assertThat(edit.team(eu.id())).contains(eu));
            change(edit -> edit.remove(key.hash()));
            assertThat(notifications(heard, 100)).isEmpty();
            assertThat(registry.contents().revision()).isEqualTo(Long.parseLong(revision));
        }
    }

    private static List<String> notifications(PGConnection heard, int millis) {
        try {
            PGNotification[] all = heard.getNotifications(millis);
            return all == null
                    ? List.of()
                    : List.of(all).stream().map(PGNotification::getParameter).toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTransactionThatTheDatabaseWantsAgainIsRunAgain() {
        schema.execute(
                """
                CREATE SEQUENCE refusals;
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('refusals') <= 3 THEN
                        RAISE EXCEPTION 'again' USING ERRCODE = '40001';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON teams FOR EACH ROW EXECUTE FUNCTION refuse();
                """);
        AtomicInteger runs = new AtomicInteger();
        change(
                edit -> {
                    runs.incrementAndGet();
                    edit.put(eu);
                });
        assertThat(runs).hasValue(4);
        assertThat(registry.contents().teams()).containsExactly(eu);
        schema.execute("ALTER SEQUENCE refusals MINVALUE -100 RESTART WITH -100");
        assertThatThrownBy(() -> change(edit -> edit.put(eu)))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void whatFailsGivesItsConnectionBack() {
        Key ofNoTeam = Teams.key(Teams.credential(7), "no such team");
        for (int i = 0; i < 25; i++) {
            assertThatThrownBy(() -> change(edit -> edit.put(ofNoTeam)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () ->
                                    database.inTransaction(
                                            Database.View.PRESENT,
                                            sql -> sql.createGet("SELECT no_such").execute()))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(
                            () ->
                                    database.ask(
                                            sql ->
                                                    sql.createQuery("SELECT 1/0")
                                                            .execute()
                                                            .toList()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        change(edit -> edit.put(eu));
        assertThat(registry.answers()).isTrue();
    }

    @Test
    void anEditIsGoodOnlyInside() {
        AtomicReference<Edit> kept = new AtomicReference<>();
        change(kept::set);
        assertThatThrownBy(() -> kept.get().put(eu)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kept.get().team(eu.id()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void timesAreKeptToTheMicrosecondAndNeverRoundedUp() {
        Instant fine = Instant.parse("2026-03-01T12:00:00.999999999Z");
        change(
                edit ->
                        edit.put(
                                new Team(
                                        eu.id(),
                                        null,
                                        eu.models(),
                                        eu.aliases(),
                                        eu.members(),
                                        eu.limits(),
                                        false,
                                        eu.routing(),
                                        FreeJson.EMPTY,
                                        fine,
                                        fine)));
        Team read = registry.contents().teams().getFirst();
        assertThat(read.createdAt()).isEqualTo("2026-03-01T12:00:00.999999Z");
        assertThat(read.updatedAt()).isEqualTo(read.createdAt());
    }

    @Test
    void aTextThatCannotBeStoredIsRefusedAsSuch() {
        assertThatThrownBy(() -> change(edit -> edit.put(key.withName("a\0b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
