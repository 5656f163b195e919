package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.Detour.State;
import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Every question that an upstream saw is in the ledger, once, whatever happens to the gateway, to
 * its database, to the disk and to the network: the simulator's own journal is the witness. {@code
 * -Dsignalbox.money=20000 -Dsignalbox.money.runs=50} for the long form; every run of it has a
 * course of its own, which follows from {@code -Dsignalbox.seed}.
 */
@Timeout(6 * 3_600)
class LedgerIT {

    private static final int CALLS = Integer.getInteger("signalbox.money", 1_500);
    private static final int RUNS = Integer.getInteger("signalbox.money.runs", 1);

    /** No run is begun later than that. */
    private static final Duration MOST =
            Duration.ofMinutes(Integer.getInteger("signalbox.money.minutes", 300));

    private static final long SEED = Long.getLong("signalbox.seed", 20261127);

    /** The journal and a little more. */
    private static final int MEGABYTES = 80;

    /** So many calls are served between two mishaps at least, and so many during one. */
    private static final int MEANWHILE = 60;

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir Path folder;

    /** What happens under load. */
    private enum Mishap {
        GATEWAY_KILLED,
        DATABASE_KILLED,
        BOTH_KILLED,
        GATEWAY_TOLD_TO_STOP,
        DATABASE_HANGS_UP,
        DATABASE_FALLS_SILENT,
        UPSTREAM_HANGS_UP,
        DISK_FULL
    }

    @Test
    void everyQuestionIsThereOnceToTheNanodollarWhateverHappens() throws Exception {
        long start = System.nanoTime();
        for (int run = 1; run <= RUNS && System.nanoTime() - start < MOST.toNanos(); run++) {
            Path place = Files.createDirectories(folder.resolve("run-" + run));
            try (Run one = new Run(place, SEED + run)) {
                one.through(run);
            }
        }
    }

    /** One run, from an empty database to the comparison. */
    private static final class Run implements AutoCloseable {

        private final Random random;
        private final Path folder;
        private final @Nullable SmallDisk disk;
        private final Fleet fleet = new Fleet();
        private final EmbeddedPostgres database;
        private final Detour toDatabase;
        private final Detour toUpstream;
        private final MoneyLoad load;
        private final Order order;
        private final List<RunningGateway> gateways = new ArrayList<>();
        private int killed;

        Run(Path folder, long seed) throws Exception {
            this.folder = folder;
            this.random = new Random(seed);
            this.disk = SmallDisk.of(folder.resolve("data"), MEGABYTES);
            this.database = Prepared.postgres(folder.resolve("external"));
            var unused = database.watch();
            this.toDatabase = new Detour(database.url());
            fleet.serves("gpt", "gpt-1", LedgerAudit.PRICED)
                    .serves("gpt", "gpt-2", LedgerAudit.PRICED);
            this.toUpstream = new Detour(fleet.base());
            // Some fail and are asked elsewhere: a row for each.
            fleet.fails("gpt-1", "F34", 40);
            String config =
                    fleet.config("router_settings: {disable_cooldowns: true}\n")
                            .replace(fleet.base().toString(), toUpstream.address().toString());
            this.order = Order.in(folder).with("DATABASE_URL", toDatabase.url()).serving(config);
            this.load = new MoneyLoad(seed);
        }

