package dev.signalbox.azure.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(60)
class TokenSourceTest {

    private final EntraHost entra = new EntraHost();
    private final TokenSource source = entra.source(entra.withSecret());

    @AfterEach
    void stop() throws IOException {
        entra.close();
    }

    private String token() throws ExecutionException, InterruptedException {
        return source.token().get().value();
    }

    private int asked() {
        return entra.host.requests().size();
    }

    /** Where no request is on its way, so that the next one is a new one. */
    private void awaitToken(String token) {
        await().untilAsserted(() -> assertThat(token()).isEqualTo(token));
    }

    @Test
    void fiftyWhoNeedATokenAskOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        entra.host.always(
                it -> {
                    it.stallUntil(all);
                    EntraHost.token("one", 3600).play(it);
                });
        List<Future<String>> tokens = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                tokens.add(
                        threads.submit(
                                () -> {
                                    CompletableFuture<AccessToken> coming = source.token();
                                    all.countDown();
                                    return coming.get().value();
                                }));
            }
        }
        for (Future<String> each : tokens) {
            assertThat(each.get()).isEqualTo("one");
        }
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aGoodTokenIsAtHandAtOnce() throws Exception {
        entra.host.once(EntraHost.token("one", 3600));
        assertThat(token()).isEqualTo("one");

        entra.clock.advance(Duration.ofMinutes(54));

        assertThat(source.token()).isDone();
        assertThat(token()).isEqualTo("one");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void itIsRenewedInTheLastMinutesWhileTheOldOneIsShown() throws Exception {
        CountDownLatch then = new CountDownLatch(1);
        entra.host.once(EntraHost.token("one", 3600));
        entra.host.once(
                it -> {
                    it.stallUntil(then);
                    EntraHost.token("two", 3600).play(it);
                });
        assertThat(token()).isEqualTo("one");

        entra.clock.advance(Duration.ofMinutes(55));

        assertThat(source.token()).isCompletedWithValueMatching(it -> it.value().equals("one"));
        await().untilAsserted(() -> assertThat(asked()).isEqualTo(2));
        assertThat(source.token()).isCompletedWithValueMatching(it -> it.value().equals("one"));
        then.countDown();
        awaitToken("two");
        assertThat(asked()).isEqualTo(2);
        assertThat(source.secrets()).containsExactly(EntraHost.SECRET, "two", "one");
    }

    @Test
    void theOldOneIsShownWhileRenewingFails() throws Exception {
        entra.host.once(EntraHost.token("one", 3600));
        assertThat(token()).isEqualTo("one");
        entra.host.always(EntraHost.error(503, "down", "Down."));

        entra.clock.advance(Duration.ofMinutes(56));
        assertThat(token()).isEqualTo("one");
        await().untilAsserted(() -> assertThat(asked()).isEqualTo(2));
        awaitRest(2);

        entra.clock.advance(Duration.ofSeconds(29));
        assertThat(token()).isEqualTo("one");
        assertThat(asked()).isEqualTo(2);

        entra.clock.advance(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("one");
        await().untilAsserted(() -> assertThat(asked()).isEqualTo(3));
        awaitRest(3);

        entra.clock.advance(Duration.ofSeconds(179));
        assertThat(token()).isEqualTo("one");
        entra.clock.advance(Duration.ofSeconds(1));
        assertThat(source.token())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("127.0.0.1 answers 503: Down.");
    }

    /** The failure has been noted, so that asking at once asks nobody. */
    private void awaitRest(int requests) {
        await().untilAsserted(
                        () -> {
                            assertThat(token()).isEqualTo("one");
                            assertThat(source.isResting()).isTrue();
                            assertThat(asked()).isEqualTo(requests);
                        });
    }

    @Test
    void aFailureHoldsForAMoment() throws Exception {
        entra.host.once(EntraHost.error(401, "invalid_client", "AADSTS7000222: Old."));
        entra.host.once(EntraHost.token("one", 3600));

        assertThat(source.token()).failsWithin(Duration.ofSeconds(10));
        assertThat(source.token()).failsWithin(Duration.ofSeconds(10));
        assertThat(asked()).isEqualTo(1);

        entra.clock.advance(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("one");
    }

    @Test
    void aRefusedTokenIsExchangedOnceInAWhile() throws Exception {
        entra.host.once(EntraHost.token("one", 3600));
        entra.host.once(EntraHost.token("two", 3600));
        entra.host.once(EntraHost.token("three", 3600));
        AccessToken one = source.token().get();

        assertThat(source.refused(one.header())).isTrue();
        AccessToken two = source.token().get();
        assertThat(two.value()).isEqualTo("two");
        assertThat(source.refused(one.header())).as("somebody was quicker").isTrue();
        assertThat(source.token().get()).isSameAs(two);

        assertThat(source.refused(two.header())).as("it is not the token's age").isFalse();
        assertThat(source.token().get()).isSameAs(two);

        entra.clock.advance(Duration.ofSeconds(30));
        assertThat(source.refused(two.header())).isTrue();
        assertThat(token()).isEqualTo("three");
    }

    @Test
    void aTokenThatLivesForMinutesIsNotRenewedAllTheTime() throws Exception {
        entra.host.once(EntraHost.token("one", 240));
        assertThat(token()).isEqualTo("one");

        entra.clock.advance(Duration.ofSeconds(119));

        assertThat(token()).isEqualTo("one");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void whoIsTheSameSharesASource() {
        TokenSources sources = new TokenSources(entra.surroundings(Map.of()), entra.clock);
        TokenSource first = sources.of(entra.withSecret());

        assertThat(sources.of(entra.withSecret())).isSameAs(first);
        assertThat(sources.of(new Identity.Managed(EntraHost.SCOPE, null))).isNotSameAs(first);
        assertThat(first.toString()).doesNotContain(EntraHost.SECRET);
    }
}
