package dev.signalbox.bootstrap.rules;

import com.tngtech.archunit.core.domain.JavaClass;

import java.util.HashSet;
import java.util.Set;

/**
 * The classes that may have fields which change: two written lists. They may only shrink; whoever
 * adds to them argues for it in the review.
 */
final class MutableState {

    /** Used by many threads; the Javadoc of each says how it is safe. */
    static final Set<String> SHARED =
            Set.of(
                    "application.admin.HealthReport",
                    "application.call.Hangup",
                    "application.call.response.ResponseIds",
                    "application.directory.keys.KeyRing",
                    "application.directory.Knowledge",
                    "application.dispatch.attempt.Turnstile",
                    "domain.pulse.Capacity",
                    "domain.pulse.Pace",
                    "domain.pulse.Pulse",
                    "domain.pulse.RetryBudget",
                    "http.connection.Line",
                    "http.connection.LineReader",
                    "http.origin.Throttle",
                    "openai.KeyFile",
                    "openai.connection.Hold",
                    "openai.connection.Watch",
                    "openai.connection.Wire");

    /** Made for one call, or to read one file; never leaves its thread. */
    static final Set<String> OF_ONE_USE =
            Set.of(
                    "application.call.form.Form$Pieces",
                    "application.call.json.Members",
                    "application.call.json.Pieces",
                    "application.dispatch.attempt.Journey",
                    "application.dispatch.attempt.Round",
                    "application.relay.canary.ArmWatch$Watch",
                    "application.accounting.Entry",
                    "domain.catalog.TermsDraft",
                    "bootstrap.config.yaml.YamlTree",
                    "http.exchange.BodyReading",
                    "http.exchange.Entity",
                    "http.exchange.Exchange",
                    "http.openai.reply.HttpReplySink",
                    "http.openai.reading.Flaws",
                    "http.openai.reading.TopLevel",
                    "http.openai.reading.WishReader",
                    "openai.answer.Events",
                    "openai.reading.EventReader",
                    "openai.reading.Glance",
                    "openai.reading.Transcript",
                    "openai.counting.QuestionText",
                    "openai.reading.UsageNote",
                    "openai.reading.UsageScanner",
                    "openai.connection.Room",
                    "openai.connection.Waiting",
                    "openai.wire.Framing",
                    "openai.wire.Framing$Chunked",
                    "openai.wire.Framing$Sized");

    private MutableState() {}

    /** Both lists. */
    static Set<String> all() {
        Set<String> all = new HashSet<>(SHARED);
        all.addAll(OF_ONE_USE);
        return all;
    }

    /** Whether the class, or one around it, is on a list. */
    static boolean isExcused(Rooms rooms, JavaClass type) {
        return all().stream()
                .map(rooms::type)
                .anyMatch(
                        name ->
                                type.getName().equals(name)
                                        || type.getName().startsWith(name + "$"));
    }
}
