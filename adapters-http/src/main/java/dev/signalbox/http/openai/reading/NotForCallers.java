package dev.signalbox.http.openai.reading;

import dev.signalbox.application.call.body.CallBody;

import java.util.Set;

/** What callers may not say: it would take a call elsewhere, or pretend that it was served. */
final class NotForCallers {

    private static final Set<String> ON_TOP =
            Set.of(
                    "api_base",
                    "api_key",
                    "azure_ad_token",
                    "base_url",
                    "custom_llm_provider",
                    "extra_headers",
                    "organization",
                    "user_config");

    /** What an upstream would take for words about the way, or the call as a whole has. */
    private static final Set<String> IN_FALLBACK =
            Set.of(
                    "api_version",
                    "client_id",
                    "client_secret",
                    "extra_body",
                    "extra_query",
                    "headers",
                    "metadata",
                    "model_info",
                    "stream",
                    "tenant_id");

    private static final Set<String> BEGINNINGS = Set.of("aws_", "azure_", "mock_", "vertex_");

    private NotForCallers() {}

    /** Whether it may not stand at the top of a body. */
    static boolean onTop(String name) {
        return ON_TOP.contains(name);
    }

    /** Whether it may not stand in a fallback. */
    static boolean inFallback(String name) {
        return ON_TOP.contains(name)
                || IN_FALLBACK.contains(name)
                || CallBody.isForUs(name)
                || BEGINNINGS.stream().anyMatch(name::startsWith);
    }
}
