package dev.signalbox.application.call.json;

import java.util.Set;

/** What of a body is between the caller and us. */
public final class ForUs {

    /** What callers tell us and no upstream; never sent on. */
    public static final Set<String> MEMBERS =
            Set.of(
                    "additional_drop_params",
                    "allowed_fails",
                    "allowed_openai_params",
                    "cache",
                    "content_policy_fallbacks",
                    "context_window_fallbacks",
                    "cooldown_time",
                    "disable_fallbacks",
                    "drop_params",
                    "fallbacks",
                    "litellm_call_id",
                    "litellm_metadata",
                    "litellm_session_id",
                    "litellm_trace_id",
                    "max_retries",
                    "mock_delay",
                    "mock_response",
                    "mock_testing_content_policy_fallbacks",
                    "mock_testing_context_fallbacks",
                    "mock_testing_fallbacks",
                    "mock_testing_rate_limit_error",
                    "mock_timeout",
                    "mock_tool_calls",
                    "no-log",
                    "num_retries",
                    "priority",
                    "request_timeout",
                    "retry_policy",
                    "stream_timeout",
                    "tags",
                    "timeout");

    /** The same of what stands in {@code metadata}. */
    public static final Set<String> IN_METADATA =
            Set.of("generation_name", "session_id", "spend_logs_metadata", "tags", "trace_id");

    private ForUs() {}
}
