package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.transfer.Rows.TransferRefused;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;

/** All rows of a database as they are at one moment, while others go on writing. */
public final class Snapshot implements Rows {

    private final Session session;
    private final String version;
    private final long revision;
    private final List<Table> tables;

    private Snapshot(Session session, String version) {
        this.session = session;
        this.version = version;
        this.revision =
                session.ask(row -> row.getLong(1), "SELECT revision FROM registry_revision")
                        .getFirst();
        this.tables = new Catalogue(session).tables();
    }

    /**
     * Takes one.
     *
     * @param version of this Signalbox
     * @throws dev.signalbox.persistence.contact.DatabaseUnreachable if the database cannot be used
     * @throws TransferRefused if it does not have the schema of this version
     */
    public static Snapshot take(DatabaseUrl url, String version) {
        Session session = Session.begin(url, "REPEATABLE READ READ ONLY");
        try {
            requireOurSchema(session, url);
            return new Snapshot(session, version);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public SchemaVersion schema() {
        return SchemaVersion.ofThisBuild();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public List<Table> tables() {
        return tables;
    }

    @Override
    public long write(Table table, OutputStream target) throws IOException {
        try {
            // A query, because a table in partitions can be copied in no other way.
            return session.copying()
                    .copyOut(
                            "COPY (SELECT %s FROM %s) TO STDOUT"
                                    .formatted(table.columnList(), table.quoted()),
                            target);
        } catch (SQLException e) {
            throw session.failed(e);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private static void requireOurSchema(Session session, DatabaseUrl url) {
        boolean ours =
                session.ask(
                                        row -> row.getString(1),
                                        "SELECT to_regclass('schema_fingerprints')::text")
                                .getFirst()
                        != null;
        if (!ours) {
            throw new TransferRefused(
                    "there is nothing of Signalbox in the database " + url.describe());
        }
        if (session.ask(
                        row -> row.getString(1),
                        "SELECT fingerprint FROM schema_fingerprints WHERE fingerprint = ?",
                        SchemaVersion.ofThisBuild().fingerprint())
                .isEmpty()) {
            throw new TransferRefused(
                    "the database "
                            + url.describe()
                            + " was never used by this version of Signalbox: start a gateway of"
                            + " this version on it, or use the version that does");
        }
    }
}
