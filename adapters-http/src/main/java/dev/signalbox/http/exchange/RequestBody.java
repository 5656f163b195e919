package dev.signalbox.http.exchange;

import dev.signalbox.http.capacity.BodyBudget;

/**
 * A body that was read whole, and its share of the budget, which it keeps until it is closed. Used
 * by one thread.
 */
public final class RequestBody implements AutoCloseable {

    private final byte[] bytes;
    private final BodyBudget budget;
    private final long share;

    /**
     * @param share what was taken from {@code budget} for it
     */
    RequestBody(byte[] bytes, BodyBudget budget, long share) {
        this.bytes = bytes;
        this.budget = budget;
        this.share = share;
    }

    /** The bytes themselves; whoever takes them does not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Nobody needs the bytes any more. */
    @Override
    public void close() {
        budget.giveBack(share);
    }
}
