package dev.signalbox.persistence.contact;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables this version of ours keeps, and what makes them its own.
 *
 * @param number how many sets of changes there are; a newer version has more
 * @param fingerprint of the changes, 64 hexadecimal digits
 * @param tables all that are ours, without Liquibase's, by name
 */
public record SchemaVersion(int number, String fingerprint, Set<String> tables) {

    private static final Pattern TABLE =
            Pattern.compile(
                    "^CREATE TABLE (?:IF NOT EXISTS )?([a-z_][a-z_0-9]*)",
                    Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    public SchemaVersion {
        tables = Set.copyOf(tables);
    }

    /** What the changes of this build make. */
    public static SchemaVersion ofThisBuild() {
        Set<String> tables = new TreeSet<>();
        for (String file : Schema.CHANGESETS) {
            Matcher made = TABLE.matcher(Schema.text(file));
            while (made.find()) {
                tables.add(made.group(1));
            }
        }
        return new SchemaVersion(Schema.CHANGESETS.size(), Schema.fingerprint(), tables);
    }
}
