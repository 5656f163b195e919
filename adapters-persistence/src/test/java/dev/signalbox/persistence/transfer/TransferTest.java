package dev.signalbox.persistence.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.persistence.Database;
import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.transfer.Rows.TransferRefused;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

class TransferTest {

    private static final String VERSION = "0.1.0";

    private static final String ODD =
            """
            INSERT INTO teams (id, name, models, alias_names, alias_targets, blocked, extras,
                created_at, updated_at, revision)
            VALUES
                (E'a team\\\\ "quoted"', E'tab\\tline\\nbreak \\r; , \\\\N', '{}', '{}', '{}', true,
                    '{"z": 1, "a": 1.0, "z": "\\u0000"}', now(), 'infinity', 3),
                ('ünï-😀', NULL, ARRAY['a,b', 'c"d', '', 'NULL', E'\\\\', '{}'], '{x}', '{y}', false, '{}',
                    '0001-01-01 BC', '2026-01-01 00:00:00.123456+05:45', 4);
            INSERT INTO keys (hash, public_id, label, name, team_id, models, blocked, expires_at,
                extras, created_at, updated_at, revision)
            VALUES ('h1', 'p1', 'sk-...é', E'\\\\.', 'ünï-😀', '{}', false, NULL, '{}', now(),
                now(), 5);
            INSERT INTO tombstones (kind, id, revision) VALUES ('key', 'gone', 6);
            INSERT INTO tombstones (kind, id, revision) VALUES ('key', 'gone-2', 7);
            DELETE FROM tombstones WHERE id = 'gone-2';
            INSERT INTO audit (serial, revision, at, author, address, kind, id, before, after,
                previous, hash)
            VALUES (1, 41, now(), 'master', '127.0.0.1', 'team', 'ünï-😀', NULL, '{"a": 1}', '',
                'ab12');
            UPDATE audit_head SET serial = 1, hash = 'ab12';
            INSERT INTO replicas (id) VALUES ('00000000-0000-0000-0000-000000000001');
            INSERT INTO journals_read (replica) VALUES ('00000000-0000-0000-0000-000000000001');
            SELECT ledger_open_day('2026-03-13'), ledger_open_day('2026-03-14');
            SELECT ledger_take(array_agg(ROW(day, id, 'call', NULL, now(), 'call', 1, 'h1', NULL,
                'ünï-😀', NULL, NULL, ARRAY['a,b', '{"\\}'], 'gpt', 'g', 'd', 'azure', 'm', 'e', 'a',
                true, 'success', NULL, 1, 2, 3, 4, false, 5, 6, NULL, NULL, 7, ARRAY['meter'],
                '00000000-0000-0000-0000-000000000001')::ledger_entry))
            FROM (VALUES ('2026-03-13'::date, '019ce4d2-0000-7000-8000-000000000001'::uuid),
                ('2026-03-14'::date, '019ce9f8-0000-7000-8000-000000000001'::uuid)) AS t(day, id);
            INSERT INTO grants (meter, replica, amount)
            VALUES ('meter', '00000000-0000-0000-0000-000000000001', 9);
            UPDATE registry_revision SET revision = 41;
            """;

    private final TestDatabase source = TestDatabase.fresh();
    private final TestDatabase target = TestDatabase.fresh();
    private final List<String> progress = new ArrayList<>();
    @TempDir Path folder;

    @BeforeEach
    void fillTheSource() {
        source.open().close();
        source.execute(ODD);
    }

    @AfterEach
    void removeSchemas() {
        source.close();
        target.close();
    }

