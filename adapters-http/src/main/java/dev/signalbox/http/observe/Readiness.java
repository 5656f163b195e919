package dev.signalbox.http.observe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.signalbox.application.driving.ReportHealth.Health;
import dev.signalbox.application.driving.ReportHealth.Stage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the readiness probe answers: LiteLLM's fields, always all of them, and what works.
 *
 * <p>With the database away it is 200 as long as keys that are in use are served, and 503 when they
 * are not: then nobody should be sent here.
 *
 * @param status {@code healthy}, {@code degraded}, or why no call is served
 * @param httpStatus 200 if calls are served, whatever else is wrong
 * @param works what can be done now
 * @param revision the registry's, that calls are decided by
 * @param lastContact how many seconds ago the registry last said where it stands
 * @param snapshot what a start without the database would find
 */
record Readiness(
        @JsonIgnore int httpStatus,
        @JsonProperty("status") String status,
        @JsonProperty("db") String db,
        @JsonProperty("cache") @Nullable String cache,
        @JsonProperty("litellm_version") String version,
        @JsonProperty("success_callbacks") List<String> successCallbacks,
        @JsonProperty("works") Works works,
        @JsonProperty("revision") long revision,
        @JsonProperty("last_contact_seconds") long lastContact,
        @JsonProperty("snapshot") String snapshot) {

    /**
     * What can be done now.
     *
     * @param known calls with keys that were used here before
     * @param unknown calls with other keys
     * @param administration changes and questions of administrators
     */
    record Works(
            @JsonProperty("known_keys") boolean known,
            @JsonProperty("unknown_keys") boolean unknown,
            @JsonProperty("administration") boolean administration) {

        private static Works of(Health health) {
            boolean open = health.stage() == Stage.SERVING;
            boolean calls = open && health.serving();
            return new Works(
                    calls, calls && health.databaseAnswers(), open && health.databaseAnswers());
        }
    }

    static Readiness of(Health health, String version) {
        return new Readiness(
                health.serving() ? 200 : 503,
                status(health),
                health.databaseAnswers() ? "connected" : "Not connected",
                null,
                version,
                List.of(),
                Works.of(health),
                health.memory().revision(),
                health.memory().sinceContact().toSeconds(),
                health.memory().snapshot());
    }

    private static String status(Health health) {
        return switch (health.stage()) {
            case STARTING -> "starting";
            case DRAINING -> "draining";
            case SERVING -> {
                if (!health.serving()) {
                    yield "unhealthy";
                }
                yield health.databaseAnswers() ? "healthy" : "degraded";
            }
        };
    }
}
