package dev.signalbox.persistence.contact;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a failure of the database means for us; PostgreSQL's codes are known here only. */
public enum SqlState {
    /** Not reached, just starting, stopping, or the connection broke. */
    AWAY,
    /** Reached, but too slow, out of connections, or taking no changes now. */
    BUSY,
    /** The transaction must run again from its start. */
    AGAIN,
    /** The server does not let us in. */
    LOGIN_REFUSED,
    /** The server has no database of that name. */
    NO_SUCH_DATABASE,
    /** A value breaks a rule of the schema: somebody asked for the impossible. */
    REFUSED_DATA,
    /** Anything else. */
    OTHER;

    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");

    /** Query cancelled, idle too long, lock not granted, read-only, recovery conflict. */
    private static final Set<String> TOO_SLOW_OR_READ_ONLY =
            Set.of("57014", "25P03", "25P04", "55P03", "25006");

    /** What the first failure of the database among {@code failure} and its causes means. */
    public static SqlState of(Throwable failure) {
        SQLException sql = failureIn(failure);
        if (sql == null) {
            return OTHER;
        }
        // The pool's own timeout has the state of whatever kept it from connecting, or none.
        if (sql instanceof SQLTransientConnectionException) {
            return AWAY;
        }
        String state = sql.getSQLState();
        return state == null ? OTHER : of(state);
    }

    /** Whether waiting does not help. */
    boolean isFinal() {
        return switch (this) {
            case AWAY, BUSY, AGAIN -> false;
            case LOGIN_REFUSED, NO_SUCH_DATABASE, REFUSED_DATA, OTHER -> true;
        };
    }

    private static SqlState of(String state) {
        if (RUN_AGAIN.contains(state)) {
            return AGAIN;
        }
        if (TOO_SLOW_OR_READ_ONLY.contains(state) || state.startsWith("53")) {
            return BUSY;
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("58")) {
            return AWAY;
        }
        if (state.startsWith("28")) {
            return LOGIN_REFUSED;
        }
        if (state.equals("3D000")) {
            return NO_SUCH_DATABASE;
        }
        return state.startsWith("22") || state.startsWith("23") ? REFUSED_DATA : OTHER;
    }

    /** The first failure of the database among {@code failure} and its causes; null if none. */
    static @Nullable SQLException failureIn(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
