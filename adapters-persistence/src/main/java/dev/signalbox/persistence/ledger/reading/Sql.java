package dev.signalbox.persistence.ledger.reading;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A statement in the making: its text, and the values for its question marks, each a text or many.
 * Made for one question.
 */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> values = new ArrayList<>();
    private final List<Boolean> many = new ArrayList<>();

    Sql(String text) {
        this.text.append(text);
    }

    /** Goes on without a value. */
    void add(String more) {
        text.append(more);
    }

    /** Goes on with one question mark and what it stands for. */
    void add(String more, String value) {
        text.append(more);
        values.add(List.of(value));
        many.add(false);
    }

    /** Goes on with one question mark for an array. */
    void add(String more, Collection<String> array) {
        text.append(more);
        values.add(List.copyOf(array));
        many.add(true);
    }

    PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        for (int i = 0; i < values.size(); i++) {
            List<String> value = values.get(i);
            if (many.get(i)) {
                statement.setArray(
                        i + 1, connection.createArrayOf("text", value.toArray(String[]::new)));
            } else {
                statement.setString(i + 1, value.getFirst());
            }
        }
        return statement;
    }
}
