package dev.signalbox.simulator.wire;

/**
 * One header line.
 *
 * @param name in the case in which it stood on the wire
 * @param value without white space at its ends
 */
public record Header(String name, String value) {

    /** Whether this header has that name, in whatever case. */
    public boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }
}
