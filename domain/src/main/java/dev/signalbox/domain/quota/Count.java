package dev.signalbox.domain.quota;

import dev.signalbox.domain.limits.Window;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What is counted, for whom, and in which windows; how much it may be is not part of it.
 *
 * @param window null: for ever, and always so for slots
 */
public record Count(Holder holder, Measure measure, @Nullable Window window) {

    /** The level, the measure, the window's length and its start. */
    private static final int BEFORE_THE_HOLDER = 4;

    public Count {
        if (measure == Measure.SLOTS && window != null) {
            throw new IllegalArgumentException("slots are not counted in windows");
        }
    }

    /**
     * The id of the meter for one window: the same for ever and on every replica, in ASCII, and no
     * two have the same, whatever their holders are called.
     *
     * @param span null for the one that never ends
     */
    public String meter(Window.@Nullable Span span) {
        StringBuilder id = new StringBuilder();
        id.append(holder.level().word()).append('/').append(measure.word()).append('/');
        if (window != null && span != null) {
            id.append(window).append('/').append(span.start());
        } else {
            id.append("ever/-");
        }
        for (String part : holder.ids()) {
            Holder.escape(part, id.append('/'));
        }
        return id.toString();
    }

    /**
     * Whose a meter is, by its id.
     *
     * @throws IllegalArgumentException if {@link #meter} never writes such an id
     */
    public static Holder holder(String meter) {
        List<String> parts = List.of(meter.split("/", -1));
        if (parts.size() < BEFORE_THE_HOLDER) {
            throw new IllegalArgumentException("no meter has the id " + meter);
        }
        return Holder.of(parts.getFirst(), parts.subList(BEFORE_THE_HOLDER, parts.size()));
    }
}
