package dev.signalbox.bootstrap.command.spend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * How an invoice is written.
 *
 * @param date names that the column of days may have; the first one that is there counts
 * @param model the same of what was used
 * @param cost the same of the amount
 * @param only what columns must say for a line to count, by their names
 * @param format of days; null if they are written in one of the usual ways
 * @param rate US dollars for one of its currency
 */
record InvoiceForm(
        List<String> date,
        List<String> model,
        List<String> cost,
        Map<String, String> only,
        @Nullable DateTimeFormatter format,
        char separator,
        BigDecimal rate) {

    /** As cost exports of Azure call them, by their age and kind. */
    static final List<String> DATES = List.of("Date", "UsageDate", "UsageDateTime");

    static final List<String> MODELS = List.of("Model", "MeterName", "Meter", "ResourceName");
    static final List<String> COSTS =
            List.of("CostInBillingCurrency", "PreTaxCost", "CostUSD", "Cost");

    private static final int LENGTH_OF_DAY = "2026-01-31".length();

    /** 2026-01-31, alone or before a time; 20260131; 01/31/2026, the month first. */
    private static final List<DateTimeFormatter> USUAL =
            List.of(
                    DateTimeFormatter.ISO_LOCAL_DATE,
                    DateTimeFormatter.BASIC_ISO_DATE,
                    DateTimeFormatter.ofPattern("M/d/uuuu"));

    InvoiceForm {
        date = List.copyOf(date);
        model = List.copyOf(model);
        cost = List.copyOf(cost);
        only = Map.copyOf(only);
    }

    /** The day that a cell says; null if that cannot be read. */
    @Nullable LocalDate day(String cell) {
        for (DateTimeFormatter one : format == null ? USUAL : List.of(format)) {
            try {
                return LocalDate.parse(format == null ? withoutTime(cell) : cell, one);
            } catch (DateTimeException e) {
                // Another way may fit.
            }
        }
        return null;
    }

    private static String withoutTime(String cell) {
        boolean hasTime =
                cell.length() > LENGTH_OF_DAY && "T ".indexOf(cell.charAt(LENGTH_OF_DAY)) >= 0;
        return hasTime ? cell.substring(0, LENGTH_OF_DAY) : cell;
    }
}
