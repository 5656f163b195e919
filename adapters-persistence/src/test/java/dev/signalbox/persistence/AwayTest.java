package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.history.Author;
import dev.signalbox.persistence.FrontDoor.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The database goes away under a registry, and comes back. */
class AwayTest {

    private final TestDatabase schema = TestDatabase.fresh();
    private final Key.Hash stranger = Teams.credential(1).hash();
    private FrontDoor door;
    private Database database;
    private Registry registry;

    @BeforeEach
    void open() throws IOException {
        door = new FrontDoor(schema.url());
        database = Database.open(door.url(), Duration.ofSeconds(10), progress -> {});
        registry = database.registry();
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        door.close();
        schema.close();
    }

    private void put() {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.team("eu", Map.of()));
                    return true;
                });
    }

    @Test
    void everyQuestionSaysThatTheStoreIsAwayAndAllIsWellWhenItIsBack() {
        put();
        door.become(State.SHUT);
        assertThat(registry.answers()).isFalse();
        String password = String.valueOf(schema.url().password());
        for (Runnable question :
                List.<Runnable>of(
                        () -> registry.contents(),
                        () -> registry.changesSince(0),
                        () -> registry.find(stranger),
                        () ->
                                database.records()
                                        .keysOf(List.of(Teams.team("eu", Map.of()).id()), 10),
                        () -> database.records().keysKnownAs(List.of("id")),
                        this::put)) {
            assertThatThrownBy(question::run)
                    .isInstanceOf(RegistryUnavailable.class)
                    .hasMessage("the database cannot be reached")
                    .message()
                    .doesNotContain(password);
        }
        door.become(State.OPEN);
        await().atMost(Duration.ofSeconds(20)).until(registry::answers);
        put();
        assertThat(registry.contents().teams()).hasSize(1);
    }

    @Test
    void aSilentDatabaseIsNotWaitedForLongerThanASecond() {
        door.become(State.SILENT);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(registry.answers()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(1500));
        }
    }

    @Test
    void aConnectionThatFallsSilentIsGivenUp() {
        door.become(State.SILENT);
        assertThatThrownBy(() -> registry.find(stranger)).isInstanceOf(RegistryUnavailable.class);
        door.become(State.OPEN);
        await().atMost(Duration.ofSeconds(20)).until(registry::answers);
    }

    @Test
    void aConnectionThatTheServerEndsIsReplaced() {
        schema.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'signalbox' AND pid <> pg_backend_pid()");
        await().atMost(Duration.ofSeconds(20)).until(registry::answers);
        put();
    }

    @Test
    void aChangeThatIsHeldUpForTooLongIsGivenUp() throws Exception {
        try (HeldRow held = new HeldRow(schema.url())) {
            assertThat(held).isNotNull();
            assertThatThrownBy(this::put)
                    .isInstanceOf(RegistryUnavailable.class)
                    .hasMessage("the database does not answer in time");
        }
        put();
    }
}