        void through(int number) throws Exception {
            long start = System.nanoTime();
            begin();
            List<Mishap> course = course();
            for (int i = 0; i < course.size(); i++) {
                awaitServed((long) CALLS * (i + 1) / (course.size() + 1) - MEANWHILE);
                happen(course.get(i));
            }
            awaitServed(CALLS);
            load.close();
            awaitDatabase(gateways.getLast());
            gateways.getLast().close();
            LedgerAudit.Found found =
                    LedgerAudit.of(
                            fleet.base(),
                            fleet.simulator().requests(),
                            load.whole(),
                            database.url());
            System.out.printf(
                    "ledger, run %d: %s%s; %d calls served in %d s, other answers %s; the upstream"
                            + " saw %d questions, the ledger has %d rows, %s; %d mismatches%n",
                    number,
                    course,
                    disk == null ? ", no full disk, for nothing can be mounted here" : "",
                    load.served(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    load.refusals(),
                    found.seen(),
                    found.rows(),
                    found.statuses(),
                    found.mismatches().size());
            assertThat(found.mismatches()).as("run %d", number).isEmpty();
            assertThat(found.unknown())
                    .as("a kill meets calls on their way, and nothing else does")
                    .isBetween(1, killed * MoneyLoad.CALLERS);
            for (RunningGateway gateway : gateways) {
                assertThat(gateway.log()).doesNotContain("damaged", "a mistake of ours");
            }
        }

        /** Each once in a row of its own, and again as long as there are many calls. */
        private List<Mishap> course() {
            List<Mishap> course = new ArrayList<>();
            do {
                List<Mishap> round = new ArrayList<>(List.of(Mishap.values()));
                if (disk == null) {
                    round.remove(Mishap.DISK_FULL);
                }
                Collections.shuffle(round, random);
                course.addAll(round);
            } while (course.size() < CALLS / 2_000);
            return course;
        }

        private void happen(Mishap mishap) throws Exception {
            switch (mishap) {
                case GATEWAY_KILLED -> {
                    killGateway();
                    begin();
                }
                case DATABASE_KILLED -> {
                    killDatabase();
                    meanwhile();
                }
                case BOTH_KILLED -> {
                    killDatabase();
                    killGateway();
                    begin();
                }
                case GATEWAY_TOLD_TO_STOP -> {
                    load.turnAway();
                    gateways.getLast().process().destroy();
                    assertThat(gateways.getLast().exitCode()).isZero();
                    begin();
                }
                case DATABASE_HANGS_UP -> during(toDatabase, State.SHUT);
                case DATABASE_FALLS_SILENT -> during(toDatabase, State.SILENT);
                case UPSTREAM_HANGS_UP -> {
                    toUpstream.become(State.SHUT);
                    int before = load.others();
                    await().atMost(LONG).until(() -> load.others() > before + MoneyLoad.CALLERS);
                    toUpstream.become(State.OPEN);
                }
                case DISK_FULL -> {
                    disk.fill();
                    meanwhile();
                    if (random.nextBoolean()) {
                        killGateway();
                        begin();
                        meanwhile();
                    }
                    disk.free();
                }
            }
        }

        private void during(Detour way, State state) {
            way.become(state);
            meanwhile();
            way.become(State.OPEN);
        }

        private void meanwhile() {
            awaitServed(load.served() + MEANWHILE);
        }

        private void begin() {
            RunningGateway next = order.listen();
            gateways.add(next);
            load.turnTo(next);
        }

        private void killGateway() throws InterruptedException {
            load.turnAway();
            gateways.getLast().process().destroyForcibly();
            var unused = gateways.getLast().exitCode();
            killed++;
        }

        private void killDatabase() throws IOException {
            Path file = folder.resolve("external/postgres/data/postmaster.pid");
            String pid = Files.readAllLines(file).getFirst().strip();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }

        /** Whoever ends while the database is away gives nothing back before the next start. */
        private static void awaitDatabase(RunningGateway gateway) {
            await().atMost(LONG)
                    .until(
                            () ->
                                    gateway.get("/health/readiness", RunningGateway.MASTER_KEY)
                                            .body()
                                            .contains("\"administration\":true"));
        }

        private void awaitServed(long calls) {
            await().atMost(LONG.multipliedBy(4)).until(() -> load.served() >= calls);
        }

        @Override
        public void close() throws Exception {
            load.close();
            for (RunningGateway gateway : gateways) {
                if (gateway.isAlive()) {
                    gateway.process().destroyForcibly();
                    var unused = gateway.exitCode();
                }
            }
            toUpstream.close();
            toDatabase.close();
            database.close();
            fleet.close();
            if (disk != null) {
                disk.close();
            }
        }
    }
}
