package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whoever edits the history in the database behind our back is found out. */
class AuditChainTest {

    private final TestDatabase schema = TestDatabase.fresh();
    private Database database;
    private AuditLog history;

    @BeforeEach
    void fill() {
        database = schema.open();
        history = database.auditLog();
        for (int i = 1; i <= 5; i++) {
            put(Teams.team("team-" + i, Map.of()));
        }
    }

    @AfterEach
    void close() {
        database.close();
        schema.close();
    }

    private void put(Team team) {
        database.registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(team);
                            return true;
                        });
    }

    /** As an administrator of the database could, who knows about the trigger. */
    private void tamper(String sql) {
        schema.execute(
                "ALTER TABLE audit DISABLE TRIGGER audit_is_not_edited; "
                        + sql
                        + "; ALTER TABLE audit ENABLE TRIGGER audit_is_not_edited");
    }

    @Test
    void anUntouchedChainIsWhole() {
        ChainReport report = history.verify(null);
        assertThat(report.flaw()).isNull();
        assertThat(report.rows()).isEqualTo(5);
        assertThat(history.verify(report.head()).flaw()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit SET after = '{}' WHERE serial = 3          | 3 | edited",
                "UPDATE audit SET author = 'somebody' WHERE serial = 1   | 1 | edited",
                "UPDATE audit SET at = at + interval '1 us' WHERE serial = 5 | 5 | edited",
                "UPDATE audit SET on_behalf_of = '' WHERE serial = 2     | 2 | edited",
                "DELETE FROM audit WHERE serial = 3                      | 4 | row 3 is missing",
                "DELETE FROM audit WHERE serial = 1                      | 2 | row 1 is missing",
                "DELETE FROM audit WHERE serial = 5                      | 5 | missing",
                "DELETE FROM audit                                       | 5 | missing",
            })
    void whatWasEditedOrDeletedIsNamed(String sql, long serial, String why) {
        tamper(sql);
        ChainReport.Flaw flaw = history.verify(null).flaw();
        assertThat(flaw).isNotNull();
        assertThat(flaw.serial()).isEqualTo(serial);
        assertThat(flaw.why()).contains(why);
    }

    @Test
    void whoMakesTheHashesAnewIsFoundByTheRowsThatFollow() {
        tamper(
                "UPDATE audit SET author = 'x' WHERE serial = 2;"
                        + "UPDATE audit SET hash = audit_hash(CAST(ROW(serial, revision, at, author,"
                        + " address, on_behalf_of, kind, id, before, after, previous, '') AS audit))"
                        + " WHERE serial = 2");
        assertThat(history.verify(null).flaw()).extracting(ChainReport.Flaw::serial).isEqualTo(3L);
    }

    @Test
    void whoCutsTheEndOffAndMendsTheHeadIsFoundByAHeadThatWasNoted() {
        ChainReport.Head noted = history.verify(null).head();
        tamper(
                "DELETE FROM audit WHERE serial > 3;"
                        + "UPDATE audit_head SET (serial, hash) ="
                        + " (SELECT serial, hash FROM audit WHERE serial = 3)");
        assertThat(history.verify(null).flaw()).isNull();
        assertThat(history.verify(noted).flaw()).extracting(ChainReport.Flaw::serial).isEqualTo(5L);
    }

    @Test
    void withoutTakingTheTriggerAwayNothingCanBeEdited() {
        for (String sql : List.of("UPDATE audit SET author = 'x'", "DELETE FROM audit")) {
            assertThatThrownBy(() -> schema.execute(sql))
                    .hasMessageContaining("only ever added to");
        }
    }

    @Test
    void changesOfManyThreadsMakeOneChain() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String id = "many-" + i;
            threads.add(Thread.startVirtualThread(() -> put(Teams.team(id, Map.of()))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        ChainReport report = history.verify(null);
        assertThat(report.rows()).isEqualTo(13);
        assertThat(report.flaw()).isNull();
    }

    @Test
    void aSecretInWhatIsOnlyKeptIsNotWrittenDown() {
        Team team = Teams.team("secretive", Map.of());
        put(
                new Team(
                        team.id(),
                        team.name(),
                        team.models(),
                        team.aliases(),
                        team.members(),
                        team.limits(),
                        false,
                        team.routing(),
                        new FreeJson(
                                "{\"metadata\":{\"langfuse_secret_key\":\"sk-lf-canary\","
                                        + "\"nested\":[{\"Password\" : \"pa\\\"ss-canary\"}],"
                                        + "\"max_tokens\":5,\"note\":\"kept\"}}"),
                        team.createdAt(),
                        team.updatedAt()));
        String after =
                history.changes(new ChangeFilter("team", "secretive", null, 1))
                        .getFirst()
                        .after()
                        .text();
        assertThat(after).doesNotContain("canary").contains("kept").contains("max_tokens");
    }
}
