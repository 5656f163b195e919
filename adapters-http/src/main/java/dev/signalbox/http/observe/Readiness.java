package dev.signalbox.http.observe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.signalbox.application.driving.ReportHealth.Health;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the readiness probe answers: LiteLLM's fields, always all of them.
 *
 * @param status {@code healthy}, {@code degraded}, or why no call is served
 * @param httpStatus 200 if calls are served, whatever else is wrong
 */
record Readiness(
        @JsonIgnore int httpStatus,
        @JsonProperty("status") String status,
        @JsonProperty("db") String db,
        @JsonProperty("cache") @Nullable String cache,
        @JsonProperty("litellm_version") String version,
        @JsonProperty("success_callbacks") List<String> successCallbacks) {

    static Readiness of(Health health, String version) {
        return new Readiness(
                health.serving() ? 200 : 503,
                status(health),
                health.databaseAnswers() ? "connected" : "Not connected",
                null,
                version,
                List.of());
    }

    private static String status(Health health) {
        return switch (health.stage()) {
            case STARTING -> "starting";
            case DRAINING -> "draining";
            case SERVING -> {
                if (health.groups() == 0) {
                    yield "unhealthy";
                }
                yield health.databaseAnswers() ? "healthy" : "degraded";
            }
        };
    }
}
