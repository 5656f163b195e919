package dev.signalbox.http.admin;

import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.openai.CallerIdentity;
import dev.signalbox.http.openai.CallerIdentity.Identified;
import dev.signalbox.http.openai.OpenAiErrors;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/**
 * Who may administer: the holder of the master key; and a key may look at itself and at its team.
 * Safe for many threads.
 */
final class AdminGuard {

    private static final HeaderName CHANGED_BY = HeaderNames.create("litellm-changed-by");

    private final CallerIdentity callers;

    AdminGuard(IdentifyCaller callers) {
        this.callers = new CallerIdentity(callers);
    }

    /** Whoever asks, and from where. */
    Checked<Actor> actor(Exchange exchange) {
        return callers.of(exchange)
                .map(
                        known ->
                                new Actor(
                                        known.caller(),
                                        exchange.callerAddress(),
                                        exchange.header(CHANGED_BY)));
    }

    /** Anybody whom we know. */
    Checked<Identified> known(Exchange exchange) {
        return callers.of(exchange);
    }

    /** An administrator, or the answer for anybody else. */
    Checked<Caller> administrator(Exchange exchange) {
        return callers.of(exchange)
                .then(
                        known ->
                                known.caller() instanceof Caller.Master
                                        ? Checked.good(known.caller())
                                        : Checked.bad(administratorsOnly()));
    }

    /** Whoever may look at {@code team}: an administrator, or one of its own keys. */
    Checked<Team.Id> mayLookAt(Team.Id team, Exchange exchange) {
        return callers.of(exchange)
                .then(
                        known ->
                                isOf(known.caller(), team)
                                        ? Checked.good(team)
                                        : Checked.bad(administratorsOnly()));
    }

    /** Whoever may look at {@code key}: an administrator, or the key itself. */
    Checked<Key.Hash> mayLookAt(Key.Hash key, Exchange exchange) {
        return callers.of(exchange)
                .then(
                        known ->
                                is(known.caller(), key)
                                        ? Checked.good(key)
                                        : Checked.bad(administratorsOnly()));
    }

    /** The key that the request itself shows. */
    Checked<Key.Hash> ownKey(Exchange exchange) {
        return callers.of(exchange).then(AdminGuard::hash);
    }

    private static Checked<Key.Hash> hash(Identified known) {
        return switch (known.caller()) {
            case Caller.Member member -> Checked.good(member.key().hash());
            // The master key is nobody's and stands in no list.
            case Caller.Master master -> Checked.bad(AdminErrors.noSuchKey());
        };
    }

    private static boolean isOf(Caller caller, Team.Id team) {
        return switch (caller) {
            case Caller.Master master -> true;
            case Caller.Member member -> team.equals(member.key().team());
        };
    }

    private static boolean is(Caller caller, Key.Hash key) {
        return switch (caller) {
            case Caller.Master master -> true;
            case Caller.Member member -> key.equals(member.key().hash());
        };
    }

    private static ErrorAnswer administratorsOnly() {
        return OpenAiErrors.of(new Refusal.AdministratorsOnly());
    }
}
