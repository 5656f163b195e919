package dev.signalbox.domain.listing;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param total how many rows there are on all pages
 * @param wish what was asked for
 */
public record Page<T>(List<T> rows, long total, PageWish wish) {

    public Page {
        rows = List.copyOf(rows);
    }

    /** How many pages there are. */
    public long pages() {
        return (total + wish.size() - 1) / wish.size();
    }

    /** The same page, each row made into something else. */
    public <R> Page<R> map(Function<T, R> into) {
        return new Page<>(rows.stream().map(into).toList(), total, wish);
    }
}
