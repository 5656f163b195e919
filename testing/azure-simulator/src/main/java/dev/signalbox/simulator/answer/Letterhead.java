package dev.signalbox.simulator.answer;

import dev.signalbox.simulator.surface.Surface;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The headers that a resource puts on every answer. Safe for many threads.
 *
 * @param region where the resource says it lies
 */
public record Letterhead(String region) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /**
     * The answer with the headers of that door; those that the answer has already stay as they are.
     *
     * @param deployment who answered; null if nobody was found
     */
    public Answer dress(
            Answer answer, Surface surface, RequestHead asked, @Nullable String deployment) {
        List<Header> headers = new ArrayList<>(20);
        headers.add(new Header("date", DATE.format(Instant.now())));
        switch (surface) {
            case CLASSIC, V1 -> addAzure(headers, asked, answer.status(), deployment);
            case OPENAI -> addOpenAi(headers, answer.status());
        }
        for (Header own : answer.headers()) {
            headers.removeIf(header -> header.named(own.name()));
        }
        return answer.withAll(headers);
    }

    private void addAzure(
            List<Header> headers, RequestHead asked, int status, @Nullable String deployment) {
        String id = id().toString();
        String clients = asked.header("x-ms-client-request-id");
        headers.add(new Header("apim-request-id", id));
        headers.add(new Header("x-request-id", id().toString()));
        headers.add(new Header("x-ms-client-request-id", clients == null ? id : clients));
        headers.add(new Header("strict-transport-security", "max-age=31536000; includeSubDomains"));
        headers.add(new Header("x-content-type-options", "nosniff"));
        headers.add(new Header("x-ms-region", region));
        if (status != 200 || deployment == null) {
            return;
        }
        headers.add(new Header("access-control-allow-origin", "*"));
        headers.add(new Header("azureml-model-session", "d008-20240925154241"));
        headers.add(new Header("cache-control", "no-cache, must-revalidate"));
        headers.add(new Header("x-accel-buffering", "no"));
        headers.add(new Header("x-envoy-upstream-service-time", "12"));
        headers.add(new Header("x-ms-deployment-name", deployment));
        headers.add(new Header("x-ms-rai-invoked", "true"));
        addLimits(headers);
    }

    private static void addOpenAi(List<Header> headers, int status) {
        headers.add(new Header("x-request-id", "req_" + id().toString().replace("-", "")));
        headers.add(new Header("openai-version", "2020-10-01"));
        headers.add(new Header("openai-processing-ms", "12"));
        if (status == 200) {
            addLimits(headers);
        }
    }

    private static void addLimits(List<Header> headers) {
        headers.add(new Header("x-ratelimit-limit-requests", "1000"));
        headers.add(new Header("x-ratelimit-limit-tokens", "1000000"));
        headers.add(new Header("x-ratelimit-remaining-requests", "999"));
        headers.add(new Header("x-ratelimit-remaining-tokens", "999900"));
    }

    private static UUID id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }
}
