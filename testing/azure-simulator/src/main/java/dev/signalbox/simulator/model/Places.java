package dev.signalbox.simulator.model;

/**
 * How many requests a deployment serves at the same time.
 *
 * @param most 0 for any number
 * @param line whether more of them wait in line; else they are refused with 429
 */
public record Places(int most, boolean line) {

    /** Any number. */
    public static final Places ENDLESS = new Places(0, false);

    public Places {
        if (most < 0) {
            throw new IllegalArgumentException("not a number of places: " + most);
        }
    }
}
