package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.contact.Pauser;
import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.transfer.Rows.TransferRefused;
import dev.signalbox.persistence.transfer.Table.Counter;

import org.postgresql.copy.CopyIn;
import org.postgresql.copy.PGCopyOutputStream;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Puts rows into a database: all of them in one transaction, or nothing. Gateways that live on that
 * database see the old state until then, and load everything afterwards.
 */
public final class Intake {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A row of the ledger needs the part of the table that its day has. */
    private static final String DAYS_OF_THE_LEDGER =
            "SELECT ledger_open_day(day) FROM daily_spend GROUP BY day";

    private final DatabaseUrl url;
    private final Consumer<String> progress;

    /**
     * @param progress is told each table, with its rows
     */
    public Intake(DatabaseUrl url, Consumer<String> progress) {
        this.url = url;
        this.progress = progress;
    }

    /**
     * Brings the schema up to date, and takes the rows in.
     *
     * @param replace true: what the database holds is removed first
     * @return the registry's revision afterwards
     * @throws TransferRefused if they do not fit, or the database holds something already
     * @throws dev.signalbox.persistence.contact.DatabaseUnreachable if the database cannot be used
     */
    public long take(Rows rows, boolean replace) {
        requireFit(rows);
        new FirstContact(url, Pauser.real(), progress).make(PATIENCE);
        try (Session session = Session.begin(url, "READ COMMITTED READ WRITE")) {
            long before = lock(session);
            List<Table> tables = new Catalogue(session).tables();
            requireSameTables(rows.tables(), tables);
            makeRoom(session, tables, before, replace);
            for (Table table : rows.tables()) {
                fill(session, table, rows);
            }
            long after = Math.max(before, rows.revision()) + 1;
            raise(session, after);
            session.commit();
            return after;
        }
    }

    private void requireFit(Rows rows) {
        SchemaVersion own = SchemaVersion.ofThisBuild();
        SchemaVersion theirs = rows.schema();
        if (theirs.fingerprint().equals(own.fingerprint())) {
            return;
        }
        String wrote = "it was exported by Signalbox " + rows.version() + ", whose tables are ";
        throw new TransferRefused(
                theirs.number() > own.number()
                        ? wrote + "newer than this version's: use that version here, too"
                        : wrote
                                + "other than this version's: import it with that version, and"
                                + " start this one on the database afterwards");
    }

    /** From here on nobody else changes anything. */
    private static long lock(Session session) {
        return session.ask(
                        row -> row.getLong(1), "SELECT revision FROM registry_revision FOR UPDATE")
                .getFirst();
    }

    private static void requireSameTables(List<Table> theirs, List<Table> own) {
        Map<String, List<String>> expected = columnsOf(own);
        Map<String, List<String>> found = columnsOf(theirs);
        if (!expected.equals(found)) {
            throw new TransferRefused("its tables are not this version's: " + found);
        }
    }

    private static Map<String, List<String>> columnsOf(List<Table> tables) {
        return tables.stream()
                .collect(
                        Collectors.toMap(
                                Table::name, table -> table.columns().stream().sorted().toList()));
    }

    private void makeRoom(Session session, List<Table> tables, long revision, boolean replace) {
        Map<String, Long> held = new TreeMap<>();
        for (Table table : tables) {
            long rows =
                    session.ask(row -> row.getLong(1), "SELECT count(*) FROM " + table.quoted())
                            .getFirst();
            if (rows > 0 && !table.isOneRow()) {
                held.put(table.name(), rows);
            }
        }
        if (!replace && (revision > 0 || !held.isEmpty())) {
            throw new TransferRefused(
                    "the database "
                            + url.describe()
                            + " is in use already: it is at revision "
                            + revision
                            + " and holds "
                            + said(held)
                            + "; choose an empty one, or say --replace to remove all of that"
                            + " first");
        }
        if (!held.isEmpty()) {
            progress.accept("Removing what " + url.describe() + " holds: " + said(held) + ".");
        }
        for (Table table : tables.reversed()) {
            quietly(session, table, "DELETE FROM " + table.quoted());
        }
    }

    private static String said(Map<String, Long> held) {
        return held.isEmpty()
                ? "no rows"
                : held.entrySet().stream()
                        .map(entry -> entry.getValue() + " rows in " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private void fill(Session session, Table table, Rows rows) {
        if (table.name().equals("ledger")) {
            session.execute(DAYS_OF_THE_LEDGER);
        }
        setTriggers(session, table, "DISABLE");
        try {
            CopyIn copying =
                    session.copying()
                            .copyIn(
                                    "COPY %s (%s) FROM STDIN"
                                            .formatted(table.quoted(), table.columnList()));
            try {
                PGCopyOutputStream target = new PGCopyOutputStream(copying);
                RowCounter counter = new RowCounter(target, table.name(), progress);
                long promised = rows.write(table, counter);
                long stored = target.endCopy();
                if (counter.done() != promised || stored != promised) {
                    throw new TransferRefused(
                            "%s has %d rows and should have %d"
                                    .formatted(table.name(), stored, promised));
                }
            } finally {
                if (copying.isActive()) {
                    copying.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw session.failed(e);
        } catch (IOException e) {
            throw new TransferRefused("the rows of " + table.name() + " cannot be moved: " + e, e);
        }
        setTriggers(session, table, "ENABLE");
        Counter counter = table.counter();
        if (counter != null) {
            List<Long> unused =
                    session.ask(
                            row -> row.getLong(1),
                            "SELECT setval(pg_get_serial_sequence(?, ?), ?::bigint, ?::boolean)",
                            table.quoted(),
                            counter.column(),
                            Long.toString(counter.last()),
                            Boolean.toString(counter.called()));
        }
    }

    /** Rows that are moved were looked at when they were made; a guard of theirs is not asked. */
    private static void quietly(Session session, Table table, String sql) {
        setTriggers(session, table, "DISABLE");
        session.execute(sql);
        setTriggers(session, table, "ENABLE");
    }

    private static void setTriggers(Session session, Table table, String how) {
        boolean any =
                session.ask(
                                row -> row.getBoolean(1),
                                "SELECT count(*) > 0 FROM pg_trigger WHERE NOT tgisinternal"
                                        + " AND tgrelid = ?::regclass",
                                table.quoted())
                        .getFirst();
        if (any) {
            session.execute("ALTER TABLE " + table.quoted() + " " + how + " TRIGGER USER");
        }
    }

    /** Whoever has seen less than this revision loads everything. */
    private static void raise(Session session, long revision) {
        session.execute(
                "UPDATE registry_revision SET revision = %d, complete_from = %d"
                        .formatted(revision, revision));
        session.execute("SELECT pg_notify('signalbox', '%d')".formatted(revision));
    }
}
