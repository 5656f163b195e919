package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What callers wish for the way of a call, from the wire to whoever relays it. */
class WishesTrafficTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    @BeforeEach
    void afresh() {
        HOUSE.calls.clear();
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static HttpResponse<String> send(String members, String... headers) {
        HttpRequest.Builder request =
                HOUSE.request("/v1/chat/completions")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"eu\",\"messages\":[]" + members + "}"));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HOUSE.send(request.build());
    }

    private static Wishes wishes(String members, String... headers) {
        HttpResponse<String> response = send(members, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return HOUSE.calls.getLast().wishes();
    }

    @Test
    void aFallbackBringsItsOwnMessages() {
        Wishes wishes =
                wishes(
                        ",\"fallbacks\":[{\"model\":\"world\",\"messages\":[{\"content\":\"hä\"}]}]");
        Wishes.Fallback fallback = wishes.elsewhere().list().getFirst();
        assertThat(fallback.model()).isEqualTo(new ModelName("world"));
        assertThat(fallback.changes().getFirst().name()).isEqualTo("messages");
        assertThat(
                        StandardCharsets.UTF_8
                                .decode(fallback.changes().getFirst().json().duplicate())
                                .toString())
                .isEqualTo("[{\"content\":\"hä\"}]");
    }

    @Test
    void aHeaderBeatsTheBody() {
        Wishes wishes =
                wishes(
                        ",\"num_retries\":1,\"timeout\":2,\"stream_timeout\":3",
                        "x-litellm-num-retries",
                        "4",
                        "x-litellm-timeout",
                        "5.5",
                        "x-litellm-stream-timeout",
                        "0.5");
        assertThat(wishes.retries()).isEqualTo(4);
        assertThat(wishes.timeout()).isEqualTo(Duration.ofMillis(5500));
        assertThat(wishes.streamTimeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void tagsOfTheHeaderAndTheBodyAreOne() {
        assertThat(
                        wishes(
                                        ",\"tags\":[\"a\"],\"metadata\":{\"tags\":[\"b\"]}",
                                        "x-litellm-tags",
                                        " c , a,, d ")
                                .tags())
                .containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @CsvSource({"x-litellm-session-id", "x-litellm-trace-id", "x-claude-code-session-id"})
    void aSessionStandsInAHeader(String header) {
        assertThat(wishes("", header, "s1").session()).isEqualTo("s1");
        assertThat(wishes(",\"metadata\":{\"session_id\":\"s2\"}", header, "s1").session())
                .isEqualTo("s2");
    }

    @Test
    void aCustomerStandsInAHeaderOrInTheBody() {
        String customer = "x-litellm-customer-id";
        String endUser = "x-litellm-end-user-id";
        String body = ",\"user\":\"b\"";
        assertThat(wishes(body, endUser, "e", customer, "c").user()).isEqualTo("c");
        assertThat(wishes(body, endUser, "e").user()).isEqualTo("e");
        assertThat(wishes("", endUser, "e", customer, "").user()).isEqualTo("e");
        assertThat(wishes(body).user()).isEqualTo("b");
        assertThat(send(body, customer, "c".repeat(257)).body())
                .contains("The header x-litellm-customer-id is a text of 1 to 256 letters.");
    }

    @ParameterizedTest
    @CsvSource({
        "x-litellm-num-retries, many",
        "x-litellm-num-retries, -1",
        "x-litellm-num-retries, 1.5",
        "x-litellm-timeout, 0",
        "x-litellm-timeout, NaN",
        "x-litellm-timeout, 0x1p3",
        "x-litellm-stream-timeout, 5s"
    })
    void aHeaderThatIsNoNumberIsRefusedByName(String header, String value) {
        HttpResponse<String> response = send("", header, value);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The header " + header + " is a");
        assertThat(HOUSE.calls).isEmpty();
    }

    @Test
    void aFallbackCannotNameAnotherHost() {
        HttpResponse<String> response =
                send(",\"fallbacks\":[{\"model\":\"world\",\"api_base\":\"http://evil.example\"}]");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("fallbacks[0].api_base is not allowed in request body.");
        assertThat(HOUSE.calls).isEmpty();
    }

    @Test
    void whoWishesNothingIsNotReadIntoAnything() {
        assertThat(wishes("")).isEqualTo(Wishes.NONE);
    }
}
