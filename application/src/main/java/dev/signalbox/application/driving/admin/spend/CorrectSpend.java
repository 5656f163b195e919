package dev.signalbox.application.driving.admin.spend;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody makes good what was charged by a wrong price: the questions of a time are priced anew,
 * by the prices that are known now. It goes page by page, so that it can be watched, and be begun
 * again wherever it was broken off. Whoever may look at everything may see what would change;
 * whoever administers may change it.
 */
public interface CorrectSpend {

    /** How many questions are looked at on a page. */
    int PAGE = 5_000;

    /** What would change; nothing does. */
    Verdict<Page> preview(Actor actor, Part part);

    /**
     * Changes what {@link #preview} has shown, and nothing else: objected to if anything would
     * change that it has not shown. What is charged already is not charged again.
     *
     * @param page the id of the page that was shown
     */
    Verdict<Applied> apply(Actor actor, Part part, String page);

    /**
     * Which questions.
     *
     * @param from the first moment
     * @param to the first moment that is too late; not in the future
     * @param model of this group, or of this model as deployments know it; null for all
     * @param after where the page before ended; null for the first page
     */
    record Part(Instant from, Instant to, @Nullable String model, @Nullable UUID after) {}

    /**
     * What some questions cost by the prices of now.
     *
     * @param id stands for every row of the page and what it is to cost, whatever is charged
     *     already: the same as long as prices and rows are the same
     * @param totals of those that can be priced
     * @param leftAlone of those that keep what was charged for them
     * @param reached when the last of them went up; null if there were none
     * @param next where to go on; null at the end
     */
    record Page(
            String id,
            List<Total> totals,
            List<LeftAlone> leftAlone,
            @Nullable Instant reached,
            @Nullable UUID next) {
        public Page {
            totals = List.copyOf(totals);
            leftAlone = List.copyOf(leftAlone);
        }
    }

    /**
     * What was done.
     *
     * @param written how many rows of corrections are new
     */
    record Applied(Page page, int written) {}

    /**
     * Whose questions, and to what.
     *
     * @param model as the deployment knows it
     * @param team null: of no team
     */
    record Whose(String group, String model, String provider, @Nullable String team) {}

    /**
     * What they come to.
     *
     * @param rows how many there are
     * @param changed how many of them cost something else than was charged
     * @param estimated how many of those that change have tokens that were counted here, for the
     *     upstream did not say
     * @param charged for all of them, corrections included
     * @param cost of all of them by the prices of now
     */
    record Total(
            Whose whose, long rows, long changed, long estimated, NanoUsd charged, NanoUsd cost) {}

    /**
     * Questions that cannot be priced anew.
     *
     * @param charged what they keep
     */
    record LeftAlone(
            Reason reason,
            String deployment,
            String model,
            String provider,
            long rows,
            NanoUsd charged) {}

    /** Why something keeps what was charged for it. */
    enum Reason {
        /** The process died in it: nobody knows how many tokens it took. */
        UNKNOWN("unknown"),
        /** Its deployment is not configured any more. */
        NO_DEPLOYMENT("no_deployment"),
        /** Nobody says what its deployment cost then. */
        NO_PRICE("no_price"),
        /** More tokens than can be. */
        TOO_MUCH("too_much");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }
    }
}
