package dev.signalbox.bootstrap.command.spend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.opencsv.CSVParserBuilder;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.ICSVParser;
import com.opencsv.exceptions.CsvValidationException;

import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.spend.Comparison.Spot;
import dev.signalbox.bootstrap.process.Exit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads an invoice. Strictly: a line that cannot be understood ends it, for a sum without that line
 * would be wrong.
 */
record InvoiceReader(Path file, InvoiceForm form, ModelNames names) {

    /** Some programs write it before everything else. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Adds up what each model cost on each day. */
    Map<Spot, BigDecimal> read() {
        try (Reader text = Files.newBufferedReader(file, UTF_8);
                CSVReader lines =
                        new CSVReaderBuilder(text)
                                .withCSVParser(
                                        // The other parser takes an empty line for the end.
                                        new CSVParserBuilder()
                                                .withSeparator(form.separator())
                                                .withEscapeChar(ICSVParser.NULL_CHARACTER)
                                                .build())
                                .build()) {
            String @Nullable [] head = lines.readNext();
            if (head == null) {
                throw damaged("it is empty");
            }
            Places places = places(List.of(head));
            Map<Spot, BigDecimal> costs = new TreeMap<>();
            String @Nullable [] cells = lines.readNext();
            while (cells != null) {
                add(new Line(lines.getLinesRead(), List.of(cells)), places, costs);
                cells = lines.readNext();
            }
            return costs;
        } catch (NoSuchFileException e) {
            throw new CommandFailed(Exit.DATA, file + ": there is no such file");
        } catch (IOException | CsvValidationException e) {
            throw damaged("it cannot be read as UTF-8 CSV: " + e.getMessage());
        }
    }

    /** Where everything stands. */
    private record Places(
            int columns, int date, int model, int cost, Map<Integer, String> conditions) {}

    /**
     * A line.
     *
     * @param number of its last line in the file
     */
    private record Line(long number, List<String> cells) {
        boolean isEmpty() {
            return cells.size() == 1 && cells.getFirst().isBlank();
        }

        String at(int place) {
            return cells.get(place).strip();
        }
    }

    private Places places(List<String> head) {
        List<String> names =
                head.stream().map(name -> name.replace(BYTE_ORDER_MARK, ' ').strip()).toList();
        Map<Integer, String> conditions = new LinkedHashMap<>();
        form.only().forEach((name, value) -> conditions.put(place(names, List.of(name)), value));
        return new Places(
                names.size(),
                place(names, form.date()),
                place(names, form.model()),
                place(names, form.cost()),
                conditions);
    }

    private int place(List<String> names, List<String> wanted) {
        for (String one : wanted) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(one)) {
                    return i;
                }
            }
        }
        throw damaged(
                "it has no column "
                        + String.join(" or ", wanted)
                        + "; it has "
                        + names.stream().collect(Collectors.joining(", "))
                        + ". Say which with --date-column, --model-column and --cost-column");
    }

    private void add(Line line, Places places, Map<Spot, BigDecimal> costs) {
        if (line.isEmpty()) {
            return;
        }
        if (line.cells().size() != places.columns()) {
            throw damaged(
                    "line "
                            + line.number()
                            + " has "
                            + line.cells().size()
                            + " cells, and the head "
                            + places.columns());
        }
        boolean meant =
                places.conditions().entrySet().stream()
                        .allMatch(one -> line.at(one.getKey()).equalsIgnoreCase(one.getValue()));
        if (meant) {
            LocalDate day = form.day(line.at(places.date()));
            if (day == null) {
                throw damaged(
                        "line "
                                + line.number()
                                + ": '"
                                + line.at(places.date())
                                + "' is no day that can be read. Say how days are written with"
                                + " --date-format, such as dd.MM.yyyy");
            }
            costs.merge(
                    new Spot(day, names.ledger(line.at(places.model()))),
                    amount(line, places),
                    BigDecimal::add);
        }
    }

    private BigDecimal amount(Line line, Places places) {
        String cell = line.at(places.cost());
        try {
            return new BigDecimal(cell).multiply(form.rate());
        } catch (NumberFormatException e) {
            throw damaged(
                    "line "
                            + line.number()
                            + ": '"
                            + cell
                            + "' is no amount; one is written with a point and without commas,"
                            + " 1234.5");
        }
    }

    private CommandFailed damaged(String why) {
        return new CommandFailed(Exit.DATA, file + ": " + why);
    }
}
