package dev.signalbox.persistence.ledger.reading;

import dev.signalbox.application.driven.money.SpendReports.Question;
import dev.signalbox.application.ledger.Dimension;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * How finely the sums of a day are kept. A question is answered from the coarsest that knows what
 * it asks about, for that has the fewest rows.
 */
enum Facet {
    MODEL("model", Dimension.GROUP, Dimension.MODEL, Dimension.PROVIDER),
    TEAM("team", Dimension.TEAM, Dimension.GROUP, Dimension.MODEL, Dimension.PROVIDER),
    KEY("key", Dimension.KEY, Dimension.TEAM, Dimension.USER),
    CALL(
            "call",
            Dimension.KEY,
            Dimension.TEAM,
            Dimension.USER,
            Dimension.GROUP,
            Dimension.MODEL,
            Dimension.PROVIDER),
    END_USER(
            "end_user",
            Dimension.END_USER,
            Dimension.TEAM,
            Dimension.GROUP,
            Dimension.MODEL,
            Dimension.PROVIDER),
    TAG("tag", Dimension.TAG, Dimension.TEAM, Dimension.GROUP, Dimension.MODEL, Dimension.PROVIDER);

    private final String word;

    /** Made by {@code Set.of}, so nobody changes it. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Dimension> known;

    Facet(String word, Dimension... known) {
        this.word = word;
        this.known = Set.of(known);
    }

    /** The one that a question is answered from. */
    static Facet of(Question question) {
        Set<Dimension> needed = EnumSet.noneOf(Dimension.class);
        needed.addAll(question.apart());
        needed.addAll(question.only().keySet());
        needed.remove(Dimension.DAY);
        return Arrays.stream(values())
                .filter(facet -> facet.known.containsAll(needed))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not summed up: " + needed));
    }

    /** Its name in the database. */
    String word() {
        return word;
    }
}
