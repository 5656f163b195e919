package dev.signalbox.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.application.testkit.Questions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

class JournalTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(2, 2);
    private static final long ROOM = 1 << 18;
    private static final int MANY = 100_000;

    @TempDir Path folder;

    private Journal open(UUID replica) {
        return Journal.open(folder, ROOM, replica);
    }

    private static Intent intent(long number) {
        return Questions.full(Questions.id(DAY, number));
    }

    private static List<Receipt> receipts(Journal journal) {
        return journal.take(MANY).stream().map(Entry::receipt).toList();
    }

    @Test
    void whatEndedIsTakenOnceInTheOrderInWhichItEnded() {
        try (Journal journal = open(FIRST)) {
            assertThat(journal.begin(intent(1))).isTrue();
            assertThat(journal.begin(intent(2))).isTrue();
            assertThat(journal.begin(intent(3))).isTrue();
            Receipt third = Questions.failed(intent(3));
            Receipt first = Questions.whole(intent(1));
            assertThat(journal.end(third)).isTrue();
            assertThat(journal.end(first)).isTrue();
            assertThat(receipts(journal)).containsExactly(third, first);
            assertThat(journal.take(MANY)).isEmpty();
            assertThat(journal.open()).isEqualTo(1);
        }
    }

    @Test
    void whatWasNotReleasedIsThereAfterAStartAndWhatNeverEndedIsUnknown() {
        Receipt whole = Questions.whole(Questions.bare(Questions.id(DAY, 1)));
        try (Journal journal = open(FIRST)) {
            assertThat(journal.begin(whole.intent())).isTrue();
            assertThat(journal.begin(intent(2))).isTrue();
            assertThat(journal.begin(intent(3))).isTrue();
            assertThat(journal.end(whole)).isTrue();
            assertThat(journal.end(Questions.whole(intent(3)))).isTrue();
            List<Entry> taken = journal.take(MANY);
            journal.release(taken.subList(1, 2));
        }
        try (Journal journal = open(SECOND)) {
            assertThat(journal.finishedPredecessors()).isEmpty();
            List<Entry> found = journal.take(MANY);
            assertThat(found).extracting(Entry::replica).containsOnly(FIRST);
            assertThat(found.getFirst().receipt()).isEqualTo(whole);
            Receipt unknown = found.getLast().receipt();
            assertThat(unknown.intent()).isEqualTo(intent(2));
            assertThat(unknown.status()).isEqualTo(Status.UNKNOWN);
            assertThat(unknown.cost()).isEqualTo(Questions.RESERVED);
            assertThat(found).hasSize(2);
            journal.release(found);
            assertThat(journal.finishedPredecessors()).containsExactly(FIRST);
            journal.forgetPredecessors();
            assertThat(journal.finishedPredecessors()).isEmpty();
        }
        try (Journal journal = open(new UUID(3, 3))) {
            assertThat(journal.take(MANY)).isEmpty();
            assertThat(journal.finishedPredecessors()).containsExactly(SECOND);
        }
    }

    @Test
    void placesAreUsedAgainManyTimesOverWhenTheyAreReleased() {
        try (Journal journal = open(FIRST)) {
            // One that takes long keeps its own place, and nobody else's.
            assertThat(journal.begin(intent(MANY))).isTrue();
            for (int i = 0; i < 5000; i++) {
                assertThat(journal.begin(intent(i))).as("question %d", i).isTrue();
                assertThat(journal.end(Questions.whole(intent(i)))).isTrue();
                List<Entry> taken = journal.take(MANY);
                assertThat(taken).hasSize(1);
                journal.release(taken);
            }
            assertThat(journal.end(Questions.whole(intent(MANY)))).isTrue();
            assertThat(receipts(journal)).containsExactly(Questions.whole(intent(MANY)));
        }
    }

    @Test
    void aFullJournalTakesNothingMoreButEveryEndOfWhatItHas() {
        List<Intent> begun = new ArrayList<>();
        try (Journal journal = open(FIRST)) {
            while (journal.begin(intent(begun.size()))) {
                begun.add(intent(begun.size()));
            }
            assertThat(begun).hasSizeGreaterThan(50);
            assertThat(journal.used()).isGreaterThan(0.98);
            Receipt late = Questions.whole(intent(MANY));
            assertThat(journal.end(late)).as("there is no room for what never began").isFalse();
            begun.forEach(intent -> assertThat(journal.end(Questions.whole(intent))).isTrue());
            List<Entry> taken = journal.take(MANY);
            assertThat(taken)
                    .extracting(entry -> entry.receipt().intent())
                    .containsExactlyElementsOf(begun);
            assertThat(journal.begin(intent(MANY))).as("taken is not yet released").isFalse();
            journal.release(taken);
            assertThat(journal.end(late)).as("there is room by now").isTrue();
            assertThat(receipts(journal)).containsExactly(late);
        }
    }

    @Test
    void whatCallersWriteMayBeOfAnyLength() {
        String endless = "ü".repeat(100_000);
        Intent.Payer payer =
                new Intent.Payer("k", endless, null, null, endless, List.of(endless, "short"));
        Intent intent = Questions.of(payer, Questions.id(DAY, 1));
        Receipt receipt =
                new Receipt(
                        intent,
                        Status.FAILED,
                        Questions.whole(intent).usage(),
                        false,
                        Questions.COST,
                        endless,
                        null,
                        Questions.whole(intent).took(),
                        endless);
        try (Journal journal = open(FIRST)) {
            assertThat(journal.begin(intent)).isTrue();
            assertThat(journal.end(receipt)).isTrue();
            Receipt kept = receipts(journal).getFirst();
            assertThat(kept.intent().payer().endUser()).isEqualTo("ü".repeat(256));
            assertThat(kept.intent().payer().tags()).containsExactly("ü".repeat(256), "short");
            assertThat(kept.price()).isEqualTo("ü".repeat(100));
            assertThat(kept.error()).isEqualTo("ü".repeat(100));
        }
    }

    @Test
    void aRecordThatIsTornAtAnyByteIsNeverReadAsAnotherOne() throws IOException {
        Receipt receipt = Questions.whole(intent(1));
        try (Journal journal = open(FIRST)) {
            assertThat(journal.begin(receipt.intent())).isTrue();
            assertThat(journal.end(receipt)).isTrue();
        }
        byte[] whole = Files.readAllBytes(folder.resolve("journal"));
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        int damaged = 0;
        int unknown = 0;
        for (int at = JournalFile.HEAD; at < end; at++) {
            // What comes after was never written: a machine that lost its power tears like that.
            byte[] torn = whole.clone();
            for (int i = at; i < end; i++) {
                torn[i] = 0;
            }
            // And one byte that is not what it was.
            byte[] turned = whole.clone();
            turned[at] ^= 0x55;
            for (byte[] file : List.of(torn, turned)) {
                write(file);
                try (Journal journal = open(SECOND)) {
                    List<Receipt> found = receipts(journal);
                    damaged += journal.damaged();
                    assertThat(found.size() + journal.damaged()).isLessThanOrEqualTo(2);
                    for (Receipt one : found) {
                        assertThat(one.intent()).as("byte %d", at).isEqualTo(receipt.intent());
                        if (one.status() == Status.UNKNOWN) {
                            unknown++;
                            assertThat(one.cost()).isEqualTo(Questions.RESERVED);
                        } else {
                            assertThat(one).isEqualTo(receipt);
                        }
                    }
                }
            }
        }
        assertThat(damaged).isGreaterThan(500);
        assertThat(unknown).isGreaterThan(100);
    }

    /** Only the part that changes is written, for there are thousands of files. */
    private void write(byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve("journal"), StandardOpenOption.WRITE)) {
            ByteBuffer start = ByteBuffer.wrap(bytes, 0, 1 << 14);
            while (start.hasRemaining()) {
                int unused = channel.write(start);
            }
        }
    }

    @Test
    void manyThreadsAtOnceLoseNothingAndGetNothingTwice() throws Exception {
        int threads = 8;
        int each = 3000;
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        Map<UUID, Receipt> taken = new HashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        try (Journal journal = open(FIRST);
                ExecutorService pool = Executors.newFixedThreadPool(threads + 1)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random chance = new Random(thread);
                int first = thread * each;
                writers.add(
                        pool.submit(
                                () -> {
                                    for (int i = first; i < first + each; i++) {
                                        ask(journal, i, chance, acknowledged);
                                    }
                                }));
            }
            Future<?> reader =
                    pool.submit(
                            () -> {
                                Random chance = new Random(99);
                                boolean last = false;
                                while (!last) {
                                    last = over.get();
                                    List<Entry> some =
                                            journal.take(last ? MANY : 1 + chance.nextInt(50));
                                    for (Entry entry : some) {
                                        UUID id = entry.receipt().intent().id();
                                        assertThat(taken.put(id, entry.receipt())).isNull();
                                    }
                                    journal.release(some);
                                }
                            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            over.set(true);
            reader.get();
            assertThat(journal.open()).isZero();
            assertThat(journal.waiting()).isZero();
            assertThat(journal.used()).isLessThan(0.01);
        }
        assertThat(acknowledged.size()).isEqualTo(threads * each);
        assertThat(taken.keySet()).isEqualTo(acknowledged);
        taken.values()
                .forEach(
                        receipt ->
                                assertThat(receipt).isEqualTo(Questions.whole(receipt.intent())));
    }

    private static void ask(Journal journal, int number, Random chance, Set<UUID> acknowledged) {
        UUID id = Questions.id(DAY, number);
        Intent intent = chance.nextBoolean() ? Questions.full(id) : Questions.bare(id);
        // Whoever finds no room asks again, so that all of them are taken in the end.
        while (!journal.begin(intent)) {
            Thread.yield();
        }
        assertThat(acknowledged.add(id)).isTrue();
        assertThat(journal.end(Questions.whole(intent))).isTrue();
    }

    @Test
    void oneFolderIsOneProcessAndRoomThatIsNotThereIsSaidAtOnce() throws IOException {
        try (Journal journal = open(FIRST)) {
            assertThatThrownBy(() -> open(SECOND))
                    .isInstanceOf(JournalUnusable.class)
                    .hasMessageContaining("belongs to another gateway");
            assertThat(journal.begin(intent(1))).isTrue();
        }
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Journal.open(file.resolve("journal"), ROOM, FIRST))
                .isInstanceOf(JournalUnusable.class);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void everyByteOfItIsOnTheDiskWhenItIsMade() throws IOException {
        open(FIRST).close();
        Path file = folder.resolve("journal");
        assertThat(Files.size(file)).isEqualTo(JournalFile.HEAD + ROOM);
        assertThat(sizeOnDisk(file)).isGreaterThanOrEqualTo(ROOM);
    }

    private static long sizeOnDisk(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(said.split("\\s")[0]) * 1024;
    }

    @Test
    void aFileThatIsNoJournalIsMovedAsideAndNotRemoved() throws IOException {
        Files.write(folder.resolve("journal"), new byte[9000]);
        try (Journal journal = open(FIRST)) {
            assertThat(journal.begin(intent(1))).isTrue();
        }
        assertThat(Files.size(folder.resolve("journal.unreadable"))).isEqualTo(9000);
    }

    @Test
    void aClosedJournalTakesNothing() {
        Journal journal = open(FIRST);
        assertThat(journal.begin(intent(1))).isTrue();
        journal.close();
        assertThat(journal.begin(intent(2))).isFalse();
        assertThat(journal.end(Questions.whole(intent(1)))).isFalse();
        try (Journal next = open(SECOND)) {
            assertThat(receipts(next)).extracting(Receipt::status).containsExactly(Status.UNKNOWN);
        }
    }
}