    @Test
    void whatIsExportedAndImportedIsTheSameInEveryColumn() throws IOException {
        Path file = exported();
        assertThat(importInto(target, file, false)).isEqualTo(42);
        assertThat(Stored.in(target)).isEqualTo(Stored.in(source)).containsKey("keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(progress).contains("  teams: 2 rows", "  keys: 1 rows");
    }

    @Test
    void everyTableOfTheSchemaIsOursAndMoved() {
        assertThat(SchemaVersion.ofThisBuild().tables())
                .containsExactlyInAnyOrderElementsOf(
                        Stored.texts(
                                source,
                                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT"
                                        + " relispartition AND relnamespace ="
                                        + " current_schema()::regnamespace AND relname NOT LIKE"
                                        + " 'signalbox_changelog%'"));
    }

    @Test
    void tablesOfOthersAreLeftAlone() {
        source.execute("CREATE TABLE litellm_verificationtoken (token text)");
        importInto(target, exported(), false);
        assertThat(Stored.texts(target, "SELECT to_regclass('litellm_verificationtoken')::text"))
                .containsExactly("null");
    }

    @Test
    void theLedgerComesWithItsDaysItsSumsAndItsMetersAndWithoutTheGatewaysThatWroteIt() {
        importInto(target, exported(), false);
        assertThat(Stored.number(target, "SELECT count(*) FROM ledger_20260314")).isEqualTo(1);
        assertThat(Stored.number(target, "SELECT sum(cost) FROM ledger")).isEqualTo(12);
        assertThat(Stored.number(target, "SELECT spent FROM meters")).isEqualTo(12);
        assertThat(
                        Stored.number(
                                target,
                                "SELECT (SELECT count(*) FROM grants) + (SELECT count(*) FROM"
                                        + " replicas) + (SELECT count(*) FROM journals_read)"))
                .isZero();
    }

    @Test
    void aRowsNumberIsNeverGivenAgain() {
        importInto(target, exported(), false);
        target.execute("INSERT INTO tombstones (kind, id, revision) VALUES ('key', 'new', 43)");
        assertThat(Stored.number(target, "SELECT serial FROM tombstones WHERE id = 'new'"))
                .isEqualTo(3);
    }

    @Test
    void gatewaysThatLiveOnTheTargetLoadEverything() {
        try (Database living = target.open()) {
            assertThat(living.registry().contents().revision()).isZero();
            importInto(target, exported(), false);
            assertThat(living.registry().changesSince(41).everything()).isTrue();
            assertThat(living.registry().changesSince(0).revision()).isEqualTo(42);
            assertThat(living.registry().changesSince(0).teams()).hasSize(2);
        }
    }

    @Test
    void aRowIsThereWithWhatItRefersToThoughOthersGoOnWriting() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        source.execute("DELETE FROM keys; DELETE FROM teams; DELETE FROM tombstones");
        try (var writer = Executors.newSingleThreadExecutor()) {
            var writing = writer.submit(() -> writePairs(enough));
            for (int round = 0; round < 5; round++) {
                try (TestDatabase copy = TestDatabase.fresh();
                        Snapshot snapshot = Snapshot.take(source.url(), VERSION)) {
                    new Intake(copy.url(), progress::add).take(snapshot, false);
                    long pairs = snapshot.revision() - 41;
                    assertThat(Stored.number(copy, "SELECT count(*) FROM teams")).isEqualTo(pairs);
                    assertThat(Stored.number(copy, "SELECT count(*) FROM keys")).isEqualTo(pairs);
                }
            }
            enough.set(true);
            assertThat(writing.get()).isGreaterThan(5);
        }
    }

    private int writePairs(AtomicBoolean enough) {
        int pairs = 0;
        while (!enough.get()) {
            source.execute(
                    """
                    BEGIN;
                    UPDATE registry_revision SET revision = revision + 1;
                    INSERT INTO teams (id, models, alias_names, alias_targets, blocked, extras,
                        created_at, updated_at, revision)
                    VALUES ('t%1$d', '{}', '{}', '{}', false, '{}', now(), now(), 1);
                    INSERT INTO keys (hash, public_id, label, team_id, models, blocked, extras,
                        created_at, updated_at, revision)
                    VALUES ('k%1$d', 'p', 'l', 't%1$d', '{}', false, '{}', now(), now(), 1);
                    COMMIT;
                    """
                            .formatted(pairs++));
        }
        return pairs;
    }

