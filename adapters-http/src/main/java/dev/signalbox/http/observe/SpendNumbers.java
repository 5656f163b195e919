package dev.signalbox.http.observe;

import java.util.List;

/**
 * How writing down what calls cost is doing.
 *
 * @param unrecorded questions that were served and stand nowhere, since the start
 * @param refused rows that the database does not take
 * @param waiting questions that are over and not in the ledger yet
 * @param open questions on their way
 * @param usedPercent how much of the journal's room is taken
 */
public record SpendNumbers(
        long unrecorded, long refused, long waiting, long open, long usedPercent) {

    /** Nothing happens. */
    public static final SpendNumbers NONE = new SpendNumbers(0, 0, 0, 0, 0);

    /** As they are told. */
    List<Family> families() {
        return List.of(
                family(
                        "signalbox_spend_unrecorded_total",
                        Family.Type.COUNTER,
                        "Questions that were served and are not in the ledger",
                        unrecorded),
                family(
                        "signalbox_spend_refused_rows",
                        Family.Type.GAUGE,
                        "Rows of the ledger that the database does not take",
                        refused),
                family(
                        "signalbox_spend_waiting",
                        Family.Type.GAUGE,
                        "Questions that are over and not in the ledger yet",
                        waiting),
                family("signalbox_spend_open", Family.Type.GAUGE, "Questions on their way", open),
                family(
                        "signalbox_spend_journal_used_percent",
                        Family.Type.GAUGE,
                        "How much of the room of the journal is taken",
                        usedPercent));
    }

    private static Family family(String name, Family.Type type, String help, long number) {
        Family family = new Family(name, type, help, List.of());
        family.set(number, List.of());
        return family;
    }
}
