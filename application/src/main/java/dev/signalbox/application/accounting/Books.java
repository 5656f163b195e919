package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps account of every question that goes up: an intent before it does, and afterwards one
 * receipt, whatever became of it. Safe for many threads.
 */
public final class Books {

    /** What stands in the ledger for the master key, as in LiteLLM; its hash is no name. */
    public static final String MASTER = "litellm_proxy_master_key";

    private final SpendLog log;
    private final Estimator estimator;
    private final Surroundings surroundings;

    public Books(SpendLog log, Estimator estimator, Surroundings surroundings) {
        this.log = log;
        this.estimator = estimator;
        this.surroundings = surroundings;
    }

    /**
     * What is handed in.
     *
     * @param nanos a clock that only goes forward
     * @param ids gives a new UUID of version 7 for every question
     */
    public record Surroundings(InstantSource clock, LongSupplier nanos, Supplier<UUID> ids) {}

    /**
     * A question to one deployment.
     *
     * @param number which one of its call, from 1 on
     * @param tags of the call
     */
    public record Question(
            Caller caller,
            Call call,
            ModelName group,
            Deployment deployment,
            int number,
            Set<String> tags) {}

    /**
     * Takes down that a question is about to go up; whoever gets the entry ends it once.
     *
     * @return null if there is no room for it: then nobody may be asked
     */
    public @Nullable Entry begin(Bill bill, Question question) {
        Intent intent =
                new Intent(
                        surroundings.ids().get(),
                        surroundings.clock().instant(),
                        question.call().id(),
                        question.number(),
                        payer(question),
                        target(question),
                        bill.ceiling(),
                        bill.meters());
        if (!log.begin(intent)) {
            return null;
        }
        bill.asks(intent.reserved());
        return new Entry(
                new Entry.Account(log, estimator, bill, surroundings.nanos()),
                intent,
                question.call(),
                question.deployment());
    }

    private static Intent.Payer payer(Question question) {
        String endUser = question.call().wishes().user();
        List<String> tags = List.copyOf(question.tags());
        if (!(question.caller() instanceof Caller.Member member)) {
            return new Intent.Payer(MASTER, null, null, null, endUser, tags);
        }
        Key key = member.key();
        Team.Id team = key.team();
        User.Id user = key.user();
        return new Intent.Payer(
                key.publicId(),
                key.name(),
                team == null ? null : team.text(),
                user == null ? null : user.text(),
                endUser,
                tags);
    }

    private static Intent.Target target(Question question) {
        Deployment deployment = question.deployment();
        return new Intent.Target(
                question.call().asked().text(),
                question.group().text(),
                deployment.id().text(),
                deployment.provider().word(),
                deployment.model(),
                word(question.call().endpoint()),
                deployment.address(),
                question.call().streamed());
    }

    /** As LiteLLM's ledger calls it. */
    private static String word(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT_COMPLETIONS -> "acompletion";
            case COMPLETIONS -> "atext_completion";
            case EMBEDDINGS -> "aembedding";
        };
    }
}
