package dev.signalbox.domain.listing;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list, and in which order.
 *
 * @param number the first is 1
 * @param size rows on a page, 1 at least
 * @param sortBy null: by the moment of creation
 */
public record PageWish(int number, int size, @Nullable Order sortBy, boolean descending) {

    /** What a list may be sorted by. */
    public enum Order {
        ID("id"),
        NAME("alias"),
        CREATED("created_at"),
        UPDATED("updated_at");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        /** How its name ends on the wire. */
        public String word() {
            return word;
        }
    }

    public PageWish {
        if (number < 1 || size < 1) {
            throw new IllegalArgumentException("pages and their rows are counted from 1");
        }
    }

    /** The newest first. */
    public static PageWish newest(int number, int size) {
        return new PageWish(number, size, Order.CREATED, true);
    }

    /** How many rows lie before the page. */
    public long offset() {
        return (number - 1L) * size;
    }
}
