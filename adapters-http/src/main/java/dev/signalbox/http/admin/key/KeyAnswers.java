package dev.signalbox.http.admin.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.spend.TellSpent.Kind;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.SpendFields;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Keys as administrators see them: all of LiteLLM's fields, always. Safe for many threads. */
public final class KeyAnswers {

    /** What a key has in LiteLLM and has not got here yet. */
    private static final FreeJson DEFAULTS =
            new FreeJson(
                    """
                    {"spend": null, "metadata": {}, "budget_duration": null,
                     "allowed_cache_controls": [], "config": {}, "permissions": {},
                     "model_max_budget": {}, "budget_id": null, "litellm_budget_table": null,
                     "created_by": null, "updated_by": null}
                    """);

    private static final FreeJson DEFAULTS_WHEN_MADE =
            new FreeJson(
                    """
                    {"model_rpm_limit": null, "model_tpm_limit": null, "guardrails": null,
                     "tags": null, "enforced_params": null}
                    """);

    private static final FreeJson DEFAULTS_WHEN_STORED =
            new FreeJson(
                    """
                    {"soft_budget_cooldown": false, "model_spend": {},
                     "organization_id": null, "litellm_organization_table": null}
                    """);

    private final AdminJson json;

    public KeyAnswers(AdminJson json) {
        this.json = json;
    }

    /**
     * A key that was just made: the only answer with its text.
     *
     * @param duration as it was asked for
     */
    public ObjectNode issued(IssuedKey issued, @Nullable String duration, List<String> more) {
        Key key = issued.key();
        ObjectNode answer = json.tree(DEFAULTS);
        answer.setAll(json.tree(DEFAULTS_WHEN_MADE));
        describe(answer, key);
        answer.put("key", issued.credential().reveal());
        answer.put("token", key.hash().hex());
        answer.put("token_id", key.hash().hex());
        answer.put("duration", duration);
        CommonAnswers.put(answer, "warnings", more);
        return answer;
    }

    /** A key as it is stored; without its hash, as LiteLLM shows it to the key itself. */
    public ObjectNode info(Key key) {
        ObjectNode info = json.tree(DEFAULTS);
        info.setAll(json.tree(DEFAULTS_WHEN_STORED));
        describe(info, key);
        return info;
    }

    /** A key as it is stored, for administrators. */
    public ObjectNode row(Key key) {
        return info(key).put("token", key.hash().hex());
    }

    /**
     * Many of them.
     *
     * @param whole true: as objects; false: their hashes only
     */
    ObjectNode page(Page<Key> page, boolean whole) {
        ObjectNode answer = json.object();
        ArrayNode keys = answer.putArray("keys");
        for (Key key : page.rows()) {
            if (whole) {
                keys.add(row(key));
            } else {
                keys.add(key.hash().hex());
            }
        }
        answer.put("total_count", page.total());
        answer.put("current_page", page.wish().number());
        answer.put("total_pages", page.pages());
        return answer;
    }

    private void describe(ObjectNode answer, Key key) {
        answer.setAll(json.tree(key.extras()));
        answer.put("key_name", key.label());
        answer.put("key_alias", key.name());
        answer.put("public_id", key.publicId());
        SpendFields.mark(answer, Kind.KEY, key.publicId());
        answer.put("team_id", key.team() == null ? null : key.team().text());
        answer.put("user_id", key.user() == null ? null : key.user().text());
        CommonAnswers.put(answer, "models", key.models().entries());
        CommonAnswers.put(answer, "aliases", key.aliases());
        CommonAnswers.put(answer, "allowed_routes", key.routes().entries());
        CommonAnswers.put(answer, key.limits());
        answer.put("blocked", key.blocked());
        answer.put("expires", key.expires() == null ? null : Times.text(key.expires()));
        answer.put(
                "former_key_until", key.former() == null ? null : Times.text(key.former().until()));
        answer.put("created_at", Times.text(key.createdAt()));
        answer.put("updated_at", Times.text(key.updatedAt()));
    }
}
