package dev.signalbox.http.admin.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageKeys.Change;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.Which;
import dev.signalbox.application.driving.admin.ReadKeys;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.budget.BudgetAnswers;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keys are looked after over HTTP. Safe for many threads. */
public final class KeyRoutes {

    private static final String KEY = "key";
    private static final String KEYS = "keys";
    private static final String NAMES = "key_aliases";

    /** Which key. */
    public static final FieldNames ONE_KEY = FieldNames.only(KEY);

    /** Which keys. */
    public static final FieldNames SOME_KEYS = FieldNames.only(KEYS);

    /** Which keys, by themselves or by their names. */
    public static final FieldNames KEYS_OR_NAMES = SOME_KEYS.and(NAMES);

    /** Of a key that gets a new secret. */
    public static final FieldNames ROTATION =
            KeyForms.KEY.and("grace_period", "new_key", "new_master_key");

    private final ManageKeys keys;
    private final ReadKeys readKeys;
    private final Desk desk;
    private final KeyAnswers answers;
    private final BudgetAnswers shared;
    private final KeyForms forms;

    public KeyRoutes(ManageKeys keys, ReadKeys readKeys, Desk desk) {
        this.keys = keys;
        this.readKeys = readKeys;
        this.desk = desk;
        this.answers = new KeyAnswers(desk.json());
        this.shared = new BudgetAnswers(desk.json());
        this.forms = new KeyForms(desk.json());
    }

    /** {@code /key/generate}. */
    public void generate(Exchange exchange, String variable) {
        desk.take(exchange, KeyForms.KEY, (asked, form) -> issued(asked, form, false));
    }

    /** {@code /key/service-account/generate}: a key of a team and of no user. */
    public void generateForService(Exchange exchange, String variable) {
        desk.take(
                exchange,
                KeyForms.KEY,
                (asked, form) -> {
                    String unused = form.required("team_id");
                    return issued(asked, form, true);
                });
    }

