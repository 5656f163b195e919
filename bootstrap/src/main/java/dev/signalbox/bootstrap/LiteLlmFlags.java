package dev.signalbox.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;

/** Flags of LiteLLM's command line that have no effect here, and what that means. */
final class LiteLlmFlags {

    private static final String MODELS = "Models come from the configuration file only.";
    private static final String SERVER = "One process serves with all processors.";
    private static final String SCHEMA = "The schema is made and kept up to date at every start.";

    private static final String CLIENT =
            "This command only serves. Ask a running gateway with curl: /health/readiness,"
                    + " /v1/chat/completions.";

    private LiteLlmFlags() {}

    /** Each flag with a sentence. */
    static Map<String, String> all() {
        Map<String, String> flags = new LinkedHashMap<>();
        add(flags, MODELS, "--model", "-m", "--alias", "--api_base", "--headers", "--save");
        add(flags, MODELS, "--temperature", "--max_tokens", "--add_function_to_prompt");
        add(flags, "Parameters are passed on as callers write them.", "--drop_params");
        add(flags, "There are no budgets.", "--max_budget");
        add(flags, "Write router_settings.timeout into the file.", "--request_timeout");
        add(flags, "Write api_version into the litellm_params of the model.", "--api_version");
        add(flags, SERVER, "--num_workers", "--run_gunicorn", "--run_hypercorn", "--run_granian");
        add(flags, SERVER, "--loop", "--max_requests_before_restart", "--use_queue");
        add(flags, "Idle connections have a fixed life.", "--keepalive_timeout");
        add(flags, CLIENT, "--health", "--test", "--test_async", "--num_requests");
        add(flags, "Nothing is reported to anybody.", "--telemetry");
        add(flags, "Logs are lines of text on the error stream.", "--log_config");
        add(flags, "Write the whole database_url.", "--iam_token_db_auth");
        add(flags, SCHEMA, "--use_prisma_migrate", "--use_prisma_db_push");
        add(flags, SCHEMA, "--enforce_prisma_migration_check", "--use_v2_migration_resolver");
        add(flags, SCHEMA, "--skip_db_migration_check");
        add(flags, "The server is started.", "--skip_server_startup", "--setup");
        add(flags, "Keys are made with POST /key/generate.", "--add_key");
        add(flags, "There is no such mode.", "--local", "--detailed_health");
        add(flags, "The platform's ciphers are used.", "--ciphers");
        return flags;
    }

    private static void add(Map<String, String> flags, String sentence, String... names) {
        for (String name : names) {
            flags.put(name, sentence);
        }
    }
}
