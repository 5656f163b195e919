package dev.signalbox.http.origin;

/**
 * How many failed credentials from one address are borne.
 *
 * @param burst how many at once
 * @param perSecond how many more with every second
 */
public record Throttling(int burst, int perSecond) {

    /** What holds where nobody says otherwise. */
    public static final Throttling DEFAULT = new Throttling(60, 1);

    public Throttling {
        if (burst < 1 || perSecond < 1) {
            throw new IllegalArgumentException(
                    "burst " + burst + " and " + perSecond + " per second are at least 1");
        }
    }
}
