package dev.signalbox.bootstrap.command.spend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.command.remote.GatewayAccess;
import dev.signalbox.bootstrap.command.spend.Comparison.Spot;
import dev.signalbox.bootstrap.command.spend.Comparison.Tolerance;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonView;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says whether an invoice says what was charged. */
public final class CompareInvoiceCommand implements Command {

    private static final String DATE = "--date-column";
    private static final String MODEL = "--model-column";
    private static final String COST = "--cost-column";
    private static final String FORMAT = "--date-format";
    private static final String SEPARATOR = "--separator";
    private static final String ONLY = "--only";
    private static final String NAME = "--name";
    private static final String BY = "--by";
    private static final String RATE = "--rate";
    private static final String TOLERANCE = "--tolerance";
    private static final String CSV = "--csv";
    private static final String USUAL_TOLERANCE = "0.01";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Guide GUIDE =
            new Guide(
                    "compare-invoice",
                    "Compares a provider's invoice, a CSV file as Azure exports costs,"
                            + " with the ledger: for each day and model what each of"
                            + " them says, and the difference.",
                    List.of(
                            "The file has a head, is in UTF-8, and may have any"
                                    + " columns more. Lines of the same day and model"
                                    + " are added up. The days of the ledger are those of"
                                    + " UTC, from the first day of the invoice to its"
                                    + " last; corrections count.",
                            "Invoices have names of their own for models, and several"
                                    + " meters for each. --name says which are one"
                                    + " model of the ledger.",
                            "The file stays here: the gateway is only asked what it" + " knows.",
                            "",
                            GatewayAccess.KEY_NOTE),
                    List.of(
                            "signalbox spend compare-invoice november.csv",
                            "signalbox spend compare-invoice november.csv --only"
                                    + " 'MeterSubCategory=Azure OpenAI' --name"
                                    + " 'gpt 4o*=gpt-4o' --rate 1.08 --tolerance 1%%"),
                    exits());

    private final Surroundings surroundings;
    private final GatewayAccess access;

