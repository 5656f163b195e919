package dev.signalbox.persistence;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.testkit.RegistryContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresRegistryTest extends RegistryContract {

    private static TestDatabase schema;
    private static Database database;

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

    @BeforeEach
    void empty() {
        schema.execute(
                "TRUNCATE keys, teams, users, models, bounded, tombstones, audit, scheduled_aliases;"
                        + "UPDATE audit_head SET serial = 0, hash = '';"
                        + "UPDATE registry_revision SET revision = 0, complete_from = 0");
    }

    @Override
    protected Registry registry() {
        return database.registry();
    }

    @Override
    protected Records records() {
        return database.records();
    }

    @Override
    protected AuditLog history() {
        return database.auditLog();
    }
}
