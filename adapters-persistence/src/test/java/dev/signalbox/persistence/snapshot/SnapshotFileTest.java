package dev.signalbox.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.Snapshots.Kept;
import dev.signalbox.application.driven.Snapshots.Snapshot;
import dev.signalbox.application.driven.Snapshots.Source;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

class SnapshotFileTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09.123456789Z");
    private static final Instant LATER = Instant.parse("2027-05-06T07:08:09Z");

    private final Team plain = Teams.team("plain", Map.of());
    private final Team full =
            new Team(
                    new Team.Id("voll \u00e4\ud83d\ude80"),
                    null,
                    new ModelList(List.of("a", "b")),
                    Teams.aliases(Map.of("gpt-4", "eu", "x", "y")),
                    List.of(
                            new Team.Member(new User.Id("u1"), "u1@example.org", true),
                            new Team.Member(new User.Id("u2"), null, false)),
                    new Limits(Map.of(Limit.RPM, new BigDecimal("12.50")))
                            .every(new Window(1, Window.Unit.MONTHS, ZoneOffset.UTC))
                            .forEach(Limits.NONE.with(Limit.TPM, BigDecimal.ONE)),
                    true,
                    new RoutingTerms(
                            Set.of("free", "blue"),
                            Set.of("eu"),
                            new FreeJson("{\"num_retries\":1}"),
                            true,
                            false),
                    new FreeJson("{\"metadata\":{\"long\":\"" + "\u00e9".repeat(100_000) + "\"}}"),
                    NOW,
                    LATER);
    private final Key plainKey = Teams.key(Teams.credential(1), null);
    private final Key fullKey =
            new Key(
                    Teams.credential(2).hash(),
                    "publicid",
                    "sk-...abcd",
                    "name",
                    full.id(),
                    new Key.Owner(
                            new User.Id("u1"),
                            User.Role.VIEWER,
                            new ModelList(List.of("only-this")),
                            new Limits(Map.of(Limit.TPM, BigDecimal.TEN))
                                    .every(new Window(5, Window.Unit.DAYS, ZoneOffset.UTC))),
                    new ModelList(List.of("all-team-models")),
                    Teams.splitting("mine", "eu:1 world:1000"),
                    new RouteList(List.of("/v1/models", "llm_api_routes")),
                    new Limits(Map.of(Limit.MAX_BUDGET, new BigDecimal("0.0000001")))
                            .raised(
                                    new Limits.Raise(
                                            new BigDecimal("1.10"),
                                            Instant.parse("2031-01-01T00:00:00Z"))),
                    true,
                    LATER,
                    new Key.Former(Teams.credential(3).hash(), LATER),
                    new RoutingTerms(Set.of("gold"), Set.of(), null, false, true),
                    new FreeJson("{\"tags\":[1]}"),
                    NOW,
                    LATER);
    private final StoredModel model =
            new StoredModel(
                    new Deployment.Id("a-model"),
                    new ModelName("gpt-4"),
                    new Sealed("nobody can read this"),
                    new FreeJson("{\"model\":\"azure/x\"}"),
                    FreeJson.EMPTY,
                    new StoredModel.Mark(NOW, "anna"),
                    new StoredModel.Mark(LATER, "otto"));
    private final Bounded bounded =
            new Bounded(
                    Holder.of(Holder.Level.MEMBER, "blau/grün", "lea"),
                    Limits.NONE.with(Limit.MAX_BUDGET, BigDecimal.TEN).under("gold"),
                    true,
                    new FreeJson("{\"alias\":\"Lea\"}"),
                    Teams.LONG_AGO,
                    Teams.LONG_AGO);

    private final Snapshot snapshot =
            new Snapshot(
                    42,
                    List.of(plain, full),
                    List.of(plainKey, fullKey),
                    List.of(model),
                    List.of(bounded));

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("snapshot.bin");
    }

    private SnapshotFile snapshots() {
        return new SnapshotFile(file(), () -> NOW);
    }

    private void keep(Snapshot what) {
        try (SnapshotFile writer = snapshots()) {
            writer.keep(new Fixed(what, new AtomicLong(1), new AtomicInteger()));
        }
    }

    @Test
    void whatIsKeptIsReadAgainToTheLastField() {
        keep(snapshot);
        assertThat(snapshots().last()).contains(new Kept(NOW, snapshot));
    }

    @Test
    void onlyItsOwnerCanReadItAndNothingElseIsLeft() throws IOException {
        keep(snapshot);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void noSecretIsInIt() throws IOException {
        keep(snapshot);
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
                .contains(plainKey.hash().hex())
                .doesNotContain(Teams.credential(1).reveal())
                .doesNotContain(Teams.credential(2).reveal());
    }

    @Test
    void aDamagedFileIsPassedOverWhereverItIsDamaged() throws IOException {
        keep(new Snapshot(1, List.of(plain), List.of(plainKey), List.of(), List.of()));
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file(), damaged);
            assertThat(snapshots().last()).as("byte " + at).isEmpty();
        }
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertThat(snapshots().last()).isEmpty();
        Files.write(file(), new byte[0]);
        assertThat(snapshots().last()).isEmpty();
    }

    @Test
    void withoutAFileThereIsNone() {
        assertThat(snapshots().last()).isEmpty();
        assertThat(snapshots().describe()).isEqualTo("none");
    }

    @Test
    void itIsKeptSoonAndOnlyWhenSomethingHasChanged() {
        Fixed source = new Fixed(snapshot, new AtomicLong(0), new AtomicInteger());
        try (SnapshotFile writer = snapshots()) {
            writer.keep(source);
            await().until(() -> snapshots().last().isPresent());
            source.number.incrementAndGet();
            await().until(() -> source.taken.get() == 2);
        }
        assertThat(source.taken).hasValue(2);
    }

    @Test
    void whoBeganWithItDoesNotMakeItYoungerThanItIs() {
        keep(snapshot);
        try (SnapshotFile next = new SnapshotFile(file(), () -> LATER)) {
            assertThat(next.last()).isPresent();
            next.keep(new Fixed(snapshot, new AtomicLong(0), new AtomicInteger()));
        }
        assertThat(snapshots().last()).contains(new Kept(NOW, snapshot));
    }

    @Test
    void whereItCannotBeWrittenThatIsSaid() throws IOException {
        Files.writeString(folder.resolve("occupied"), "");
        try (SnapshotFile writer =
                new SnapshotFile(folder.resolve("occupied").resolve("snapshot"), () -> NOW)) {
            writer.keep(new Fixed(snapshot, new AtomicLong(1), new AtomicInteger()));
            await().until(() -> writer.describe().startsWith("cannot be written"));
        }
    }

    /** Knows always the same, and counts how often it was asked. */
    private record Fixed(Snapshot what, AtomicLong number, AtomicInteger taken) implements Source {
        @Override
        public long version() {
            return number.get();
        }

        @Override
        public Snapshot snapshot() {
            taken.incrementAndGet();
            return what;
        }
    }
}
