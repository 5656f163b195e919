package dev.signalbox.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.application.driven.UpstreamProvider.Connection;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.application.testkit.ScriptedHost.Script;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.UpstreamContract;
import dev.signalbox.azure.entra.Surroundings;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** All that an upstream does, with tokens that are fetched. */
class EntraUpstreamTest extends UpstreamContract {

    private static final String JSON = "application/json";
    private static final String UNAUTHORIZED =
            "{\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing, invalid,"
                    + " audience is incorrect (https://cognitiveservices.azure.com), or have"
                    + " expired.\"}";

    private final ScriptedHost entra = ScriptedHost.start();
    private final StoppedClock clock = new StoppedClock();
    private final AtomicInteger given = new AtomicInteger();
    private final AzureProvider provider =
            new AzureProvider(
                    new Surroundings(Map.of(), URI.create(entra.address()), time -> {}), clock);

    @BeforeEach
    void giveTokens() {
        entra.always(
                it ->
                        it.answer(
                                200,
                                JSON,
                                "{\"access_token\":\"token-%d\",\"expires_in\":3600}"
                                        .formatted(given.incrementAndGet())));
    }

    @AfterEach
    void stopEntra() throws IOException {
        entra.close();
    }

    @Override
    protected Upstream upstreamAt(String address) {
        return connection(address).upstream();
    }

    private Connection connection(String address) {
        return provider.connect(
                new Settings(
                        "chatgpt-v-2",
                        Map.of(
                                "api_base", address,
                                "api_version", "2024-10-21",
                                "tenant_id", "tenant",
                                "client_id", "client",
                                "client_secret", "hidden-secret",
                                "azure_authority_host", entra.address()),
                        List.of()));
    }

    private static Script unauthorized() {
        return it -> it.answer(401, JSON, UNAUTHORIZED);
    }

    private List<String> shown() {
        return host.requests().stream().map(it -> it.header("authorization").orElse("")).toList();
    }

    @Test
    void theTokenGoesUpAndIsAskedForOnce() {
        host.always(it -> it.answer(200, JSON, "{}"));
        Upstream other = upstreamAt(host.address());

        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);
        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);
        assertThat(other.open(order(call(true), new Hangup()))).isInstanceOf(Upstream.Opened.class);

        assertThat(shown()).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-1");
        assertThat(host.requests().getFirst().header("api-key")).isEmpty();
        assertThat(entra.requests()).hasSize(1);
        assertThat(connection(host.address()).warnings()).isEmpty();
    }

    @Test
    void aTokenThatIsNotAcceptedIsExchangedOnce() {
        host.once(unauthorized());
        host.always(it -> it.answer(200, JSON, "{}"));

        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        assertThat(shown()).containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(host.requests().get(1).text()).isEqualTo(host.requests().get(0).text());
    }

    @Test
    void aSecondRefusalIsAFault() {
        host.always(unauthorized());

        Fault fault = fault(false);

        assertThat(fault.kind()).isEqualTo(Kind.BAD_CREDENTIAL);
        assertThat(fault.message())
                .startsWith("Unauthorized. Access token is missing")
                .contains("azure_scope");
        assertThat(shown()).containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(fault(false).kind()).isEqualTo(Kind.BAD_CREDENTIAL);
        assertThat(host.requests()).as("it is not asked twice all the time").hasSize(3);
        assertThat(entra.requests()).hasSize(2);
    }

    @Test
    void anotherRefusalIsAFaultAtOnce() {
        host.always(
                it -> it.answer(401, JSON, "{\"error\":{\"message\":\"token-1 has no role\"}}"));

        assertThat(fault(false).message()).startsWith("*** has no role");

        assertThat(host.requests()).hasSize(1);
    }

    @Test
    void whoHasNoTokenIsNotAsked() {
        entra.always(
                it ->
                        it.answer(
                                401,
                                JSON,
                                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215:"
                                        + " hidden-secret is wrong.\\nTrace ID: 1\"}"));

        Fault fault = fault(false);

        assertThat(fault.kind()).isEqualTo(Kind.BAD_CREDENTIAL);
        assertThat(fault.message())
                .isEqualTo(
                        "no token of Entra: 127.0.0.1 answers 401: AADSTS7000215: *** is wrong.");
        assertThat(host.requests()).isEmpty();
    }

    @Test
    void aTokenIsWaitedForNoLongerThanForAConnection() {
        CountDownLatch then = new CountDownLatch(1);
        entra.always(it -> it.stallUntil(then));
        Patience usual = Patience.DEFAULT;
        Patience little =
                new Patience(
                        Duration.ofMillis(100), usual.firstEvent(), usual.silence(), usual.total());
        Order order = order(call(false), new Hangup());

        Attempt attempt =
                upstreamAt(host.address())
                        .open(
                                new Order(
                                        order.call(),
                                        order.served(),
                                        order.naming(),
                                        little,
                                        order.hangup()));

        then.countDown();
        Fault fault = ((Upstream.Faulted) attempt).fault();
        assertThat(fault.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(fault.message()).isEqualTo("no token of Entra within 0.1 s");
    }

    @Test
    void whoLeavesDoesNotWaitForAToken() {
        CountDownLatch then = new CountDownLatch(1);
        entra.always(it -> it.stallUntil(then));
        Hangup hangup = new Hangup();
        Upstream upstream = upstreamAt(host.address());
        AtomicReference<Attempt> attempt = new AtomicReference<>();
        Thread.ofVirtual().start(() -> attempt.set(upstream.open(order(call(false), hangup))));
        await().untilAsserted(() -> assertThat(entra.requests()).hasSize(1));

        hangup.hangUp();

        await().atMost(Duration.ofSeconds(3)).until(() -> attempt.get() != null);
        then.countDown();
        assertThat(((Upstream.Faulted) attempt.get()).fault().message()).startsWith("withdrawn");
        assertThat(host.requests()).isEmpty();
    }
}
