package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageKeys.Change;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.ManageKeys.Which;
import dev.signalbox.application.driving.admin.ReadKeys;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Scope;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.AdminJson.Submitted;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Fields;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.admin.form.Times;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys are looked after over HTTP. Safe for many threads. */
public final class KeyRoutes {

    private static final String KEY = "key";
    private static final String KEYS = "keys";
    private static final FieldNames NEW_KEY =
            new FieldNames(
                    Set.of(KEY, "key_alias", "team_id", "models", "blocked", "duration"),
                    KeptFields.KEY);
    private static final FieldNames ONE_KEY = new FieldNames(Set.of(KEY), null);
    private static final FieldNames SOME_KEYS = new FieldNames(Set.of(KEYS), null);

    private final ManageKeys keys;
    private final ReadKeys readKeys;
    private final AdminGuard guard;
    private final AdminJson json;
    private final KeyAnswers answers;
    private final InstantSource clock = InstantSource.system();

    /**
     * @param maxBodyBytes the longest body that is read
     */
    public KeyRoutes(ManageKeys keys, ReadKeys readKeys, IdentifyCaller callers, int maxBodyBytes) {
        this.keys = keys;
        this.readKeys = readKeys;
        this.guard = new AdminGuard(callers);
        this.json = new AdminJson(maxBodyBytes);
        this.answers = new KeyAnswers(json);
    }

    /** {@code /key/generate}. */
    public void generate(Exchange exchange, String variable) {
        json.answer(
                exchange,
                sent(exchange, Fields.OfKey.class, NEW_KEY)
                        .then(sent -> generate(actor(exchange), sent.value())));
    }

    /** {@code /key/delete}. */
    public void delete(Exchange exchange, String variable) {
        json.answer(
                exchange,
                sent(exchange, Fields.SomeKeys.class, SOME_KEYS)
                        .then(sent -> Fields.required(KEYS, sent.value().keys()))
                        .then(texts -> delete(actor(exchange), texts)));
    }

    /** {@code /key/block}. */
    public void block(Exchange exchange, String variable) {
        block(exchange, true);
    }

    /** {@code /key/unblock}. */
    public void unblock(Exchange exchange, String variable) {
        block(exchange, false);
    }

    /** {@code /key/info}; without a key it is about the one that the request shows. */
    public void look(Exchange exchange, String variable) {
        String asked = exchange.parameter(KEY);
        Checked<Key.Hash> hash =
                asked == null ? guard.ownKey(exchange) : guard.mayLookAt(hash(asked), exchange);
        json.answer(
                exchange,
                hash.then(found -> AdminErrors.checked(readKeys.look(actor(exchange), found)))
                        .map(key -> info(asked == null ? key.hash().hex() : asked, key)));
    }

    private void block(Exchange exchange, boolean blocked) {
        json.answer(
                exchange,
                sent(exchange, Fields.OneKey.class, ONE_KEY)
                        .then(sent -> Fields.required(KEY, sent.value().key()))
                        .then(
                                text ->
                                        AdminErrors.checked(
                                                keys.change(
                                                        actor(exchange),
                                                        hash(text),
                                                        Change.blocking(blocked))))
                        .map(answers::row));
    }

    /** Whoever came this far is known. */
    private Actor actor(Exchange exchange) {
        return switch (guard.actor(exchange)) {
            case Checked.Good<Actor> good -> good.value();
            case Checked.Bad<Actor> bad -> throw new IllegalStateException("a stranger came in");
        };
    }

    private <T> Checked<Submitted<T>> sent(Exchange exchange, Class<T> type, FieldNames names) {
        return guard.administrator(exchange).then(master -> json.read(exchange, type, names));
    }

    private Checked<ObjectNode> generate(Actor actor, Fields.OfKey sent) {
        return newKey(sent)
                .then(wanted -> AdminErrors.checked(keys.issue(actor, wanted)))
                .map(
                        issued ->
                                answers.issued(
                                        issued, sent.duration(), KeptFields.warnings(sent.kept())));
    }

    private Checked<NewKey> newKey(Fields.OfKey sent) {
        Credential own = sent.key() == null ? null : Credential.of(sent.key());
        FreeJson extras = json.merged(FreeJson.EMPTY, sent.kept());
        boolean blocked = Boolean.TRUE.equals(sent.blocked());
        return Fields.models(sent.models())
                .then(
                        models ->
                                Checked.both(
                                        team(sent),
                                        lifetime(sent),
                                        (team, lifetime) ->
                                                new NewKey(
                                                        own,
                                                        sent.name(),
                                                        team.orElse(null),
                                                        null,
                                                        false,
                                                        new Scope(
                                                                models,
                                                                Aliases.NONE,
                                                                RouteList.EVERYTHING,
                                                                Limits.NONE,
                                                                lifetime.map(clock.instant()::plus)
                                                                        .orElse(null)),
                                                        blocked,
                                                        extras)));
    }

    private static Checked<Optional<Team.Id>> team(Fields.OfKey sent) {
        return sent.team() == null
                ? Checked.good(Optional.empty())
                : Fields.teamId("team_id", sent.team()).map(Optional::of);
    }

    private Checked<Optional<Duration>> lifetime(Fields.OfKey sent) {
        return sent.duration() == null
                ? Checked.good(Optional.empty())
                : Times.lifetime(sent.duration(), clock.instant()).map(Optional::of);
    }

    private Checked<ObjectNode> delete(Actor actor, List<String> texts) {
        List<Which> which =
                texts.stream().<Which>map(text -> new Which.Hashed(hash(text))).toList();
        return AdminErrors.checked(keys.delete(actor, which))
                .map(
                        gone -> {
                            ObjectNode answer = json.object();
                            ArrayNode deleted = answer.putArray("deleted_keys");
                            texts.forEach(deleted::add);
                            return answer;
                        });
    }

    private ObjectNode info(String asSent, Key key) {
        ObjectNode answer = json.object();
        answer.put(KEY, asSent);
        answer.set("info", answers.info(key));
        return answer;
    }

    /** A key may be named by itself or by its hash. */
    private static Key.Hash hash(String text) {
        return !text.startsWith("sk-") && Key.Hash.accepts(text)
                ? new Key.Hash(text)
                : Credential.of(text).hash();
    }
}