    @Test
    void aDatabaseInUseIsNotTouchedUnlessItIsToBeReplaced() {
        target.open().close();
        target.execute(ODD.replace("'p1'", "'p2'"));
        Path file = exported();
        var before = Stored.in(target);
        assertThatThrownBy(() -> importInto(target, file, false))
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("revision 41")
                .hasMessageContaining("1 rows in keys")
                .hasMessageContaining("--replace");
        assertThat(Stored.in(target)).isEqualTo(before);
        assertThat(importInto(target, file, true)).isEqualTo(42);
        assertThat(Stored.in(target)).isEqualTo(Stored.in(source));
        assertThat(progress).anyMatch(line -> line.startsWith("Removing what"));
    }

    @Test
    void aFailureInTheMiddleChangesNothing() {
        target.open().close();
        target.execute("ALTER TABLE teams ADD CHECK (id <> 'ünï-😀')");
        Path file = exported();
        assertThatThrownBy(() -> importInto(target, file, false)).hasMessageContaining("teams");
        assertThat(Stored.number(target, "SELECT revision FROM registry_revision")).isZero();
        assertThat(Stored.number(target, "SELECT count(*) FROM teams")).isZero();
    }

    @Test
    void aByteThatIsNotWhatItWasIsFoundBeforeTheTargetIsTouched() throws IOException {
        Path file = exported();
        byte[] bytes = Files.readAllBytes(file);
        int rows = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("teams.copy") + 30;
        bytes[rows] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.zip"), bytes);
        assertRefused(damaged, "damaged");
        Path half = Files.write(folder.resolve("half.zip"), Arrays.copyOf(bytes, 200));
        assertRefused(half, "damaged");
        assertRefused(Files.writeString(folder.resolve("text.zip"), "hello"), "damaged");
        assertRefused(folder.resolve("nowhere.zip"), "no readable file");
    }

    @Test
    void aRowThatSomebodyWroteIntoTheFileIsFound() throws IOException {
        Path file = exported();
        edit(file, "keys.copy", rows -> rows.replace("h1", "h2"));
        assertRefused(file, "the rows of keys are not those that were exported");
    }

    @Test
    void anotherFormatAndAnotherSchemaAreRefusedWithTheRemedy() throws IOException {
        Path format = exported();
        edit(format, "manifest.txt", text -> text.replace("-export 1", "-export 2"));
        assertRefused(format, "it is of format 2, and this version reads format 1");
        Files.delete(format);
        Path newer = exported();
        edit(newer, "manifest.txt", text -> text.replaceAll("schema \\d+ .", "schema 999 x"));
        assertRefused(newer, "newer than this version's");
        Files.delete(newer);
        Path older = exported();
        edit(older, "manifest.txt", text -> text.replaceAll("schema \\d+ .", "schema 0 x"));
        assertRefused(older, "import it with that version");
    }

    @Test
    void anExportNeverOverwritesAndLeavesNothingHalfDone() throws IOException {
        Path file = exported();
        assertThatThrownBy(this::exported).hasMessageContaining("is there already");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aDatabaseWithoutOurTablesHasNothingToExport() {
        assertThatThrownBy(() -> Snapshot.take(target.url(), VERSION).close())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("nothing of Signalbox");
        source.execute("UPDATE schema_fingerprints SET fingerprint = 'another'");
        assertThatThrownBy(() -> Snapshot.take(source.url(), VERSION).close())
                .hasMessageContaining("never used by this version");
    }

    private Path exported() {
        Path file = folder.resolve("all.zip");
        try (Snapshot snapshot = Snapshot.take(source.url(), VERSION)) {
            Archive.write(snapshot, file, progress::add);
        }
        return file;
    }

    private long importInto(TestDatabase database, Path file, boolean replace) {
        try (Archive archive = Archive.open(file)) {
            return new Intake(database.url(), progress::add).take(archive, replace);
        }
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> importInto(target, file, false))
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining(why);
        assertThat(Stored.texts(target, "SELECT to_regclass('teams')::text"))
                .containsExactly("null");
    }

    private static void edit(Path file, String entry, UnaryOperator<String> change)
            throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path inside = zip.getPath(entry);
            String text = Files.readString(inside, StandardCharsets.UTF_8);
            assertThat(change.apply(text)).isNotEqualTo(text);
            Files.writeString(inside, change.apply(text));
        }
    }
}
