package dev.signalbox.persistence;

import static dev.signalbox.application.testkit.Callers.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A hundred thousand keys, one team with a tenth of them. The database itself counts what it reads,
 * so what is checked are the plans of the statements that are really sent.
 */
class ManyKeysTest {

    private static final int KEYS = 100_000;
    private static final Team.Id LARGE_TEAM = new Team.Id("team-0");
    private static final TestDatabase SCHEMA = TestDatabase.fresh();

    @BeforeAll
    static void fill() {
        SCHEMA.open().close();
        SCHEMA.execute(
                """
                INSERT INTO teams (id, models, alias_names, alias_targets, blocked, extras,
                    created_at, updated_at, revision)
                SELECT 'team-' || n, '{}', '{}', '{}', false, '{}', now(), now(), 0
                FROM generate_series(0, 999) AS n;
                INSERT INTO keys (hash, public_id, label, name, team_id, user_id, models, blocked,
                    former_hash, former_until, extras, created_at, updated_at, revision)
                SELECT encode(sha256(convert_to('sk-' || n, 'UTF8')), 'hex'), 'p' || n, 'sk-...',
                    CASE WHEN n %% 5 > 0 THEN 'key ' || md5(CAST(n AS text)) END,
                    CASE WHEN n %% 10 = 0 THEN 'team-0' ELSE 'team-' || n %% 1000 END,
                    'user-' || n %% 1000, '{}', false,
                    CASE WHEN n %% 100 = 0
                        THEN encode(sha256(convert_to('former-' || n, 'UTF8')), 'hex') END,
                    CASE WHEN n %% 100 = 0 THEN now() + interval '1 day' END,
                    '{}', timestamptz '2026-01-01' + n / 3 * interval '1 second', now(), 0
                FROM generate_series(1, %d) AS n
                """
                        .formatted(KEYS));
        SCHEMA.execute("VACUUM (ANALYZE) keys");
    }

    @AfterAll
    static void close() {
        SCHEMA.close();
    }

    private static Key.Hash hash(String text) {
        return Credential.of(text).hash();
    }

    private static KeyFilter ofTeam(Team.Id team) {
        return new KeyFilter(null, team, null, null);
    }

    /** What is read, by which index, and how many entries of it at the most. */
    static Stream<Arguments> readings() {
        PageWish middle = PageWish.newest(KEYS / 200, 100);
        PageWish last = PageWish.newest(KEYS / 100, 100);
        return Stream.of(
                reading("a key", "keys_pkey", 1, db -> find(db, "sk-77")),
                reading("a former one", "keys_by_former_hash", 1, db -> find(db, "former-700")),
                reading("page 1", "keys_by_creation", 100, keys(KeyFilter.ALL, first(null))),
                reading("the last page", "keys_by_creation", 100, keys(KeyFilter.ALL, last)),
                reading("the middle", "keys_by_creation", KEYS / 2, keys(KeyFilter.ALL, middle)),
                reading("by name", "keys_by_name", 200, keys(KeyFilter.ALL, first(byName()))),
                reading(
                        "by change",
                        "keys_by_update",
                        200,
                        keys(KeyFilter.ALL, first(PageWish.Order.UPDATED))),
                reading(
                        "a team's",
                        "keys_by_team",
                        1000,
                        keys(ofTeam(new Team.Id("team-1")), first(null))),
                reading(
                        "a user's",
                        "keys_by_user",
                        1000,
                        keys(new KeyFilter(new User.Id("user-3"), null, null, null), first(null))),
                reading(
                        "the oldest of teams",
                        "keys_by_team",
                        2000,
                        db ->
                                assertThat(
                                                db.records()
                                                        .keysOf(
                                                                List.of(
                                                                        LARGE_TEAM,
                                                                        new Team.Id("team-1")),
                                                                1000))
                                        .hasSize(1000)));
    }

    private static Arguments reading(
            String what, String index, long most, Consumer<Database> read) {
        return Arguments.of(what, index, most, read);
    }

    private static PageWish.Order byName() {
        return PageWish.Order.NAME;
    }

    private static PageWish first(PageWish.Order order) {
        return new PageWish(1, 100, order, true);
    }

    private static void find(Database database, String text) {
        assertThat(database.registry().find(hash(text)).key()).isPresent();
    }

