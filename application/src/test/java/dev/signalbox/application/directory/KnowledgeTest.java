package dev.signalbox.application.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry.Changes;
import dev.signalbox.application.driven.Registry.Contents;
import dev.signalbox.application.driven.Registry.Found;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What may be seen in the very moment in which something changes. */
@SuppressWarnings("NullableOptional")
class KnowledgeTest {

    /** So many that a change of all of them can be looked into. */
    private static final int KEYS = 2_000;

    private static final int CHANGES = 300;

    private static final List<Credential> CREDENTIALS =
            IntStream.range(0, KEYS).mapToObj(Teams::credential).toList();

    private final Knowledge knowledge =
            new Knowledge(
                    Directory.of(
                            new Contents(0, List.of(team(0)), List.of(), List.of()),
                            ModelShelf.of(new Directory.Models(Map.of(), Map.of()))),
                    10 * KEYS);

    private static Team team(int number) {
        return Teams.team("team " + number, Map.of());
    }

    /** As they are at a revision: in a team that is made by it. */
    private static List<Key> keys(int revision) {
        return CREDENTIALS.stream()
                .map(credential -> Teams.key(credential, "team " + revision))
                .map(key -> key.withName(Integer.toString(revision)))
                .toList();
    }

    private static int revisionOf(Key key) {
        return Integer.parseInt(String.valueOf(key.name()));
    }

    @Test
    void whoNamesARevisionHasNoOlderKeyAndNobodyHasAKeyWithoutItsTeam() throws Exception {
        Map<Key.Hash, Key> first = new HashMap<>();
        keys(0).forEach(key -> first.put(key.hash(), key));
        assertThat(knowledge.keep(first.keySet(), new Found(0, first))).isZero();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> seen = threads.submit(() -> look());
            for (int revision = 1; revision <= CHANGES; revision++) {
                List<Team> made = List.of(team(revision));
                knowledge.take(
                        new Changes(
                                revision,
                                false,
                                made,
                                List.of(),
                                keys(revision),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()));
            }
            assertThat(seen.get()).isGreaterThan(CHANGES);
        }
    }

    /** As a call does it: what holds first, then the key. */
    private int look() {
        int looks = 0;
        long revision = 0;
        while (revision < CHANGES) {
            revision = knowledge.present().revision();
            Optional<Key> key = knowledge.known(CREDENTIALS.get(looks++ % KEYS).hash());
            assertThat(key).isPresent();
            assertThat(revisionOf(key.orElseThrow())).isGreaterThanOrEqualTo((int) revision);
            assertThat(knowledge.holder(key.orElseThrow())).isNotNull();
        }
        return looks;
    }
}
