package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.SchemaVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Where rows come from, all of one moment. Used by one thread; whoever opens it closes it. */
public interface Rows extends AutoCloseable {

    /** Which schema they are of. Its tables are those that this version knows. */
    SchemaVersion schema();

    /** Which version of Signalbox wrote them. */
    String version();

    /** The registry's revision at that moment. */
    long revision();

    /** What there is, in an order in which no row refers to a table that comes later. */
    List<Table> tables();

    /**
     * Writes a table's rows as PostgreSQL's COPY does, as text.
     *
     * @return how many
     * @throws TransferRefused if they are not what they were
     */
    long write(Table table, OutputStream target) throws IOException;

    @Override
    void close();

    /**
     * What should be moved cannot be: a file that is damaged or of another format, a database that
     * holds something already. Nothing was changed. The message is for people.
     */
    final class TransferRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TransferRefused(String message) {
            this(message, null);
        }

        TransferRefused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
