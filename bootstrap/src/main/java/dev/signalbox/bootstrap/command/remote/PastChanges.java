package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.http.remote.JsonView;

import java.util.List;

/**
 * Changes that were made, as rows, for people.
 *
 * @param answer a list, or an object that has one
 */
record PastChanges(JsonView answer) {

    /** A line each, below a head. */
    List<String> lines() {
        Columns table = Columns.of("revision", "when", "who", "what");
        List<JsonView> rows =
                answer.items().isEmpty()
                        ? answer.firstOf("rows", "data", "history", "entries").items()
                        : answer.items();
        for (JsonView row : rows) {
            table.add(
                    row.at("revision").text(),
                    row.firstOf("when", "at", "created_at", "updated_at").text(),
                    who(row.firstOf("who", "actor", "by", "changed_by")),
                    what(row));
        }
        return table.isEmpty() ? List.of("no rows") : table.lines();
    }

    private static String who(JsonView who) {
        JsonView named = who.firstOf("key_alias", "key", "user_id", "name", "kind");
        return named.isEmpty() ? who.text() : named.text();
    }

    private static String what(JsonView row) {
        String deed = deed(row);
        String kind = row.firstOf("kind", "object", "table_name").text();
        String id = row.firstOf("id", "object_id", "subject").text();
        JsonView aliases = row.firstOf("model_aliases", "after", "aliases");
        String plain = String.join(" ", deed, kind, id).strip().replaceAll(" +", " ");
        return plain.isEmpty() ? aliases.text() : plain;
    }

    /** A thing that was not there before was made; one that is not there after was removed. */
    private static String deed(JsonView row) {
        JsonView said = row.firstOf("what", "action", "deed");
        if (!said.isEmpty() || row.at("kind").isEmpty()) {
            return said.text();
        }
        if (row.at("before").isEmpty()) {
            return "made";
        }
        return row.at("after").isEmpty() ? "removed" : "changed";
    }
}
