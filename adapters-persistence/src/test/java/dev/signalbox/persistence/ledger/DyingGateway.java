package dev.signalbox.persistence.ledger;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Another process that takes questions down as fast as it can, to be killed in the middle of it.
 */
final class DyingGateway {

    private static final int THREADS = 4;
    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);

    private DyingGateway() {}

    /** What it said before it died: for each question that it began, and that it ended, a line. */
    static List<String> run(DatabaseUrl url, Path folder, UUID replica, int lines)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DyingGateway.class.getName(),
                                written(url),
                                folder.toString(),
                                replica.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> said = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        while (line != null) {
            said.add(line);
            if (said.size() == lines) {
                // As kill -9 does; and what it has said can still be read.
                process.toHandle().destroyForcibly();
            }
            line = reader.readLine();
        }
        process.onExit().join();
        return said;
    }

    /** The other process. */
    public static void main(String[] words) {
        PostgresSpendLog log =
                PostgresSpendLog.open(
                        new LedgerTerms(
                                DatabaseUrl.parse(words[0]),
                                Path.of(words[1]),
                                4 << 20,
                                WhenFull.REFUSE,
                                0,
                                UUID.fromString(words[2])),
                        InstantSource.system());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long start = UUID.fromString(words[2]).getLeastSignificantBits() & 0xFFFF;
        for (int thread = 0; thread < THREADS; thread++) {
            long first = start * 10_000_000 + thread * 1_000_000L;
            Thread.ofPlatform().start(() -> ask(log, out, first));
        }
    }

    private static void ask(PostgresSpendLog log, PrintStream out, long first) {
        Random chance = new Random(first);
        for (long i = first; true; i++) {
            UUID id = new UUID(Questions.id(DAY, 0).getMostSignificantBits(), Long.MIN_VALUE | i);
            Intent intent = Questions.full(id);
            if (log.begin(intent)) {
                out.println("began " + id);
                // One in ten takes longer than this process lives.
                if (chance.nextInt(10) > 0) {
                    log.end(Questions.whole(intent));
                    out.println("ended " + id);
                }
            }
        }
    }

    private static String written(DatabaseUrl url) {
        return "postgresql://%s%s@%s:%d/%s?schema=%s"
                .formatted(
                        url.user(),
                        url.password() == null ? "" : ":" + url.password(),
                        url.host(),
                        url.port(),
                        url.database(),
                        url.schema());
    }
}
