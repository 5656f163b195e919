package dev.signalbox.http.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * How writing down what calls cost is doing.
 *
 * @param unrecorded questions that were served and stand nowhere, since the start
 * @param refused rows that the database does not take
 * @param waiting questions that are over and not in the ledger yet
 * @param open questions on their way
 * @param usedPercent how much of the journal's room is taken
 * @param notices how telling of budgets is doing
 * @param unpriced questions of which nobody knows what they cost, by where they went
 */
public record SpendNumbers(
        long unrecorded,
        long refused,
        long waiting,
        long open,
        long usedPercent,
        Notices notices,
        List<Unpriced> unpriced) {

    /** Nothing happens. */
    public static final SpendNumbers NONE =
            new SpendNumbers(0, 0, 0, 0, 0, new Notices(0, 0, 0, 0), List.of());

    public SpendNumbers {
        unpriced = List.copyOf(unpriced);
    }

    /**
     * Questions of which nobody knows what they cost.
     *
     * @param group that they were asked of
     * @param deployment its id
     * @param calls how many, since the start
     */
    public record Unpriced(String group, String deployment, long calls) {}

    /**
     * How telling of budgets is doing.
     *
     * @param sent that were taken, since the start
     * @param failed times that one was not, since the start
     * @param givenUp that nobody will take, since the start
     * @param waiting that are still to be told, by all replicas
     */
    public record Notices(long sent, long failed, long givenUp, long waiting) {

        private List<Family> families() {
            return List.of(
                    family(
                            "signalbox_budget_notices_sent_total",
                            Family.Type.COUNTER,
                            "Notices of budgets that the webhook took",
                            sent),
                    family(
                            "signalbox_budget_notices_failed_total",
                            Family.Type.COUNTER,
                            "Times that the webhook did not take a notice",
                            failed),
                    family(
                            "signalbox_budget_notices_given_up_total",
                            Family.Type.COUNTER,
                            "Notices that the webhook did not take for a day",
                            givenUp),
                    family(
                            "signalbox_budget_notices_waiting",
                            Family.Type.GAUGE,
                            "Notices that are still to be told",
                            waiting));
        }
    }

    /** As they are told. */
    List<Family> families() {
        List<Family> all = new ArrayList<>(journal());
        all.addAll(notices.families());
        all.add(ofUnpriced());
        return all;
    }

    private Family ofUnpriced() {
        Family family =
                new Family(
                        "signalbox_unpriced_requests_total",
                        Family.Type.COUNTER,
                        "Questions that count as free, for nobody says what they cost",
                        List.of("model_group", "model_id"));
        unpriced.forEach(one -> family.set(one.calls(), List.of(one.group(), one.deployment())));
        return family;
    }

    private List<Family> journal() {
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
