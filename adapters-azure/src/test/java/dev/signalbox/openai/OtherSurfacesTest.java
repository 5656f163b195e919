package dev.signalbox.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.response.Deed;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.application.driven.Upstream.Pursuit;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What is particular to everything besides chats, completions and vectors. */
@Timeout(60)
class OtherSurfacesTest {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final String USAGE =
            "\"usage\":{\"input_tokens\":7,\"input_tokens_details\":{\"cached_tokens\":2},"
                    + "\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":1}}";
    private static final String CREATED =
            event("response.created", "\"response\":{\"id\":\"resp_1\",\"error\":null}");
    private static final String DELTA =
            event("response.output_text.delta", "\"item_id\":\"msg_1\",\"delta\":\"Hi\"");
    private static final String COMPLETED =
            event("response.completed", "\"response\":{\"id\":\"resp_1\"," + USAGE + "}");

    private final ScriptedHost host = ScriptedHost.start();
    private RecordingSink sink = new RecordingSink();

    @AfterEach
    void stopHost() throws IOException {
        host.close();
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }

    private Upstream upstream() {
        return new OpenAiProvider()
                .connect(
                        new Settings(
                                "gpt-4o",
                                Map.of("api_base", host.address() + "/v1", "api_key", "k"),
                                List.of()))
                .upstream();
    }

    private static Order order(Endpoint endpoint, boolean streamed) {
        Call call =
                new Call(
                        "call-7",
                        endpoint,
                        null,
                        new ModelName("asked"),
                        streamed,
                        Bodies.of("{\"model\":\"asked\",\"stream\":" + streamed + "}"));
        return new Order(
                call,
                new Served(new ModelName("group"), Models.deployment("group")),
                Naming.AS_SERVED,
                Patience.DEFAULT,
                new Hangup(),
                false,
                id -> "resp_sealed-" + id);
    }

    private Relayed relayed(Attempt attempt) {
        sink = new RecordingSink();
        assertThat(attempt).isInstanceOf(Opened.class);
        try (var answer = ((Opened) attempt).answer()) {
            return answer.relayTo(sink);
        }
    }

    @Test
    void aResponseIsShownByOurIdAndSaysWhatItTook() {
        host.always(
                it ->
                        it.answer(
                                200,
                                JSON,
                                "{ \"id\" : \"resp_1\",\"error\":null,\"previous_response_id\":"
                                        + "\"resp_0\",\"output\":[{\"id\":\"resp_x\"}],"
                                        + USAGE
                                        + "}"));

        Relayed relayed = relayed(upstream().open(order(Endpoint.RESPONSES, false)));

        assertThat(sink.text())
                .isEqualTo(
                        "{ \"id\" : \"resp_sealed-resp_1\",\"error\":null,\"previous_response_id\":"
                                + "\"resp_sealed-resp_0\",\"output\":[{\"id\":\"resp_x\"}],"
                                + USAGE
                                + "}");
        assertThat(relayed.usage()).isEqualTo(new Usage(7, 5, 2, 1));
    }

    @Test
    void aStreamedResponseEndsWithItsLastEventAndNeedsNoDone() {
        host.always(it -> it.begin(EVENTS).chunk(CREATED + DELTA + COMPLETED).end());

        Relayed relayed = relayed(upstream().open(order(Endpoint.RESPONSES, true)));

        assertThat(relayed.ending()).isEqualTo(Ending.WHOLE);
        assertThat(relayed.usage()).isEqualTo(new Usage(7, 5, 2, 1));
        assertThat(sink.text())
                .isEqualTo((CREATED + DELTA + COMPLETED).replace("resp_1", "resp_sealed-resp_1"));
    }

    @Test
    void whatFollowsTheLastEventIsHandedOnAndNobodyWaitsForIt() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        host.once(it -> it.begin(EVENTS).chunk(DELTA + COMPLETED + "data: [DONE]\n\n").end());
        host.once(it -> it.begin(EVENTS).chunk(DELTA + COMPLETED).stallUntil(done));

        assertThat(relayed(upstream().open(order(Endpoint.RESPONSES, true))).ending())
                .isEqualTo(Ending.WHOLE);
        assertThat(sink.text()).endsWith("data: [DONE]\n\n");
        assertThat(relayed(upstream().open(order(Endpoint.RESPONSES, true))).ending())
                .isEqualTo(Ending.WHOLE);
        done.countDown();
    }

    @Test
    void aStreamedResponseThatEndsBeforeItsLastEventIsCut() {
        host.always(it -> it.begin(EVENTS).chunk(CREATED + DELTA).end());

        assertThat(relayed(upstream().open(order(Endpoint.RESPONSES, true))).ending())
                .isEqualTo(Ending.CUT_SHORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":"
                        + "{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}}}\n\n",
                "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\","
                        + "\"message\":\"slow down\",\"param\":null}\n\n",
                "data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}\n\n"
            })
    void aResponseThatFailsBeforeItHasSaidAnythingIsAFailure(String failed) {
        host.always(it -> it.begin(EVENTS).chunk(CREATED + failed).end());

        Attempt attempt = upstream().open(order(Endpoint.RESPONSES, true));

        assertThat(((Faulted) attempt).fault().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(((Faulted) attempt).fault().message()).contains("slow down");
    }

    @Test
    void aResponseThatFailsLaterSaysSoItself() {
        String failed = event("response.failed", "\"response\":{\"error\":{\"message\":\"no\"}}");
        host.always(it -> it.begin(EVENTS).chunk(CREATED + DELTA + failed).end());

        assertThat(relayed(upstream().open(order(Endpoint.RESPONSES, true))).ending())
                .isEqualTo(Ending.WHOLE);
        assertThat(sink.text()).endsWith(failed);
    }

    @Test
    void earlierResponsesAreAskedForWhereTheyWereMade() {
        host.always(
                it -> it.answer(200, JSON, "{\"id\":\"resp_1\",\"error\":{\"message\":\"no\"}}"));
        Upstream upstream = upstream();
        Order order = order(Endpoint.RESPONSES, false);

        Relayed looked =
                relayed(
                        upstream.follow(
                                order,
                                new Pursuit(
                                        Deed.LOOK, "resp_1", "api-version=x&include[]=a&b=%zz")));
        upstream.follow(order, new Pursuit(Deed.DELETE, "resp_1/../x", ""));
        upstream.follow(order, new Pursuit(Deed.CANCEL, "resp_1", ""));
        upstream.follow(order, new Pursuit(Deed.LIST_INPUT, "resp_1", "limit=2"));

        assertThat(looked.ending()).as("a failed one is shown as it is").isEqualTo(Ending.WHOLE);
        assertThat(host.requests())
                .extracting(ScriptedHost.Request::line)
                .containsExactly(
                        "GET /v1/responses/resp_1?include%5B%5D=a&b=zz HTTP/1.1",
                        "DELETE /v1/responses/resp_1%2F..%2Fx HTTP/1.1",
                        "POST /v1/responses/resp_1/cancel HTTP/1.1",
                        "GET /v1/responses/resp_1/input_items?limit=2 HTTP/1.1");
    }

    @Test
    void soundIsHandedOnAsItIs() {
        String sound = "{ looks like JSON\n\ndata: and like events".repeat(5000);
        host.always(it -> it.answer(200, "audio/mpeg", sound));

        Relayed relayed = relayed(upstream().open(order(Endpoint.SPEECH, false)));

        assertThat(relayed.ending()).isEqualTo(Ending.WHOLE);
        assertThat(sink.text()).isEqualTo(sound);
        assertThat(sink.head().orElseThrow().mediaType()).isEqualTo("audio/mpeg");
    }

    @Test
    void whatIsNoSoundIsAFailure() {
        host.once(it -> it.answer(200, "audio/mpeg", ""));
        host.once(it -> it.answer(200, "text/html", "<html>Sign in</html>"));
        host.once(it -> it.answer(200, JSON, "{\"error\":{\"message\":\"no\"}}"));
        for (int i = 0; i < 3; i++) {
            assertThat(upstream().open(order(Endpoint.SPEECH, false))).isInstanceOf(Faulted.class);
        }
    }

    @Test
    void whoeverWantsAMockIsAnsweredWithItAndNobodyIsAsked() {
        Order plain = order(Endpoint.CHAT_COMPLETIONS, false);
        Call call =
                plain.call()
                        .withBody(
                                Bodies.of("{\"model\":\"m\",\"mock_response\":\"Hi \\\"ü\\\"\"}"));
        Order order =
                new Order(call, plain.served(), plain.naming(), plain.patience(), plain.hangup());

        Relayed relayed = relayed(upstream().open(order));

        assertThat(relayed.ending()).isEqualTo(Ending.WHOLE);
        assertThat(relayed.usage()).isEqualTo(new Usage(0, 0, 0, 0));
        assertThat(sink.text()).contains("Hi \\\"ü\\\"").contains("\"total_tokens\":30");
        assertThat(host.requests()).isEmpty();
    }

    @Test
    void aMockThatReadsLikeAnErrorIsNone() {
        Order plain = order(Endpoint.CHAT_COMPLETIONS, false);
        Call call =
                plain.call()
                        .withBody(
                                Bodies.of(
                                        "{\"model\":\"m\",\"mock_response\":\"litellm.RateLimitError\"}"));
        Order order =
                new Order(call, plain.served(), plain.naming(), plain.patience(), plain.hangup());

        Attempt attempt = upstream().open(order);

        assertThat(attempt).isInstanceOf(Opened.class);
        assertThat(((Opened) attempt).answer().isMock()).isTrue();
    }

    @Test
    void ofSeveralStreamedPicturesAllAreHandedOn() {
        String one = event("image_generation.completed", "\"b64_json\":\"eA\"," + USAGE);
        host.always(it -> it.begin(EVENTS).chunk(one + one + one).end());

        Relayed relayed = relayed(upstream().open(order(Endpoint.IMAGE_GENERATIONS, true)));

        assertThat(relayed.ending()).isEqualTo(Ending.WHOLE);
        assertThat(sink.text()).isEqualTo(one + one + one);
    }

    @Test
    void aLargePictureSaysWhatItTookInPassing() {
        String picture =
                "{\"data\":[{\"b64_json\":\"" + "x".repeat(300_000) + "\"}]," + USAGE + "}";
        host.always(it -> it.answer(200, JSON, picture));

        Relayed relayed = relayed(upstream().open(order(Endpoint.IMAGE_GENERATIONS, false)));

        assertThat(relayed.usage()).isEqualTo(new Usage(7, 5, 2, 1));
        assertThat(sink.text()).isEqualTo(picture);
    }
}
