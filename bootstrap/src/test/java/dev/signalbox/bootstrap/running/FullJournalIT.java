package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.Detour.State;
import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** With nowhere to write down what calls cost: the journal is full, or there is no room for one. */
@Execution(ExecutionMode.CONCURRENT)
class FullJournalIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What a journal begins with, the bytes before its cells, and those of a cell. */
    private static final long MAGIC = 0x73676E6C6A726E31L;

    private static final int HEAD = 4096;
    private static final int CELL = 512;

    /** A call takes two or three. */
    private static final int CELLS = 60;

    private static final int CALLS = 50;

    @TempDir Path folder;

    @Test
    void callsThatCannotBeWrittenDownAreRefusedAndEveryOtherIsThereOnce() throws Exception {
        try (Fleet fleet = fleet();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url())) {
            Set<String> whole = new HashSet<>();
            int refused = 0;
            try (RunningGateway gateway = withSmallJournal(fleet, detour, "refuse").listen()) {
                Asker caller = Asker.master(gateway);
                assertThat(caller.chat("gpt").statusCode()).isEqualTo(200);
                whole.add("first");
                detour.become(State.SHUT);
                for (int i = 0; i < CALLS; i++) {
                    HttpResponse<String> answer = caller.chat("gpt", "\"max_tokens\": 5");
                    if (answer.statusCode() == 200) {
                        whole.add(Asker.header(answer, "x-litellm-call-id"));
                    } else {
                        assertThat(answer.statusCode()).isEqualTo(503);
                        assertThat(answer.body()).contains("ledger_unavailable");
                        refused++;
                    }
                }
                assertThat(refused).as("the journal is full").isPositive();
                assertThat(fleet.count("gpt-1"))
                        .as("who is refused asks nobody")
                        .isEqualTo(CALLS + 1 - refused);
                detour.become(State.OPEN);
                await().atMost(SOON).until(() -> caller.chat("gpt").statusCode() == 200);
            }
            whole.remove("first");
            LedgerAudit.Found found = audit(fleet, whole, database);
            assertThat(found.mismatches()).isEmpty();
            assertThat(found.unknown()).isZero();
        }
    }

    @Test
    void orTheyAreServedAndCounted() throws Exception {
        try (Fleet fleet = fleet();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url())) {
            long nowhere;
            try (RunningGateway gateway = withSmallJournal(fleet, detour, "serve").listen()) {
                Asker caller = Asker.master(gateway);
                detour.become(State.SHUT);
                for (int i = 0; i < CALLS; i++) {
                    assertThat(caller.chat("gpt").statusCode()).isEqualTo(200);
                }
                nowhere = unrecorded(gateway);
                assertThat(nowhere).isBetween(1L, CALLS - 10L);
                detour.become(State.OPEN);
            }
            LedgerAudit.Found found = audit(fleet, Set.of(), database);
            assertThat(found.seen()).isEqualTo(CALLS);
            assertThat(found.rows())
                    .as("and all others are there")
                    .isEqualTo(CALLS - (int) nowhere);
            assertThat(found.mismatches())
                    .as("nothing but what was counted is missing")
                    .hasSize((int) nowhere)
                    .allMatch(mismatch -> mismatch.endsWith("is no row"));
        }
    }

    @Test
    void aDiskThatFillsUpUnderTheJournalStopsNoCallAndLosesNone() throws Exception {
        try (SmallDisk disk = SmallDisk.of(folder.resolve("data"), 80)) {
            assumeThat(disk).as("this user may mount a file system").isNotNull();
            try (Fleet fleet = fleet();
                    EmbeddedPostgres database = postgres()) {
                Order order = order(fleet, RunningGateway.text(database.url()), "refuse");
                Set<String> whole = new HashSet<>();
                RunningGateway killed = order.listen();
                disk.fill();
                ask(killed, whole);
                killed.process().destroyForcibly();
                var unused = killed.exitCode();
                try (RunningGateway next = order.listen()) {
                    ask(next, whole);
                }
                assertThat(whole).hasSize(2 * CALLS);
                LedgerAudit.Found found = audit(fleet, whole, database);
                assertThat(found.mismatches()).isEmpty();
                assertThat(found.unknown())
                        .as("the kill may have met the last call before its receipt")
                        .isBetween(0, 1);
            }
        }
    }

    @Test
    void withoutRoomForAJournalNothingIsStartedAndTheFolderIsNamed() throws Exception {
        try (SmallDisk disk = SmallDisk.of(folder.resolve("data"), 8)) {
            assumeThat(disk).as("this user may mount a file system").isNotNull();
            try (Fleet fleet = fleet();
                    EmbeddedPostgres database = postgres()) {
                Order order = order(fleet, RunningGateway.text(database.url()), "serve");
                RunningGateway gateway = order.start();
                assertThat(gateway.exitCode()).isEqualTo(78);
                assertThat(gateway.log())
                        .contains("There can be no journal of", disk.folder().toString())
                        .doesNotContain("a mistake of ours");
            }
        }
    }

    private static void ask(RunningGateway gateway, Set<String> whole) {
        Asker caller = Asker.master(gateway);
        for (int i = 0; i < CALLS; i++) {
            HttpResponse<String> answer = caller.chat("gpt");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            whole.add(Asker.header(answer, "x-litellm-call-id"));
        }
    }

    private static long unrecorded(RunningGateway gateway) {
        return gateway.get("/metrics", RunningGateway.MASTER_KEY)
                .body()
                .lines()
                .filter(line -> line.startsWith("signalbox_spend_unrecorded_total"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.replaceAll(".* ", ""))))
                .sum();
    }

    private static LedgerAudit.Found audit(
            Fleet fleet, Set<String> whole, EmbeddedPostgres database) throws Exception {
        return LedgerAudit.of(fleet.base(), fleet.simulator().requests(), whole, database.url());
    }

    private static Fleet fleet() {
        return new Fleet().serves("gpt", "gpt-1", LedgerAudit.PRICED);
    }

    private EmbeddedPostgres postgres() {
        return Prepared.postgres(folder.resolve("external"));
    }

    /** A journal that is there keeps its size. */
    private Order withSmallJournal(Fleet fleet, Detour detour, String policy) throws IOException {
        ByteBuffer journal = ByteBuffer.allocate(HEAD + CELLS * CELL);
        journal.putLong(0, MAGIC);
        Path place = Files.createDirectories(folder.resolve("data/journal"));
        Files.write(place.resolve("journal"), journal.array());
        return order(fleet, detour.url(), policy);
    }

    private Order order(Fleet fleet, String url, String policy) {
        String config =
                fleet.config("")
                        .replace(
                                "general_settings: {",
                                "general_settings: {spend_journal_full: " + policy + ", ");
        return Order.in(folder).with("DATABASE_URL", url).serving(config);
    }
}
