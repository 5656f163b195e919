package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.transfer.Table.Counter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the database says of our tables: which there are, and in which order they may be filled. */
final class Catalogue {

    /**
     * They say how the schema and the registry stand, and which gateways live on the database; each
     * has its own.
     */
    private static final Set<String> NOT_MOVED =
            Set.of(
                    "registry_revision",
                    "schema_fingerprints",
                    "replicas",
                    "grants",
                    "journals_read");

    /** The days of the ledger are those that its sums have, so the sums are there first. */
    private static final Reference DAYS = new Reference("ledger", "daily_spend");

    private static final String COLUMNS =
            """
            SELECT t.relname, a.attname, pg_get_serial_sequence(
                quote_ident(n.nspname) || '.' || quote_ident(t.relname), a.attname) AS sequence
            FROM pg_class t
            JOIN pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_attribute a ON a.attrelid = t.oid
            WHERE n.nspname = current_schema() AND t.relkind IN ('r', 'p')
                AND NOT t.relispartition
                AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            ORDER BY t.relname, a.attnum
            """;

    private static final String REFERENCES =
            """
            SELECT t.relname, other.relname
            FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid
            JOIN pg_class other ON other.oid = c.confrelid
            WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace
                AND t.oid <> other.oid
            """;

    private final Session session;

    Catalogue(Session session) {
        this.session = session;
    }

    private record Column(String table, String name, @Nullable String sequence) {}

    private record Reference(String from, String to) {}

    /** All tables whose rows are moved; those that others refer to come first. */
    List<Table> tables() {
        Set<String> ours = new HashSet<>(SchemaVersion.ofThisBuild().tables());
        ours.removeAll(NOT_MOVED);
        Map<String, Table> found = new HashMap<>();
        for (Column column :
                session.ask(
                        row -> new Column(row.getString(1), row.getString(2), row.getString(3)),
                        COLUMNS)) {
            if (ours.contains(column.table)) {
                found.merge(column.table, table(column), Catalogue::both);
            }
        }
        return inOrder(found);
    }

    private Table table(Column column) {
        return new Table(
                column.table,
                List.of(column.name),
                column.sequence == null ? null : counter(column.name, column.sequence));
    }

    private Counter counter(String column, String sequence) {
        return session.ask(
                        row -> new Counter(column, row.getLong(1), row.getBoolean(2)),
                        "SELECT last_value, is_called FROM " + sequence)
                .getFirst();
    }

    private static Table both(Table some, Table more) {
        List<String> columns = new ArrayList<>(some.columns());
        columns.addAll(more.columns());
        return new Table(
                some.name(), columns, some.counter() == null ? more.counter() : some.counter());
    }

    private List<Table> inOrder(Map<String, Table> tables) {
        List<Reference> references =
                new ArrayList<>(
                        session.ask(
                                row -> new Reference(row.getString(1), row.getString(2)),
                                REFERENCES));
        references.add(DAYS);
        List<String> left = new ArrayList<>(tables.keySet().stream().sorted().toList());
        List<Table> order = new ArrayList<>();
        while (!left.isEmpty()) {
            String next =
                    left.stream()
                            .filter(name -> refersToNone(name, left, references))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("a circle in " + left));
            left.remove(next);
            order.add(tables.get(next));
        }
        return order;
    }

    private static boolean refersToNone(
            String name, List<String> left, List<Reference> references) {
        return references.stream()
                .noneMatch(reference -> reference.from.equals(name) && left.contains(reference.to));
    }
}
