package dev.signalbox.http.observe;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * All series of one metric: the same name, told apart by the values of its labels. Safe for many
 * threads; one that counts waits for nobody.
 */
final class Family {

    /**
     * Of more than so many series none is begun: the values of labels come from the configuration,
     * and whoever configures that many would not see anything in them.
     */
    static final int MOST_SERIES = 20_000;

    private final String name;
    private final Type type;
    private final String help;
    private final List<String> labels;
    private final ConcurrentMap<List<String>, AtomicLong> series = new ConcurrentHashMap<>();

    /** What a number can do. */
    enum Type {
        /** It only grows. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }

    Family(String name, Type type, String help, List<String> labels) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.labels = labels;
    }

    String name() {
        return name;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** One more of it. */
    void count(List<String> values) {
        of(values).incrementAndGet();
    }

    /** It is that now. */
    void set(long value, List<String> values) {
        of(values).set(value);
    }

    /** It is that now, if it was this before; what has not been seen before is 0. */
    void change(long before, long value, List<String> values) {
        var unused = of(values).compareAndSet(before, value);
    }

    /** What there is, in no order. */
    void each(BiConsumer<List<String>, Long> look) {
        series.forEach((values, number) -> look.accept(values, number.get()));
    }

    private AtomicLong of(List<String> values) {
        AtomicLong known = series.get(values);
        if (known != null) {
            return known;
        }
        return series.size() >= MOST_SERIES
                ? new AtomicLong()
                : series.computeIfAbsent(values, it -> new AtomicLong());
    }
}
