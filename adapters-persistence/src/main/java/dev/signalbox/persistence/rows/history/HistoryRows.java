package dev.signalbox.persistence.rows.history;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.persistence.rows.Columns;
import dev.signalbox.persistence.rows.Conditions;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The history, read. */
public final class HistoryRows {

    private static final String SELECT =
            """
            SELECT serial, revision, at, author, address, on_behalf_of, kind, id, before, after
            FROM audit
            """;

    /** Each thing once: what it was before its first change, and what its last one made of it. */
    private static final String DIFFERENCE =
            """
            SELECT last.serial, last.revision, last.at, last.author, last.address,
                last.on_behalf_of, last.kind, last.id, first.before, last.after
            FROM (SELECT DISTINCT ON (kind, id) * FROM audit
                  WHERE revision > :from AND revision <= :to ORDER BY kind, id, serial DESC) AS last
            JOIN (SELECT DISTINCT ON (kind, id) kind, id, before FROM audit
                  WHERE revision > :from AND revision <= :to ORDER BY kind, id, serial) AS first
                USING (kind, id)
            ORDER BY last.serial
            LIMIT 1000
            """;

    /** Aliases as they were written down, in the columns that teams have. */
    private static final String ARRAYS =
            """
                ARRAY(SELECT key FROM json_each(aliases)
                    WHERE json_typeof(value) = 'string' ORDER BY key) AS alias_names,
                ARRAY(SELECT value #>> '{}' FROM json_each(aliases)
                    WHERE json_typeof(value) = 'string' ORDER BY key) AS alias_targets,
                ARRAY(SELECT key FROM json_each(aliases), LATERAL json_array_elements(
                        CASE json_typeof(value) WHEN 'array' THEN value ELSE '[]' END)
                        WITH ORDINALITY AS arms (arm, nth) ORDER BY key, nth) AS split_names,
                ARRAY(SELECT arm->>'group' FROM json_each(aliases), LATERAL json_array_elements(
                        CASE json_typeof(value) WHEN 'array' THEN value ELSE '[]' END)
                        WITH ORDINALITY AS arms (arm, nth) ORDER BY key, nth) AS split_groups,
                ARRAY(SELECT CAST(arm->>'weight' AS integer)
                    FROM json_each(aliases), LATERAL json_array_elements(
                        CASE json_typeof(value) WHEN 'array' THEN value ELSE '[]' END)
                        WITH ORDINALITY AS arms (arm, nth) ORDER BY key, nth) AS split_weights
            """;

    private static final String ALIASES =
            """
            SELECT revision, at, author, address, on_behalf_of,
            """
                    + ARRAYS
                    + """
            FROM (
                SELECT *, coalesce(CAST(after AS json)->'aliases', '{}') AS aliases,
                    coalesce(CAST(CAST(before AS json)->'aliases' AS text), '') AS former
                FROM audit WHERE kind = 'team' AND id = :id
            ) AS entries
            """;

    private static final String HISTORY =
            ALIASES
                    + "WHERE former <> CAST(aliases AS text) AND after IS NOT NULL"
                    + " ORDER BY serial DESC LIMIT 1000";

    private static final String AT =
            ALIASES + "WHERE revision <= :revision ORDER BY serial DESC LIMIT 1";

    /** What held before anything was written down. */
    private static final String BEFORE =
            """
            SELECT
            """
                    + ARRAYS
                    + """
            FROM (
                SELECT CAST(before AS json)->'aliases' AS aliases
                FROM audit WHERE kind = 'team' AND id = :id AND revision > :revision
                ORDER BY serial LIMIT 1
            ) AS entries WHERE aliases IS NOT NULL
            """;

    private static final String FLAW =
            """
            SELECT serial, why FROM (
                SELECT serial,
                    CASE
                        WHEN serial <> expected THEN 'row ' || expected || ' is missing'
                        WHEN previous <> chained
                            THEN 'it does not follow the row before: that was edited or replaced'
                        WHEN hash <> audit_hash(CAST(ROW(serial, revision, at, author, address,
                            on_behalf_of, kind, id, before, after, previous, '') AS audit))
                            THEN 'it was edited'
                    END AS why
                FROM (
                    SELECT *, lag(serial, 1, CAST(0 AS bigint)) OVER chain + 1 AS expected,
                        lag(hash, 1, '') OVER chain AS chained
                    FROM audit WINDOW chain AS (ORDER BY serial)
                ) AS rows
            ) AS flaws WHERE why IS NOT NULL ORDER BY serial LIMIT 1
            """;

    private HistoryRows() {}

