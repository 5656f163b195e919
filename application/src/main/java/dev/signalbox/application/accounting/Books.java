package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;

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
    private final Purses purses;
    private final Surroundings surroundings;

    /**
     * @param purses what may be spent on deployments
     */
    public Books(SpendLog log, Estimator estimator, Purses purses, Surroundings surroundings) {
        this.log = log;
        this.estimator = estimator;
        this.purses = purses;
        this.surroundings = surroundings;
    }

    /** What comes of beginning. */
    public sealed interface Begun {}

    /** Written down; whoever gets the entry ends it once. */
    public record Written(Entry entry) implements Begun {}

    /** The question must not go up, to that deployment or to any. */
    public record Refused(Refusal refusal, boolean byDeployment) implements Begun {}

    /**
     * What is handed in.
     *
     * @param nanos a clock that only goes forward
     * @param ids gives a new UUID of version 7 for every question
     * @param unpriced counts those of which nobody knows what they cost
     */
    public record Surroundings(
            InstantSource clock, LongSupplier nanos, Supplier<UUID> ids, UnpricedCalls unpriced) {}

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

    /** Takes down that a question is about to go up, if it may. */
    public Begun begin(Bill bill, Question question) {
        return switch (purses.reserve(question.deployment(), bill.ceiling())) {
            case Quotas.Refused refused -> new Refused(refused.refusal(), true);
            case Reservation own -> begin(bill, question, own);
        };
    }

    private Begun begin(Bill bill, Question question, Reservation own) {
        Intent intent =
                new Intent(
                        surroundings.ids().get(),
                        surroundings.clock().instant(),
                        question.call().id(),
                        question.number(),
                        payer(question),
                        target(question),
                        bill.ceiling(),
                        bill.meters(own));
        if (!log.begin(intent)) {
            own.release();
            return new Refused(new Refusal.LedgerFull(), false);
        }
        bill.asks(intent.reserved());
        return new Written(
                new Entry(
                        new Entry.Account(
                                log,
                                estimator,
                                bill,
                                own,
                                surroundings.nanos(),
                                surroundings.unpriced()),
                        intent,
                        question.call(),
                        question.deployment()));
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
            case RESPONSES -> "aresponses";
            case IMAGE_GENERATIONS -> "aimage_generation";
            case IMAGE_EDITS -> "aimage_edit";
            case TRANSCRIPTIONS, TRANSLATIONS -> "atranscription";
            case SPEECH -> "aspeech";
            case MODERATIONS -> "amoderation";
        };
    }
}
