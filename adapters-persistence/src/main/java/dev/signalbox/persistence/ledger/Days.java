package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.contact.SqlState;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of the ledger, one a day: made before the day begins, and taken away as a whole when
 * nobody wants them any more. Used by one thread.
 */
final class Days {

    private static final System.Logger LOG = System.getLogger(Days.class.getName());

    private static final String PREFIX = "ledger_";

    /** Whoever comes behind a lock waits as long as we do, so this is short; it is tried again. */
    private static final String SHORT = "100ms";

    private static final String ALL =
            """
            SELECT part.relname
            FROM pg_inherits i
            JOIN pg_class part ON part.oid = i.inhrelid
            WHERE i.inhparent = 'ledger'::regclass
            ORDER BY part.relname
            """;

    private final LedgerLine line;
    private final Set<LocalDate> known = new HashSet<>();

    Days(LedgerLine line) {
        this.line = line;
    }

    /** From now on rows of these days can be written. */
    void open(Collection<LocalDate> days) throws SQLException {
        Set<LocalDate> missing = new TreeSet<>(days);
        missing.removeAll(known);
        for (LocalDate day : missing) {
            boolean unused = line.inTransaction("5s", connection -> open(connection, day));
            known.add(day);
        }
    }

    /** What was known of them may not be so any more. */
    void forget() {
        known.clear();
    }

    /** Takes away what lies before that day, as far as nobody is in the way at the moment. */
    void dropBefore(LocalDate day) throws SQLException {
        List<LocalDate> old =
                line.inTransaction("5s", Days::all).stream()
                        .filter(one -> one.isBefore(day))
                        .toList();
        for (LocalDate one : old) {
            try {
                boolean unused = line.inTransaction(SHORT, connection -> drop(connection, one));
                known.remove(one);
            } catch (SQLException e) {
                if (SqlState.of(e) != SqlState.BUSY && SqlState.of(e) != SqlState.AGAIN) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "a day of the ledger is in use", e);
            }
        }
    }

    private static boolean open(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT ledger_open_day(?::date)")) {
            statement.setString(1, day.toString());
            return statement.execute();
        }
    }

    private static boolean drop(Connection connection, LocalDate day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("DROP TABLE IF EXISTS " + PREFIX + written(day));
        }
    }

    private static List<LocalDate> all(Connection connection) throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ALL)) {
            while (row.next()) {
                String digits = row.getString(1).substring(PREFIX.length());
                days.add(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE));
            }
        }
        return days;
    }

    private static String written(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