    /** Changes, the newest first. */
    public static List<RecordedChange> changes(DbExecute sql, ChangeFilter filter) {
        Conditions conditions =
                new Conditions()
                        .and("kind = :kind", "kind", filter.kind())
                        .and("id = :id", "id", filter.id())
                        .and("serial < :before", "before", filter.before());
        try (Stream<DbRow> rows =
                conditions
                        .filled(
                                sql.createNamedQuery(
                                        "changes",
                                        SELECT
                                                + conditions.where()
                                                + " ORDER BY serial DESC LIMIT :most"))
                        .addParam("most", filter.most())
                        .execute()) {
            return rows.map(HistoryRows::change).toList();
        }
    }

    /** What changed between two revisions, each thing once. */
    public static List<RecordedChange> difference(DbExecute sql, long from, long to) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("difference", DIFFERENCE)
                        .addParam("from", from)
                        .addParam("to", to)
                        .execute()) {
            return rows.map(HistoryRows::change).toList();
        }
    }

    /** The aliases that a team has had, the newest first. */
    public static List<PastAliases> aliases(DbExecute sql, Team.Id team) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("past-aliases", HISTORY)
                        .addParam("id", team.text())
                        .execute()) {
            return rows.map(
                            row ->
                                    new PastAliases(
                                            Columns.number(row, "revision"),
                                            Columns.instant(row, "at"),
                                            author(row),
                                            Columns.aliases(row)))
                    .toList();
        }
    }

    /** The aliases that a team had at a revision, if that is known. */
    public static Optional<Aliases> aliasesAt(DbExecute sql, Team.Id team, long revision) {
        Optional<Aliases> written = aliases(sql, AT, team, revision);
        return written.isPresent() ? written : aliases(sql, BEFORE, team, revision);
    }

    /** Looks through the whole chain. */
    public static ChainReport verify(DbExecute sql, ChainReport.@Nullable Head noted) {
        long rows = new Conditions().count(sql, "audit", "SELECT count(*) AS count FROM audit");
        Optional<ChainReport.Head> head =
                head(sql, "SELECT serial, hash FROM audit_head WHERE serial > 0");
        ChainReport.Flaw flaw =
                sql.createNamedGet("flaw", FLAW)
                        .execute()
                        .map(
                                row ->
                                        new ChainReport.Flaw(
                                                Columns.number(row, "serial"),
                                                Columns.text(row, "why")))
                        .orElseGet(() -> flawAtTheEnd(sql, head.orElse(null), noted));
        return new ChainReport(rows, head.orElse(null), flaw);
    }

    private static ChainReport.@Nullable Flaw flawAtTheEnd(
            DbExecute sql, ChainReport.@Nullable Head head, ChainReport.@Nullable Head noted) {
        Optional<ChainReport.Head> last =
                head(sql, "SELECT serial, hash FROM audit ORDER BY serial DESC LIMIT 1");
        if (!last.equals(Optional.ofNullable(head))) {
            long serial = head == null ? 0 : head.serial();
            return new ChainReport.Flaw(
                    serial, "the newest row should be this one: rows behind it are missing");
        }
        if (noted == null) {
            return null;
        }
        Optional<ChainReport.Head> there =
                head(sql, "SELECT serial, hash FROM audit WHERE serial = " + noted.serial());
        return there.equals(Optional.of(noted))
                ? null
                : new ChainReport.Flaw(
                        noted.serial(),
                        "it is not the row that was noted: the history was rewritten");
    }

    private static Optional<ChainReport.Head> head(DbExecute sql, String statement) {
        return sql.createNamedGet("head", statement)
                .execute()
                .map(
                        row ->
                                new ChainReport.Head(
                                        Columns.number(row, "serial"), Columns.text(row, "hash")));
    }

    private static Optional<Aliases> aliases(
            DbExecute sql, String statement, Team.Id team, long revision) {
        return sql.createNamedGet("aliases-at", statement)
                .addParam("id", team.text())
                .addParam("revision", revision)
                .execute()
                .map(Columns::aliases);
    }

    private static RecordedChange change(DbRow row) {
        return new RecordedChange(
                Columns.number(row, "serial"),
                Columns.number(row, "revision"),
                Columns.instant(row, "at"),
                author(row),
                Columns.text(row, "kind"),
                Columns.text(row, "id"),
                json(row, "before"),
                json(row, "after"));
    }

    private static Author author(DbRow row) {
        return new Author(
                Columns.text(row, "author"),
                Columns.text(row, "address"),
                Columns.textOrNull(row, "on_behalf_of"));
    }

    private static @Nullable FreeJson json(DbRow row, String column) {
        String text = Columns.textOrNull(row, column);
        return text == null ? null : new FreeJson(text);
    }
}
