package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Standing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What the headers of an answer say about the way of its call. */
class RouteHeadersTest {

    private static final ModelName EU = new ModelName("eu");
    private static final RunningHouse HOUSE = new RunningHouse();

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static Served served(Served.Tries tries) {
        Deployment plain = Models.deployment("eu");
        return new Served(
                EU,
                new Deployment(
                        plain.id(),
                        plain.provider(),
                        plain.model(),
                        plain.address(),
                        plain.terms().draft().region("westeurope").done(),
                        plain.about()),
                tries);
    }

    private static HttpResponse<String> answer(Served served) {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(
                            new Head(
                                    Form.DOCUMENT,
                                    "application/json",
                                    OptionalLong.of(2),
                                    served,
                                    List.of()));
                    sink.write(new byte[] {'{', '}'}, 0, 2);
                    return new Outcome.Relayed(served, Ending.WHOLE);
                });
        return HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
    }

    private static HttpResponse<String> refuse(Refusal refusal, Served served, String body) {
        HOUSE.relaying((call, sink) -> new Outcome.Refused(refusal, served));
        return HOUSE.post("/v1/chat/completions", body);
    }

    private static String header(HttpResponse<?> response, String name) {
        return RunningHouse.header(response, name).orElse("none");
    }

    @Test
    void anAnswerAtTheFirstTrySaysSo() {
        HttpResponse<String> answer = answer(served(Served.Tries.FIRST));
        assertThat(header(answer, "x-litellm-attempted-retries")).isEqualTo("0");
        assertThat(header(answer, "x-litellm-attempted-fallbacks")).isEqualTo("0");
        assertThat(header(answer, "x-litellm-max-retries")).isEqualTo("none");
        assertThat(header(answer, "x-litellm-model-region")).isEqualTo("westeurope");
        assertThat(header(answer, "x-litellm-model-group")).isEqualTo("eu");
    }

    @Test
    void anAnswerSaysWhatBoundsTheKeyAndWhatOfItIsSpent() {
        Holder key = Holder.of(Holder.Level.KEY, "k");
        Holder team = Holder.of(Holder.Level.TEAM, "t");
        Duration rest = Duration.ofSeconds(9);
        List<Standing> standings =
                List.of(
                        new Standing(key, Measure.MONEY, 5_000_000_000L, 4_999_999_988L, rest),
                        new Standing(key, Measure.REQUESTS, 60, 59, rest),
                        new Standing(key, Measure.TOKENS, 9_000, 8_000, rest),
                        new Standing(team, Measure.MONEY, 1, 0, rest),
                        new Standing(team, Measure.REQUESTS, 30, 3, rest));
        HOUSE.relaying(
                (call, sink) -> {
                    sink.mayStillUse(standings);
                    sink.isUnpriced();
                    return RunningHouse.document(sink, RunningHouse.ANSWER);
                });
        HttpResponse<String> answer = HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
        assertThat(header(answer, "x-litellm-key-spend")).isEqualTo("0.000000012");
        assertThat(header(answer, "x-litellm-key-max-budget")).isEqualTo("5");
        assertThat(header(answer, "x-litellm-key-rpm-limit")).isEqualTo("60");
        assertThat(header(answer, "x-litellm-key-tpm-limit")).isEqualTo("9000");
        assertThat(header(answer, "x-ratelimit-limit-requests")).isEqualTo("30");
        assertThat(header(answer, "x-signalbox-unpriced")).isEqualTo("true");
        HttpResponse<String> other = answer(served(Served.Tries.FIRST));
        assertThat(header(other, "x-litellm-key-spend")).isEqualTo("none");
        assertThat(header(other, "x-signalbox-unpriced")).isEqualTo("none");
    }

    @Test
    void anAnswerAfterOthersCountsThem() {
        HttpResponse<String> answer = answer(served(new Served.Tries(3, 2, 1)));
        assertThat(header(answer, "x-litellm-attempted-retries")).isEqualTo("3");
        assertThat(header(answer, "x-litellm-max-retries")).isEqualTo("2");
        assertThat(header(answer, "x-litellm-attempted-fallbacks")).isEqualTo("1");
    }

    @Test
    void aFailureCountsThemToo() {
        Refusal failed =
                new Refusal.UpstreamFailed(
                        EU,
                        Fault.of(Fault.Kind.BROKEN, "it broke"),
                        new Refusal.Trail(2, 2, List.of(), null, false));
        HttpResponse<String> answer =
                refuse(failed, served(new Served.Tries(2, 2, 0)), RunningHouse.CHAT);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(header(answer, "x-litellm-attempted-retries")).isEqualTo("2");
        assertThat(header(answer, "x-should-retry")).isEqualTo("false");
        assertThat(answer.body()).contains("LiteLLM Retried: 2 times, LiteLLM Max Retries: 2");
    }

    @Test
    void whoWasAskedOnceMayBeAskedAgain() {
        Refusal failed =
                new Refusal.UpstreamFailed(EU, Fault.of(Fault.Kind.TIMEOUT, "it took too long"));
        HttpResponse<String> answer =
                refuse(
                        failed,
                        served(Served.Tries.FIRST),
                        "{\"model\":\"eu\",\"messages\":[],\"timeout\":2.5}");
        assertThat(answer.statusCode()).isEqualTo(408);
        assertThat(header(answer, "x-litellm-timeout")).isEqualTo("2.5");
        assertThat(header(answer, "x-should-retry")).isEqualTo("none");
    }

    @Test
    void aRestIsToldInWholeSecondsAndExactly() {
        HttpResponse<String> answer =
                refuse(
                        new Refusal.AllResting(EU, Duration.ofMillis(4200)),
                        null,
                        RunningHouse.CHAT);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "retry-after")).isEqualTo("5");
        assertThat(header(answer, "retry-after-ms")).isEqualTo("4200");
        assertThat(header(answer, "x-litellm-attempted-retries")).isEqualTo("none");
    }
}
