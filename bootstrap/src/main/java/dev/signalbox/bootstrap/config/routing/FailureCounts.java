package dev.signalbox.bootstrap.config.routing;

import static dev.signalbox.domain.catalog.Fault.Kind.BAD_CREDENTIAL;
import static dev.signalbox.domain.catalog.Fault.Kind.BROKEN;
import static dev.signalbox.domain.catalog.Fault.Kind.CALLER_ERROR;
import static dev.signalbox.domain.catalog.Fault.Kind.CONTENT_POLICY;
import static dev.signalbox.domain.catalog.Fault.Kind.CONTEXT_TOO_LONG;
import static dev.signalbox.domain.catalog.Fault.Kind.MODEL_GONE;
import static dev.signalbox.domain.catalog.Fault.Kind.RATE_LIMITED;
import static dev.signalbox.domain.catalog.Fault.Kind.TIMEOUT;
import static dev.signalbox.domain.catalog.Fault.Kind.UNAVAILABLE;
import static dev.signalbox.domain.catalog.Fault.Kind.UNREACHABLE;
import static dev.signalbox.domain.catalog.Fault.Kind.UNREADABLE;

import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.domain.catalog.Fault;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Numbers by kinds of failures, as {@code retry_policy} and {@code allowed_fails_policy} have them.
 * LiteLLM's classes of errors are fewer than our kinds.
 */
enum FailureCounts {
    RETRIES("retry_policy", "Retries", PolicySettings.MOST_RETRIES),
    ALLOWED_FAILS("allowed_fails_policy", "AllowedFails", PolicySettings.MOST_FAILS);

    private static final Set<Fault.Kind> CALLERS_MISTAKES =
            Set.of(CALLER_ERROR, CONTEXT_TOO_LONG, CONTENT_POLICY);

    private final String key;
    private final String ending;
    private final int most;

    FailureCounts(String key, String ending, int most) {
        this.key = key;
        this.ending = ending;
        this.most = most;
    }

    /** What stands under the key of such counts; empty if it is absent. */
    Map<Fault.Kind, Integer> under(Section section, Reading reading) {
        Mapping mapping = section.mapping(key);
        return mapping == null ? Map.of() : in(mapping, reading);
    }

    /** What one mapping says. */
    Map<Fault.Kind, Integer> in(Mapping mapping, Reading reading) {
        Section section = Section.checked(mapping, reading.keys().group(key), reading);
        Map<Fault.Kind, Integer> counts = new EnumMap<>(Fault.Kind.class);
        // Whoever comes first has the kind: what is named closer comes before what is wider.
        take(section, "AuthenticationError", EnumSet.of(BAD_CREDENTIAL), counts);
        take(section, "TimeoutError", EnumSet.of(TIMEOUT), counts);
        take(section, "RateLimitError", EnumSet.of(RATE_LIMITED), counts);
        take(section, "ContentPolicyViolationError", EnumSet.of(CONTENT_POLICY), counts);
        take(section, "BadRequestError", CALLERS_MISTAKES, counts);
        take(section, "NotFoundError", EnumSet.of(MODEL_GONE), counts);
        take(section, "ServiceUnavailableError", EnumSet.of(UNAVAILABLE), counts);
        take(
                section,
                "InternalServerError",
                EnumSet.of(BROKEN, UNREACHABLE, UNREADABLE, UNAVAILABLE),
                counts);
        take(section, "Default", EnumSet.complementOf(EnumSet.copyOf(CALLERS_MISTAKES)), counts);
        return counts;
    }

    private void take(
            Section section, String error, Set<Fault.Kind> kinds, Map<Fault.Kind, Integer> counts) {
        Integer count = section.whole(error + ending, 0, most);
        if (count != null) {
            kinds.forEach(kind -> counts.putIfAbsent(kind, count));
        }
    }
}
