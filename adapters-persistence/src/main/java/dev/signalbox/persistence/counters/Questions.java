package dev.signalbox.persistence.counters;

import dev.signalbox.application.driven.money.Counters.CountersUnavailable;

import io.helidon.dbclient.DbExecute;

import java.util.function.Function;

/** The way to the database. */
@FunctionalInterface
public interface Questions {

    /**
     * Asks one question of one statement.
     *
     * @throws CountersUnavailable if the database cannot be asked
     */
    <T> T ask(Function<DbExecute, T> question);
}
