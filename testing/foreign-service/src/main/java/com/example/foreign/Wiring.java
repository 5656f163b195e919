package com.example.foreign;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.accounting.Cashier;
import dev.signalbox.application.accounting.Estimator;
import dev.signalbox.application.accounting.UnpricedCalls;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.attempt.Attempts;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Pulses;
import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.application.quota.allowance.Allowances;
import dev.signalbox.application.relay.CallRelay;
import dev.signalbox.application.relay.Gate;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.RoutingPolicy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Puts the way of one call together out of what this service brings. From below: who is known, what
 * they may use, what is written down of it, whom to ask, and the path through all of these.
 */
final class Wiring {

    private static final RandomGenerator CHANCE = () -> ThreadLocalRandom.current().nextLong();

    private final Ports ports;
    private final LiveDirectory live;
    private final Quotas quotas;

    Wiring(Ports ports) {
        this.ports = ports;
        // All that calls must know, in memory.
        this.live =
                LiveDirectory.open(
                        ports.registry(), ports.models(), LiveDirectory.DEFAULT_CAPACITY);
        this.quotas =
                new Quotas(
                        ports.counters(),
                        new Quotas.Surroundings(
                                ports.clock(),
                                System::nanoTime,
                                work -> Thread.ofVirtual().start(work),
                                Quotas.Surroundings.PATIENCE));
    }

    /** Takes over what has changed in the registry; from the next call on it holds. */
    void refresh() {
        live.refresh();
    }

    /** What must be done once a second, and once before the first call. */
    Runnable upkeep() {
        return quotas.upkeep();
    }

    /** The product: give it a call and where its answer goes. */
    RelayCall relay() {
        return new CallRelay(
                new CallRelay.Entrance(
                        gate(), cashier(), new ResponseIds(List.of("a secret of ours"))),
                new Dispatcher(attempts(), policies()),
                new ArmWatch(new Canaries(), System::nanoTime),
                Naming.AS_SERVED);
    }

    /** Nobody holds the master key here: it is made up, and forgotten. */
    private Gate gate() {
        Key.Hash master = Credential.mint(new SecureRandom()).hash();
        return new Gate(live, master, ports.clock());
    }

    /** What may be used: limits of keys and teams, and none for everybody together. */
    private Cashier cashier() {
        Allowances allowances = new Allowances(Allowances.Settings.NONE, quotas.time());
        return new Cashier(
                quotas,
                request ->
                        allowances.of(
                                request.caller(),
                                new Allowances.Facts(
                                        request.call().wishes().user(),
                                        request.call().wishes().tags(),
                                        request.call().asked().text(),
                                        request.group().name().text()),
                                request.said()),
                Unpriced.ALLOW,
                ports.clock());
    }

    /** Asks one deployment after the other, and has each question written down. */
    private Attempts attempts() {
        Books books =
                new Books(
                        ports.ledger(),
                        new Estimator(ports.tokens(), Runnable::run),
                        (deployment, most) -> Reservation.NOTHING,
                        new Books.Surroundings(
                                ports.clock(), System::nanoTime, this::newId, new UnpricedCalls()));
        return new Attempts(
                new Pulses(),
                Signals.NOBODY,
                books,
                new Attempts.Surroundings(System::nanoTime, CHANCE, Wiring::pause));
    }

    /** The same policy for everybody. */
    private static Policies policies() {
        PolicyReader nobodysOwn =
                settings -> new PolicyReader.Unfit(List.of("there is one policy for everybody"));
        return new Policies(RoutingPolicy.DEFAULT, nobodysOwn, CHANCE);
    }

    /** A UUID of version 7: the time first. */
    private UUID newId() {
        long time = ports.clock().millis() << 16 | 0x7000 | CHANCE.nextInt(0x1000);
        return new UUID(time, Long.MIN_VALUE | CHANCE.nextLong() >>> 2);
    }

    /** Before the same deployment is asked again; over when the caller has gone. */
    private static void pause(Duration pause, Hangup hangup) {
        CountDownLatch gone = new CountDownLatch(1);
        hangup.whenHungUp(gone::countDown);
        try {
            boolean unused = gone.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
