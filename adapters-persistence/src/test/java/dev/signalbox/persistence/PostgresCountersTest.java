package dev.signalbox.persistence;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.testkit.CountersContract;
import dev.signalbox.persistence.counters.PostgresCounters;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

class PostgresCountersTest extends CountersContract {

    private static TestDatabase schema;
    private static Database database;

    private final Map<Counters, UUID> replicas = new HashMap<>();

    @BeforeAll
    static void open() {
        schema = TestDatabase.fresh();
        database = schema.open();
    }

    @AfterAll
    static void close() {
        database.close();
        schema.close();
    }

    @AfterEach
    void forget() {
        replicas.keySet().forEach(replica -> ((PostgresCounters) replica).close());
        schema.execute("TRUNCATE replicas, meters, grants, budget_notices");
    }

    @Override
    protected Counters newReplica() {
        UUID id = UUID.randomUUID();
        Counters replica = database.counters(id, true);
        replicas.put(replica, id);
        return replica;
    }

    @Override
    protected void write(Counters replica, String meter, long cost) {
        schema.execute(
                "UPDATE meters SET spent = spent + %d WHERE id = '%s';".formatted(cost, meter)
                        + "UPDATE grants SET settled = settled + %d WHERE meter = '%s' AND replica = '%s'"
                                .formatted(cost, meter, id(replica)));
    }

    @Override
    protected void letDie(Counters replica) {
        schema.execute(
                "UPDATE replicas SET seen = seen - interval '11 s' WHERE id = '%s'"
                        .formatted(id(replica)));
    }

    @Override
    protected void closeGrants(Counters replica) {
        schema.execute("SELECT close_grants('%s')".formatted(id(replica)));
    }

    private UUID id(Counters replica) {
        return Objects.requireNonNull(replicas.get(replica));
    }
}
