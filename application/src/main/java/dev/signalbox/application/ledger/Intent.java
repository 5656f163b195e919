package dev.signalbox.application.ledger;

import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is known of a question before it goes up. If nothing more is ever heard of it, it was
 * interrupted, and this is what the ledger says.
 *
 * @param id of this question to this deployment, of version 7; unique for ever
 * @param call the call that it belongs to, as its caller knows it
 * @param attempt which question of the call it is, from 1 on
 * @param reserved what it may cost; an interrupted one is charged with that
 * @param meters that {@code reserved} was taken from, and that the cost is settled with
 */
public record Intent(
        UUID id,
        Instant at,
        String call,
        int attempt,
        Payer payer,
        Target target,
        NanoUsd reserved,
        List<String> meters) {

    public Intent {
        meters = List.copyOf(meters);
    }

    /**
     * Who pays.
     *
     * @param key the hash of the key, in hexadecimal digits; of the master key as well
     * @param keyName what people call the key; null if nobody said
     * @param endUser whoever uses the caller's application ({@code user} in the body)
     */
    public record Payer(
            String key,
            @Nullable String keyName,
            @Nullable String team,
            @Nullable String user,
            @Nullable String endUser,
            List<String> tags) {
        public Payer {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Who is asked.
     *
     * @param asked the model's name as the caller wrote it
     * @param group that serves it
     * @param deployment the id of the deployment
     * @param model the name that the deployment knows it by
     * @param endpoint as LiteLLM calls it: {@code acompletion}, {@code aembedding}
     * @param address without a query and without credentials
     */
    public record Target(
            String asked,
            String group,
            String deployment,
            String provider,
            String model,
            String endpoint,
            String address,
            boolean streamed) {}
}
