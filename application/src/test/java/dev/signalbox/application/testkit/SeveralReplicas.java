package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Replicas that share counters, and many calls at once on all of them. */
public final class SeveralReplicas implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Quotas> replicas = new ArrayList<>();

    /**
     * @param patience how long a call waits for more; on a busy machine more than a gateway would
     */
    public static SeveralReplicas of(List<? extends Counters> counters, Duration patience) {
        SeveralReplicas several = new SeveralReplicas();
        for (Counters each : counters) {
            several.replicas.add(
                    new Quotas(
                            each,
                            new Quotas.Surroundings(
                                    InstantSource.system(),
                                    System::nanoTime,
                                    several.threads,
                                    patience)));
        }
        several.beat();
        return several;
    }

    /** Each says that it lives. */
    public void beat() {
        replicas.forEach(replica -> replica.upkeep().run());
    }

    public Quotas replica(int number) {
        return replicas.get(number);
    }

    /** What became of so many calls at once, dealt out in turn. */
    public List<Quotas.Answer> callAtOnce(int calls, List<Allowance> allowances, Cost estimate) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Quotas.Answer>> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            Quotas replica = replicas.get(i % replicas.size());
            all.add(
                    threads.submit(
                            () -> {
                                start.await();
                                return replica.reserve(allowances, estimate);
                            }));
        }
        start.countDown();
        List<Quotas.Answer> answers = new ArrayList<>();
        for (Future<Quotas.Answer> one : all) {
            try {
                answers.add(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return answers;
    }

    /** Those that were let in. */
    public static List<Reservation> letIn(List<Quotas.Answer> answers) {
        return answers.stream()
                .filter(Reservation.class::isInstance)
                .map(Reservation.class::cast)
                .toList();
    }

    /** Those that were not. */
    public static List<Quotas.Refused> refused(List<Quotas.Answer> answers) {
        return answers.stream()
                .filter(Quotas.Refused.class::isInstance)
                .map(Quotas.Refused.class::cast)
                .toList();
    }

    @Override
    public void close() {
        threads.close();
    }
}
