package dev.signalbox.domain.policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What is looked at before a deployment is asked.
 *
 * @param window true: a question longer than the model can read goes elsewhere ({@code
 *     enable_pre_call_checks})
 * @param minute true: {@code rpm} and {@code tpm} of a deployment are limits ({@code
 *     enable_pre_call_checks} or {@code enforce_model_rate_limits})
 * @param session for how long calls of one session stay with a deployment after the last of them
 *     ({@code session_affinity}); null: they do not
 * @param key the same for all calls of a key ({@code deployment_affinity})
 * @param together calls at the same time, for deployments that do not say ({@code
 *     default_max_parallel_requests}); null for any number
 * @param found true: how many calls at once a deployment bears is found out, too ({@code
 *     adaptive_concurrency})
 * @param waiting how many calls may wait for a place at one deployment; 0 for none
 * @param patience how long one of them waits at most
 */
public record Checks(
        boolean window,
        boolean minute,
        @Nullable Duration session,
        @Nullable Duration key,
        @Nullable Integer together,
        boolean found,
        int waiting,
        Duration patience) {

    /** Nothing. */
    public static final Checks NONE =
            new Checks(false, false, null, null, null, false, 0, Duration.ofSeconds(5));
}
