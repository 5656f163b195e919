package dev.signalbox.application.driving.admin.spend;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody looks at what was spent. Whoever may look at everything sees everything; an admin of a
 * team what was spent by the team; everybody else what they spent themselves, and a key of no
 * user's what it spent. What is asked for beyond that is objected to, or not in the answer.
 */
public interface ReadSpend {

    /** How many sums are answered at most. */
    int MOST_SUMS = 100_000;

    /** Rows of the ledger, the newest first. */
    Verdict<Rows> rows(Actor actor, Stretch stretch);

    /** Sums of days, which are kept and not added up now, in the order of what they are of. */
    Verdict<Sums> sums(Actor actor, Period period, Page page);

    /** How somebody names a key. */
    sealed interface KeyName {

        /** By its hash, or by what it hashes to. */
        record Hashed(Key.Hash hash) implements KeyName {}

        /** As the ledger knows it: by its public id. */
        record Known(String id) implements KeyName {}
    }

    /**
     * Whose money. Null, and no team, let everybody's through.
     *
     * @param teams one of these
     */
    record Whose(@Nullable KeyName key, Set<Team.Id> teams, User.@Nullable Id user) {

        /** Everybody's. */
        public static final Whose ANYBODY = new Whose(null, Set.of(), null);
    }

    /**
     * Which days.
     *
     * @param from the first day, of UTC
     * @param to the last day
     */
    record Period(Whose whose, LocalDate from, LocalDate to) {}

    /**
     * Which sums of these days.
     *
     * @param apart what they are taken apart by: not end users and tags together, and neither of
     *     them together with keys or users
     * @param together sums that are alike in so many of {@code apart}, from the first on, are not
     *     torn apart, unless there are more of them than a page has place for
     * @param after what the last sum of the page before is {@linkplain Sum#of(List) of}; empty for
     *     the first page
     * @param most how many
     */
    record Page(List<Dimension> apart, int together, List<String> after, int most) {
        public Page {
            apart = List.copyOf(apart);
            after = List.copyOf(after);
        }

        /** All of them, as far as anybody gets all. */
        public static Page all(List<Dimension> apart) {
            return new Page(apart, apart.size(), List.of(), MOST_SUMS);
        }

        /** The first page, or the one that begins behind {@code after}. */
        public Page after(List<String> after) {
            return new Page(apart, together, after, most);
        }
    }

    /**
     * Which rows. Null lets all through.
     *
     * @param from the first moment
     * @param to the first moment that is too late
     * @param before the id of the last row of the page before
     * @param most how many
     */
    record Stretch(
            Whose whose,
            @Nullable Instant from,
            @Nullable Instant to,
            Marks marks,
            @Nullable UUID before,
            int most) {}

    /**
     * What rows are known by. Null lets all through.
     *
     * @param call as its caller knows it
     */
    record Marks(
            @Nullable String call,
            @Nullable String endUser,
            @Nullable String tag,
            Receipt.@Nullable Status status) {

        /** All of them. */
        public static final Marks ANY = new Marks(null, null, null, null);
    }

    /**
     * Rows, and who is who in them.
     *
     * @param next the id to go on before; null if there are no more
     */
    record Rows(List<LedgerRow> rows, @Nullable UUID next, Names names) {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Sums, and who is who in them.
     *
     * @param whole false: there are more behind the last one, and what is here does not add up to
     *     all of it
     */
    record Sums(List<Sum> sums, boolean whole, Names names) {
        public Sums {
            sums = List.copyOf(sums);
        }
    }

    /**
     * Who is who, as far as they still exist.
     *
     * @param keys by their public ids
     * @param teams what people call them, by their ids
     */
    record Names(Map<String, Key> keys, Map<String, String> teams) {
        public Names {
            keys = Map.copyOf(keys);
            teams = Map.copyOf(teams);
        }

        /** The hash of the key that the ledger knows by {@code id}; else what the ledger says. */
        public String hash(String id) {
            Key key = keys.get(id);
            return key == null ? id : key.hash().hex();
        }
    }
}