    public CompareInvoiceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.access = new GatewayAccess(surroundings, PATIENCE);
    }

    @Override
    public String name() {
        return "spend compare-invoice";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addPositional(Guide.word("FILE", "the invoice"));
        spec.addOption(column(DATE, "the day", InvoiceForm.DATES));
        spec.addOption(column(MODEL, "what was used", InvoiceForm.MODELS));
        spec.addOption(column(COST, "the amount", InvoiceForm.COSTS));
        spec.addOption(
                Guide.value(
                        FORMAT,
                        "PATTERN",
                        "how days are written, such as dd.MM.yyyy; 2026-01-31, 20260131 and"
                                + " 1/31/2026 are understood without"));
        spec.addOption(Guide.value(SEPARATOR, "CHARACTER", "between cells; a comma if not said"));
        spec.addOption(several(ONLY, "COLUMN=TEXT", "only lines in which this column says that"));
        spec.addOption(
                several(
                        NAME,
                        "INVOICE=LEDGER",
                        "what a model is called there and here; * is anything, the first that"
                                + " fits counts"));
        spec.addOption(
                Guide.value(
                        BY,
                        "model|group",
                        "the ledger's name for it: as deployments know it (if not said), or its"
                                + " group"));
        spec.addOption(Guide.value(RATE, "N", "US dollars for one of the invoice's currency; 1"));
        spec.addOption(
                Guide.value(
                        TOLERANCE,
                        "N|N%",
                        "what may differ, in US dollars or in percent of the invoice; "
                                + USUAL_TOLERANCE
                                + " if not said"));
        spec.addOption(Guide.flag(CSV, "print CSV in place of a table"));
        GatewayAccess.addAddressTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        Tolerance tolerance = tolerance(GatewayAccess.said(said, TOLERANCE, USUAL_TOLERANCE));
        String by = name(said);
        SortedMap<Spot, BigDecimal> invoice =
                new TreeMap<>(
                        new InvoiceReader(
                                        Path.of(GatewayAccess.word(said)),
                                        form(said),
                                        ModelNames.of(said.matchedOptionValue(NAME, List.of())))
                                .read());
        if (invoice.isEmpty()) {
            throw new CommandFailed(
                    Exit.DATA, "no line of the invoice counts; look at what " + ONLY + " says");
        }
        Comparison comparison =
                Comparison.of(
                        ledger(said, by, invoice.firstKey().day(), invoice.lastKey().day()),
                        invoice,
                        tolerance);
        if (said.hasMatchedOption(CSV)) {
            surroundings.answers().print(new String(comparison.table().csv(), UTF_8));
        } else {
            comparison.columns().lines().forEach(access::print);
        }
        long differing = comparison.differing();
        surroundings
                .console()
                .say(
                        differing == 0
                                ? "all of them match"
                                : differing + " of " + comparison.rows().size() + " differ");
        return differing == 0 ? Exit.DONE : Exit.FINDING;
    }

    private Map<Spot, BigDecimal> ledger(
            ParseResult said, String by, LocalDate from, LocalDate to) {
        Map<String, String> question =
                Map.of(
                        "start_date",
                        from.toString(),
                        "end_date",
                        to.toString(),
                        "group_by",
                        "model");
        List<String> pages =
                access.with(said, gateway -> gateway.pages("/global/spend/report", question));
        Map<Spot, BigDecimal> ledger = new HashMap<>();
        for (String page : pages) {
            for (JsonView sum : JsonView.of(page).items()) {
                BigDecimal spend = sum.at("total_spend").decimal();
                if (spend.signum() != 0) {
                    ledger.merge(
                            new Spot(LocalDate.parse(sum.at("date").text()), sum.at(by).text()),
                            spend,
                            BigDecimal::add);
                }
            }
        }
        return ledger;
    }

    private static InvoiceForm form(ParseResult said) {
        Map<String, String> only = new HashMap<>();
        for (String one : said.matchedOptionValue(ONLY, List.<String>of())) {
            int at = one.indexOf('=');
            if (at < 1) {
                throw new CommandFailed(Exit.USAGE, ONLY + " is COLUMN=TEXT, not '" + one + "'");
            }
            only.put(one.substring(0, at), one.substring(at + 1));
        }
        String separator = GatewayAccess.said(said, SEPARATOR, ",");
        if (separator.length() != 1) {
            throw new CommandFailed(
                    Exit.USAGE, SEPARATOR + " is one character, not '" + separator + "'");
        }
        return new InvoiceForm(
                columns(said, DATE, InvoiceForm.DATES),
                columns(said, MODEL, InvoiceForm.MODELS),
                columns(said, COST, InvoiceForm.COSTS),
                only,
                format(GatewayAccess.said(said, FORMAT, "")),
                separator.charAt(0),
                number(RATE, GatewayAccess.said(said, RATE, "1")));
    }

    private static @Nullable DateTimeFormatter format(String pattern) {
        try {
            return pattern.isEmpty() ? null : DateTimeFormatter.ofPattern(pattern);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    Exit.USAGE, FORMAT + " is a pattern such as dd.MM.yyyy, not '" + pattern + "'");
        }
    }

    private static String name(ParseResult said) {
        return switch (GatewayAccess.said(said, BY, "model")) {
            case "model" -> "model";
            case "group" -> "model_group";
            default -> throw new CommandFailed(Exit.USAGE, BY + " is model or group");
        };
    }

    private static Tolerance tolerance(String text) {
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        return new Tolerance(number(TOLERANCE, number), percent);
    }

    private static BigDecimal number(String option, String text) {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like one that is negative.
        }
        throw new CommandFailed(
                Exit.USAGE, option + " is a number such as 0.5, not '" + text + "'");
    }

    private static List<String> columns(ParseResult said, String option, List<String> usual) {
        String column = GatewayAccess.said(said, option, "");
        return column.isEmpty() ? usual : List.of(column);
    }

    private static OptionSpec column(String name, String what, List<String> usual) {
        return Guide.value(
                name,
                "NAME",
                "the column of " + what + "; the first of " + String.join(", ", usual));
    }

    private static OptionSpec several(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description + "; may be said several times")
                .build();
    }

    private static Map<Exit, String> exits() {
        Map<Exit, String> exits =
                new EnumMap<>(
                        GatewayAccess.exits(
                                "all of them match", "some differ by more than the tolerance"));
        exits.put(Exit.DATA, "the invoice cannot be read; what is wrong with it is printed");
        return exits;
    }
}
