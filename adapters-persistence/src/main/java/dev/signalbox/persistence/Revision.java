package dev.signalbox.persistence;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

/**
 * The one row that says how many changes there were, and what was deleted in them. A change locks
 * it before it reads anything, so changes happen one after the other and revisions are committed in
 * their order.
 *
 * @param number of the last change
 * @param completeFrom whoever has seen less must load everything, since older tombstones are gone
 */
record Revision(long number, long completeFrom) {

    /** How many tombstones are kept; who has missed more than that loads everything. */
    static final long TOMBSTONES_KEPT = 100_000;

    /** Where changes are announced. */
    static final String CHANNEL = "signalbox";

    /** Asks for the present one; its first column is the number. */
    static final String READ = "SELECT revision, complete_from FROM registry_revision";

    private static final String LOCK = READ + " FOR UPDATE";

    /** The deepest revision that loses a tombstone becomes the new bound, in the same breath. */
    private static final String RAISE =
            """
            WITH pruned AS (
                DELETE FROM tombstones
                WHERE serial <= (SELECT max(serial) FROM tombstones) - :kept
                RETURNING revision
            )
            UPDATE registry_revision
            SET revision = :number,
                complete_from =
                    greatest(complete_from, coalesce((SELECT max(revision) FROM pruned), 0))
            """;

    private static final String ANNOUNCE =
            "SELECT pg_notify('" + CHANNEL + "', CAST(:number AS text)) IS NULL AS announced";

    /** The present one. */
    static Revision read(DbExecute sql) {
        return only(sql, READ);
    }

    /** The present one; nobody else can change anything until this transaction ends. */
    static Revision lock(DbExecute sql) {
        return only(sql, LOCK);
    }

    /** What the change that is being made is to be called. */
    long next() {
        return number + 1;
    }

    /** Makes {@link #next} the present one, and tells whoever listens when it is committed. */
    void raise(DbExecute sql) {
        sql.createNamedDmlStatement("raise-revision", RAISE)
                .addParam("kept", TOMBSTONES_KEPT)
                .addParam("number", next())
                .execute();
        sql.createNamedGet("announce-revision", ANNOUNCE).addParam("number", next()).execute();
    }

    private static Revision only(DbExecute sql, String statement) {
        DbRow row =
                sql.createNamedGet("revision", statement)
                        .execute()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the row in registry_revision is missing"));
        return new Revision(
                row.column("revision").get(Long.class),
                row.column("complete_from").get(Long.class));
    }
}
