package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.money.Counters;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

class InMemoryCountersTest extends CountersContract {

    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final InMemoryCounters counters =
            InMemoryCounters.careful(() -> Instant.now().plus(later.get()));
    private final Map<Counters, String> names = new HashMap<>();

    @Override
    protected Counters newReplica() {
        String name = "replica-" + names.size();
        Counters replica = counters.of(name);
        names.put(replica, name);
        return replica;
    }

    @Override
    protected void write(Counters replica, String meter, long cost) {
        counters.written(name(replica), meter, cost);
    }

    @Override
    protected void letDie(Counters replica) {
        later.updateAndGet(time -> time.plusSeconds(11));
    }

    @Override
    protected void closeGrants(Counters replica) {
        counters.closed(name(replica));
    }

    private String name(Counters replica) {
        return Objects.requireNonNull(names.get(replica));
    }
}
