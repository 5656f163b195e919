package dev.signalbox.simulator.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.OpenAiErrors;
import dev.signalbox.simulator.entra.TokenDesk;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.studio.Forms;
import dev.signalbox.simulator.surface.Address;
import dev.signalbox.simulator.surface.ApiVersion;
import dev.signalbox.simulator.surface.Complaint;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Schema;
import dev.signalbox.simulator.surface.Surface;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;

/** Refuses what Azure refuses, in Azure's order and words. Safe for many threads. */
final class Guard {

    private static final int MAX_CUSTOM_HEADERS = 10;
    private static final String BEARER = "bearer ";
    private static final Set<String> USUAL =
            Set.of(
                    "host",
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "api-key",
                    "authorization",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "date",
                    "expect",
                    "http2-settings",
                    "keep-alive",
                    "te",
                    "transfer-encoding",
                    "upgrade",
                    "user-agent",
                    "x-ms-client-request-id");

    /** Since then a dated version knows of responses. */
    private static final LocalDate RESPONSES = LocalDate.of(2025, 3, 1);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<String> keys;
    private final Set<String> tokens;
    private final TokenDesk given;

    Guard(ResourceSettings settings, TokenDesk given) {
        this.given = given;
        this.keys = Set.copyOf(settings.keys());
        this.tokens = Set.copyOf(settings.tokens());
    }

    /** What is wrong with the head of a request; null if nothing. */
    @Nullable Answer objection(RequestHead head, Address address) {
        if (address.surface() != Surface.OPENAI && custom(head) > MAX_CUSTOM_HEADERS) {
            return AzureErrors.tooManyHeaders();
        }
        Answer stranger = stranger(head, address.surface());
        if (stranger != null) {
            return stranger;
        }
        if (address.operation() == null) {
            return address.surface() == Surface.OPENAI
                    ? OpenAiErrors.noPath(head.method(), head.path())
                    : AzureErrors.noResource();
        }
        String version = head.query("api-version");
        boolean tooOld =
                address.surface() == Surface.CLASSIC
                        && address.operation().isOfResponses()
                        && ApiVersion.day(version).isBefore(RESPONSES);
        boolean served = !tooOld && ApiVersion.served(address.surface(), version);
        return served ? null : AzureErrors.noResource();
    }

    /** The body as JSON; null if it is none. */
    @Nullable JsonNode parsed(byte[] body) {
        try {
            JsonNode node = mapper.readTree(body);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("memory cannot be read", e);
        }
    }

    /** The body of a form, or else as JSON; null if it is neither. */
    @Nullable JsonNode parsed(@Nullable String contentType, byte[] body) {
        JsonNode form = Forms.read(contentType, body);
        return form != null ? form : parsed(body);
    }

    /** What is said to a body that is no JSON. */
    Answer unreadable() {
        return AzureErrors.complaint(
                Complaint.invalid(
                        "We could not parse the JSON body of your request. (HINT: This likely means"
                                + " you aren't using your HTTP library correctly. The API expects a"
                                + " JSON payload, but what was sent was not valid JSON.)",
                        null,
                        null));
    }

    /** What is said when nobody serves the model; {@code asked} is null where none was named. */
    Answer nobody(Surface surface, @Nullable String asked) {
        if (asked == null) {
            return AzureErrors.complaint(
                    Complaint.invalid("you must provide a model parameter", null, null));
        }
        return surface == Surface.OPENAI ? OpenAiErrors.noModel(asked) : AzureErrors.noDeployment();
    }

    /** What is wrong with a question to that model; null if nothing. */
    @Nullable Answer objection(
            JsonNode body, Surface surface, Operation operation, String model, RequestHead head) {
        boolean fits =
                switch (operation) {
                    case CHAT -> Models.converses(model);
                    case COMPLETIONS -> Models.completes(model);
                    case EMBEDDINGS -> Models.embeds(model);
                    default -> true;
                };
        if (!fits) {
            return surface == Surface.OPENAI
                    ? OpenAiErrors.wrongOperation()
                    : AzureErrors.wrongOperation(operation, model);
        }
        Complaint complaint =
                Schema.firstComplaint(body, operation, ApiVersion.day(head.query("api-version")));
        return complaint == null ? null : AzureErrors.complaint(complaint);
    }

    private @Nullable Answer stranger(RequestHead head, Surface surface) {
        String key = head.header("api-key");
        String bearer = bearer(head.header("authorization"));
        if (surface == Surface.OPENAI) {
            return bearer != null && keys.contains(bearer) ? null : OpenAiErrors.badKey();
        }
        if (key != null) {
            if (keys.isEmpty()) {
                return AzureErrors.keysDisabled();
            }
            return keys.contains(key) ? null : AzureErrors.badKey();
        }
        if (bearer == null) {
            return keys.isEmpty() ? AzureErrors.badToken() : AzureErrors.badKey();
        }
        boolean known =
                tokens.contains(bearer)
                        || given.accepts(bearer)
                        || (surface == Surface.V1 && keys.contains(bearer));
        return known ? null : AzureErrors.badToken();
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static int custom(RequestHead head) {
        int count = 0;
        for (Header header : head.headers()) {
            if (!USUAL.contains(header.name().toLowerCase(Locale.ROOT))) {
                count++;
            }
        }
        return count;
    }
}
