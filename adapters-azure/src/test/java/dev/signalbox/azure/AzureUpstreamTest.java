package dev.signalbox.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.relay.WildcardUpstream;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.ScriptedHost.Request;
import dev.signalbox.application.testkit.UpstreamContract;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class AzureUpstreamTest extends UpstreamContract {

    private static final String JSON = "application/json";

    private final AzureProvider provider = new AzureProvider();

    @Override
    protected Upstream upstreamAt(String address) {
        return connect(address, "api_key", "azure-secret");
    }

    private Upstream connect(String address, String credential, String value) {
        return connect(address, credential, value, "2024-10-21");
    }

    private Upstream connect(String address, String credential, String value, String version) {
        return provider.connect(
                        new Settings(
                                "chatgpt-v-2",
                                Map.of(
                                        "api_base",
                                        address,
                                        credential,
                                        value,
                                        "api_version",
                                        version),
                                List.of()))
                .upstream();
    }

    @Test
    void theDeploymentStandsInThePathAndTheKeyInItsOwnHeader() {
        host.always(it -> it.answer(200, JSON, "{}"));

        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        Request request = host.requests().get(0);
        assertThat(request.line())
                .isEqualTo(
                        "POST /openai/deployments/chatgpt-v-2/chat/completions"
                                + "?api-version=2024-10-21 HTTP/1.1");
        assertThat(request.header("api-key")).contains("azure-secret");
        assertThat(request.header("authorization")).isEmpty();
        assertThat(request.header("x-ms-client-request-id")).contains("call-7");
        assertThat(request.text()).isEqualTo("{\"model\":\"chatgpt-v-2\",\"stream\":false}");
    }

    @Test
    void onlyVersionsThatKnowTheWishAreAskedForTheUsageOfAStream() {
        for (String version : List.of("2024-08-01-preview", "2024-06-01")) {
            assertThat(asked(version)).as(version).doesNotContain("include_usage");
        }
        for (String version : List.of("2024-09-01-preview", "2025-01-01-preview", "v1")) {
            assertThat(asked(version)).as(version).contains("\"include_usage\":true");
        }
    }

    private String asked(String version) {
        host.once(it -> it.answer(401, JSON, "{}"));
        Upstream upstream = connect(host.address(), "api_key", "azure-secret", version);
        Call call = call("{\"model\":\"asked\",\"stream\":true}", true);
        assertThat(upstream.open(order(call, new RecordingSink().hangup())))
                .isInstanceOf(Upstream.Faulted.class);
        return host.requests().getLast().text();
    }

    @Test
    void aTokenGoesUpAsABearerToken() {
        host.always(it -> it.answer(401, JSON, "{\"statusCode\":401,\"message\":\"no a.b.c\"}"));
        Upstream upstream = connect(host.address(), "azure_ad_token", "Bearer a.b.c");

        Upstream.Attempt attempt = upstream.open(order(call(false), new RecordingSink().hangup()));

        Request request = host.requests().get(0);
        assertThat(request.header("authorization")).contains("Bearer a.b.c");
        assertThat(request.header("api-key")).isEmpty();
        Fault fault = ((Upstream.Faulted) attempt).fault();
        assertThat(fault.kind()).isEqualTo(Kind.BAD_CREDENTIAL);
        assertThat(fault.message()).isEqualTo("no ***");
    }

    @Test
    void aWrongPathOrVersionIsExplained() {
        host.always(
                it ->
                        it.answer(
                                404,
                                JSON,
                                "{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}"));

        Fault fault = fault(false);

        assertThat(fault.kind()).isEqualTo(Kind.MODEL_GONE);
        assertThat(fault.message())
                .startsWith("Resource not found")
                .contains("api_base")
                .contains("2024-10-21");
    }

    @Test
    void theKeyIsTakenOutOfWhatTheUpstreamRepeats() {
        host.always(
                it ->
                        it.answer(
                                401,
                                JSON,
                                "{\"error\":{\"message\":\"azure-secret is wrong\","
                                        + "\"param\":\"azure-secret\",\"innererror\":"
                                        + "{\"key\":\"azure-secret\"}}}"));

        assertThat(fault(false).toString()).doesNotContain("azure-secret").contains("***");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    gpt-4,            gpt-4
                    a/b,              a%2Fb
                    ../../x?y=1#z,    -
                    a/../b,           -
                    '..\\x',          -
                    .,                -
                    ..,               -
                    %2e%2e/x,         %252e%252e%2Fx
                    'a b?c#d&e',      a%20b%3Fc%23d%26e
                    ü,                %C3%BC
                    """)
    void aNameThatACallerInventsStaysInItsPlaceInThePath(String name, String segment) {
        host.always(it -> it.answer(200, JSON, "{}"));
        WildcardUpstream upstream = new WildcardUpstream(provider, settings("*", host.address()));
        Order order = order(call(false), new RecordingSink().hangup());
        Served served = order.served();
        Order asked =
                new Order(
                        order.call(),
                        new Served(served.group(), served.deployment().withModel(name)),
                        order.naming(),
                        order.patience(),
                        order.hangup());

        Upstream.Attempt attempt = upstream.open(asked);

        if (segment.equals("-")) {
            assertThat(((Upstream.Faulted) attempt).fault().kind()).isEqualTo(Kind.MODEL_GONE);
            assertThat(host.requests()).isEmpty();
        } else {
            ((Upstream.Opened) attempt).answer().close();
            assertThat(host.requests().get(0).line())
                    .startsWith("POST /openai/deployments/" + segment + "/chat/completions?");
        }
    }

    @Test
    void theLongestNameIsAskedForAsItIs() {
        host.always(it -> it.answer(200, JSON, "{}"));
        String longest = "é".repeat(256);
        WildcardUpstream upstream = new WildcardUpstream(provider, settings("*", host.address()));
        Order order = order(call(false), new RecordingSink().hangup());
        for (int i = 0; i < 2; i++) {
            Upstream.Attempt attempt =
                    upstream.open(
                            new Order(
                                    order.call(),
                                    new Served(
                                            order.served().group(),
                                            order.served().deployment().withModel(longest)),
                                    order.naming(),
                                    order.patience(),
                                    order.hangup()));
            ((Upstream.Opened) attempt).answer().close();
        }
        assertThat(host.requests()).hasSize(2);
        assertThat(host.requests().get(1).line()).contains("%C3%A9".repeat(256) + "/chat");
    }

    private static Settings settings(String model, String address) {
        return new Settings(
                model,
                Map.of(
                        "api_base", address,
                        "api_key", "azure-secret",
                        "api_version", "2024-10-21"),
                List.of());
    }
}
