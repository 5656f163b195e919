package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.transfer.Rows.TransferRefused;
import dev.signalbox.persistence.transfer.Table.Counter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in an archive, as people and we can read it: a line a fact, a line a table.
 *
 * @param version of the Signalbox that wrote it
 * @param schema the number of its schema
 * @param revision of the registry
 */
record Manifest(
        String version, int schema, String fingerprint, long revision, List<Entry> entries) {

    /** The number of this format. */
    static final int FORMAT = 1;

    private static final String FIRST_WORD = "signalbox-export";
    private static final String NAME = "[a-z_][a-z_0-9]*";
    private static final Pattern TABLE =
            Pattern.compile(
                    "table (%s) (\\d{1,18}) ([0-9a-f]{64}) (%s(?:,%s)*)"
                            .formatted(NAME, NAME, NAME));
    private static final Pattern COUNTER =
            Pattern.compile("counter (%s) (%s) (\\d{1,19}) (true|false)".formatted(NAME, NAME));

    Manifest {
        entries = List.copyOf(entries);
    }

    /**
     * One table in it.
     *
     * @param sha256 of its bytes, 64 hexadecimal digits
     */
    record Entry(Table table, long rows, String sha256) {}

    /** Its text. */
    String text() {
        StringBuilder text = new StringBuilder(256);
        text.append(FIRST_WORD).append(' ').append(FORMAT).append('\n');
        text.append("version ").append(version).append('\n');
        text.append("schema ").append(schema).append(' ').append(fingerprint).append('\n');
        text.append("revision ").append(revision).append('\n');
        for (Entry entry : entries) {
            Table table = entry.table;
            text.append("table ").append(table.name()).append(' ').append(entry.rows).append(' ');
            text.append(entry.sha256).append(' ').append(String.join(",", table.columns()));
            text.append('\n');
            Counter counter = table.counter();
            if (counter != null) {
                text.append("counter ").append(table.name()).append(' ');
                text.append(counter.column()).append(' ').append(counter.last()).append(' ');
                text.append(counter.called()).append('\n');
            }
        }
        return text.toString();
    }

    /**
     * Reads one.
     *
     * @throws TransferRefused if it is none, or of another format
     */
    static Manifest read(String text) {
        List<String> lines = text.lines().toList();
        String format = value(lines, 0, FIRST_WORD);
        if (!format.equals(Integer.toString(FORMAT))) {
            throw new TransferRefused(
                    "it is of format "
                            + format
                            + ", and this version reads format "
                            + FORMAT
                            + ": import it with the version that wrote it");
        }
        String version = value(lines, 1, "version");
        String[] schema = value(lines, 2, "schema").split(" ", 2);
        try {
            return new Manifest(
                    version,
                    Integer.parseInt(schema[0]),
                    schema[1],
                    Long.parseLong(value(lines, 3, "revision")),
                    entries(lines.subList(4, lines.size())));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new TransferRefused("its manifest is damaged", e);
        }
    }

    private static String value(List<String> lines, int number, String word) {
        if (lines.size() <= number || !lines.get(number).startsWith(word + " ")) {
            throw new TransferRefused("its manifest is damaged: there is no " + word);
        }
        return lines.get(number).substring(word.length() + 1);
    }

    private static List<Entry> entries(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            Matcher table = TABLE.matcher(line);
            Matcher counter = COUNTER.matcher(line);
            if (table.matches()) {
                List<String> columns = List.of(table.group(4).split(","));
                entries.add(
                        new Entry(
                                new Table(table.group(1), columns, null),
                                Long.parseLong(table.group(2)),
                                table.group(3)));
            } else if (counter.matches() && !entries.isEmpty()) {
                Entry last = entries.removeLast();
                entries.add(new Entry(last.table.with(counter(counter)), last.rows, last.sha256));
            } else {
                throw new TransferRefused("its manifest is damaged: '" + line + "'");
            }
        }
        return entries;
    }

    private static Counter counter(Matcher line) {
        return new Counter(
                line.group(2), Long.parseLong(line.group(3)), Boolean.parseBoolean(line.group(4)));
    }
}