    private static Consumer<Database> keys(KeyFilter filter, PageWish wish) {
        return database ->
                assertThat(database.records().keys(filter, wish).rows()).hasSize(wish.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readings")
    void isReadByItsIndexAndNoFurtherThanNeedBe(
            String what, String index, long most, Consumer<Database> read) {
        long throughAll = throughAll();
        long scans = scans(index);
        long entries = entries(index);
        try (Database database = SCHEMA.open()) {
            read.accept(database);
        }
        // What a connection has counted is told all at once when it has ended.
        await().until(() -> scans(index) > scans);
        assertThat(throughAll()).isEqualTo(throughAll);
        assertThat(entries(index) - entries).isBetween(1L, most);
    }

    @Test
    void aReadingThroughAllKeysIsNoticed() {
        long before = throughAll();
        SCHEMA.count("SELECT count(*) FROM keys WHERE label = 'nobody has that'");
        await().untilAsserted(() -> assertThat(throughAll()).isGreaterThan(before));
    }

    /** Whatever adds them or takes them away, and whatever is undone. */
    @Test
    void keysAreCountedWhenTheyComeAndGoAndNotWhenTheyAreListed() {
        try (TestDatabase few = TestDatabase.fresh();
                Database database = few.open()) {
            String insert =
                    """
                    INSERT INTO keys (hash, public_id, label, models, blocked, extras, created_at,
                        updated_at, revision)
                    SELECT 'h' || n, 'p', 'l', '{}', false, '{}', now(), now(), 0
                    FROM generate_series(%d, %d) AS n
                    ON CONFLICT (hash) DO UPDATE SET label = EXCLUDED.label
                    """;
            few.execute(insert.formatted(1, 10));
            assertCounted(few, database, 10);
            few.execute(insert.formatted(6, 15));
            assertCounted(few, database, 15);
            few.execute("DELETE FROM keys WHERE hash IN ('h1', 'h2', 'nobody')");
            assertCounted(few, database, 13);
            few.execute("BEGIN; DELETE FROM keys; ROLLBACK");
            few.execute("UPDATE keys SET hash = 'x' || hash");
            assertCounted(few, database, 13);
            few.execute("TRUNCATE keys");
            assertCounted(few, database, 0);
        }
    }

    /** As an administrator does by hand. */
    @Test
    void keysAreCountedForWhoLooksElsewhereAndNamesTheTableInFull() {
        try (TestDatabase few = TestDatabase.fresh();
                Database database = few.open()) {
            few.execute(
                    """
                    INSERT INTO keys (hash, public_id, label, models, blocked, extras, created_at,
                        updated_at, revision)
                    SELECT 'h' || n, 'p', 'l', '{}', false, '{}', now(), now(), 0
                    FROM generate_series(1, 10) AS n
                    """);
            String elsewhere = "SET search_path TO pg_catalog; %s %s.keys %s; RESET search_path";
            String schema = few.url().schema();
            few.execute(elsewhere.formatted("DELETE FROM", schema, "WHERE hash = 'h1'"));
            assertCounted(few, database, 9);
            few.execute(elsewhere.formatted("TRUNCATE", schema, ""));
            assertCounted(few, database, 0);
        }
    }

    private static void assertCounted(TestDatabase schema, Database database, int keys) {
        assertThat(schema.count("SELECT count(*) FROM keys")).isEqualTo(keys);
        assertThat(schema.count("SELECT number FROM key_count")).isEqualTo(keys);
        assertThat(database.records().keys(KeyFilter.ALL, PageWish.newest(100, 1)).total())
                .isEqualTo(keys);
    }

    @Test
    void thePagesHoldEveryKeyOnceAndTheSameFromEitherEnd() {
        try (Database database = SCHEMA.open()) {
            List<Key> newest = allPages(database, true);
            assertThat(newest).hasSize(KEYS / 10).doesNotHaveDuplicates();
            assertThat(allPages(database, false)).isEqualTo(newest.reversed());
        }
    }

    private static List<Key> allPages(Database database, boolean descending) {
        List<Key> keys = new ArrayList<>();
        for (int number = 1; ; number++) {
            PageWish wish = new PageWish(number, 777, PageWish.Order.CREATED, descending);
            Page<Key> page = database.records().keys(ofTeam(LARGE_TEAM), wish);
            assertThat(page.total()).isEqualTo(KEYS / 10);
            keys.addAll(page.rows());
            if (number == page.pages()) {
                return keys;
            }
        }
    }

    @Test
    void everyPageComesSoon() {
        try (Database database = SCHEMA.open()) {
            for (int number : List.of(1, 2, KEYS / 200, KEYS / 100 - 1, KEYS / 100)) {
                long start = System.nanoTime();
                keys(KeyFilter.ALL, PageWish.newest(number, 100)).accept(database);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("page " + number)
                        .isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void whoStartsHoldsNoKey() {
        long throughAll = throughAll();
        long scans = scans("keys_pkey");
        try (Database database = SCHEMA.open()) {
            LiveDirectory live =
                    LiveDirectory.open(
                            database.registry(), new Directory.Models(Map.of(), Map.of()), 1000);
            assertThat(live.snapshot().keys()).isEmpty();
            assertThat(live.present().teams()).hasSize(1000);
            assertThat(caller(live, Credential.of("sk-1"))).isNotNull();
            assertThat(caller(live, Credential.of("former-100"))).isNotNull();
            assertThat(live.snapshot().keys()).hasSize(2);
        }
        await().until(() -> scans("keys_pkey") > scans);
        assertThat(throughAll()).isEqualTo(throughAll);
    }

    private static long throughAll() {
        return SCHEMA.count(
                "SELECT seq_scan FROM pg_stat_user_tables"
                        + " WHERE relname = 'keys' AND schemaname = current_schema");
    }

    private static long scans(String index) {
        return ofIndex("idx_scan", index);
    }

    private static long entries(String index) {
        return ofIndex("idx_tup_read", index);
    }

    private static long ofIndex(String column, String index) {
        return SCHEMA.count(
                "SELECT "
                        + column
                        + " FROM pg_stat_user_indexes WHERE schemaname = current_schema"
                        + " AND indexrelname = '"
                        + index
                        + "'");
    }
}