    /** {@code /key/update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                KeyForms.KEY,
                (asked, form) -> {
                    String text = form.required(KEY);
                    Change change = forms.change(form, asked);
                    return changed(asked, KeyForms.hash(text), change)
                            .map(key -> answers.info(key).put(KEY, text));
                });
    }

    /** {@code /key/regenerate} and {@code /key/{key}/regenerate}. */
    public void regenerate(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ROTATION,
                (asked, form) -> {
                    if (form.says("new_key") || form.says("new_master_key")) {
                        throw Form.Wrong.field(
                                form.says("new_key") ? "new_key" : "new_master_key",
                                "A rotated key gets a secret that is made here.");
                    }
                    String text = variable.isEmpty() ? form.required(KEY) : variable;
                    return AdminErrors.checked(
                                    keys.rotate(
                                            asked.actor(),
                                            KeyForms.hash(text),
                                            forms.grace(form),
                                            forms.change(form, asked)))
                            .map(issued -> issued(issued, form));
                });
    }

    /** {@code /key/delete}: by key, by hash or by alias. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                KEYS_OR_NAMES,
                (asked, form) -> {
                    List<String> texts =
                            form.says(NAMES) ? form.texts(KEYS) : form.requiredTexts(KEYS);
                    List<String> names = form.texts(NAMES);
                    return AdminErrors.checked(keys.delete(asked.actor(), which(texts, names)))
                            .map(gone -> deleted(texts, names));
                });
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
        desk.look(
                exchange,
                asked -> {
                    String text = asked.text(KEY);
                    return (text == null ? own(asked) : found(asked, text))
                            .map(
                                    key -> {
                                        asked.tag(key.updatedAt());
                                        return info(text == null ? key.hash().hex() : text, key);
                                    });
                });
    }

    /** {@code /v2/key/info}: several at once. */
    public void lookAtSome(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME_KEYS,
                (asked, form) -> {
                    List<String> texts = form.requiredTexts(KEYS);
                    List<Key> found = new ArrayList<>();
                    for (String text : texts) {
                        switch (found(asked, text)) {
                            case Checked.Good<Key> good -> found.add(good.value());
                            case Checked.Bad<Key> bad -> {
                                return Checked.bad(bad.answer());
                            }
                        }
                    }
                    ObjectNode answer = desk.json().object();
                    texts.forEach(answer.putArray(KEY)::add);
                    ArrayNode infos = answer.putArray("info");
                    found.forEach(key -> infos.add(whole(key)));
                    return Checked.good(answer);
                });
    }

    /** {@code /key/list}. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(
                                        readKeys.page(
                                                asked.actor(), filter(asked), asked.page("size")))
                                .map(page -> answers.page(page, asked.flag("return_full_object"))));
    }

    /** {@code /key/health}: the key is known, so it is well. */
    public void health(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        Checked.good(
                                desk.json()
                                        .object()
                                        .put(KEY, "healthy")
                                        .putNull("logging_callbacks")));
    }

    private void block(Exchange exchange, boolean blocked) {
        desk.take(
                exchange,
                ONE_KEY,
                (asked, form) ->
                        changed(
                                        asked,
                                        KeyForms.hash(form.required(KEY)),
                                        forms.blocking(blocked, asked.actor()))
                                .map(answers::row));
    }

    private Checked<Key> changed(Asked asked, Key.Hash hash, Change change) {
        return AdminErrors.checked(keys.change(asked.actor(), hash, change));
    }

    private Checked<ObjectNode> issued(Asked asked, Form form, boolean ofNobody) {
        return AdminErrors.checked(
                        keys.issue(asked.actor(), forms.newKey(form, asked.actor(), ofNobody)))
                .map(issued -> issued(issued, form));
    }

    private ObjectNode issued(IssuedKey issued, Form form) {
        List<String> warnings = new ArrayList<>(form.warnings());
        warnings.addAll(keys.remarks(issued.key()));
        return answers.issued(issued, form.text("duration"), warnings);
    }

    private Checked<Key> found(Asked asked, String text) {
        return AdminErrors.checked(readKeys.look(asked.actor(), KeyForms.hash(text)));
    }

    private Checked<Key> own(Asked asked) {
        return switch (asked.actor().caller()) {
            case Caller.Member member ->
                    AdminErrors.checked(readKeys.look(asked.actor(), member.key().hash()));
            // The master key is nobody's and stands in no list.
            case Caller.Master master -> Checked.bad(AdminErrors.noSuchKey());
        };
    }

    private static KeyFilter filter(Asked asked) {
        String user = asked.text("user_id");
        String team = asked.text("team_id");
        String hash = asked.text("key_hash");
        return new KeyFilter(
                user == null ? null : Form.userId("user_id", user),
                team == null ? null : Form.teamId("team_id", team),
                hash == null ? null : KeyForms.hash(hash),
                asked.text("key_alias"));
    }

    private static List<Which> which(List<String> texts, List<String> names) {
        return Stream.concat(
                        texts.stream().<Which>map(text -> new Which.Hashed(KeyForms.hash(text))),
                        names.stream().<Which>map(Which.Named::new))
                .toList();
    }

    private ObjectNode deleted(List<String> texts, List<String> names) {
        ObjectNode answer = desk.json().object();
        ArrayNode deleted = answer.putArray("deleted_keys");
        texts.forEach(deleted::add);
        names.forEach(deleted::add);
        return answer;
    }

    private ObjectNode info(String asSent, Key key) {
        ObjectNode answer = desk.json().object();
        answer.put(KEY, asSent);
        answer.set("info", whole(key));
        return answer;
    }

    /** With what is said of it elsewhere. */
    private ObjectNode whole(Key key) {
        Bounded terms = readKeys.terms(key);
        return terms == null
                ? answers.info(key)
                : answers.info(key).set("litellm_budget_table", shared.terms(terms));
    }
}
