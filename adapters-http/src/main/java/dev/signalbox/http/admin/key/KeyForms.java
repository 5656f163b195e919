package dev.signalbox.http.admin.key;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.admin.ManageKeys.Change;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Scope;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.bounds.Bounds;
import dev.signalbox.http.admin.bounds.ModelBounds;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.admin.form.RoutingFields;
import dev.signalbox.http.admin.form.Times;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is filled in for a key, and what it means. Safe for many threads. */
public final class KeyForms {

    /** Of a key that is to be, or to change. */
    public static final FieldNames KEY =
            new FieldNames(
                            Set.of(
                                    "key",
                                    "key_alias",
                                    "team_id",
                                    "user_id",
                                    "models",
                                    "aliases",
                                    "allowed_routes",
                                    "key_type",
                                    "blocked",
                                    "duration"),
                            KeptFields.KEY)
                    .andLimits();

    /** LiteLLM's short words for what a key is for. */
    private static final Map<String, RouteList> TYPES =
            Map.of(
                    "default", RouteList.EVERYTHING,
                    "llm_api", new RouteList(List.of("llm_api_routes")),
                    "management", new RouteList(List.of("management_routes")),
                    "read_only", new RouteList(List.of("info_routes")));

    private static final Scope UNBOUND =
            new Scope(ModelList.EVERYTHING, Aliases.NONE, RouteList.EVERYTHING, Limits.NONE, null);

    private final InstantSource clock = InstantSource.system();
    private final Makers makers;
    private final RoutingFields routing;

    public KeyForms(AdminJson json) {
        this.makers = new Makers(json);
        this.routing = new RoutingFields(json);
    }

    /**
     * A key that is to be.
     *
     * @param actor who makes it
     * @param ofNobody true: it is a service's
     */
    public NewKey newKey(Form form, Actor actor, boolean ofNobody) {
        String own = form.text("key");
        FreeJson kept = makers.made(form.kept(KeptFields.KEY), actor);
        return new NewKey(
                own == null ? null : Credential.of(own),
                form.text("key_alias"),
                form.team("team_id"),
                ofNobody ? null : form.user("user_id"),
                ofNobody,
                scope(form, UNBOUND),
                Boolean.TRUE.equals(form.flag("blocked")),
                routing.terms(kept, Set.of()),
                kept);
    }

    /** What was not filled in stays; what was filled in as null is cleared. */
    Change change(Form form, Asked asked) {
        String name = form.text("key_alias");
        Team.Id team = form.team("team_id");
        User.Id user = form.user("user_id");
        // Read now, so that what is wrong is told before anything is locked.
        Scope unused = scope(form, UNBOUND);
        return new Change(
                asked.seen(),
                form.has("key_alias") ? before -> name : null,
                form.has("team_id") ? before -> team : null,
                form.has("user_id") ? before -> user : null,
                before -> scope(form, before),
                form.has("blocked") ? Boolean.TRUE.equals(form.flag("blocked")) : null,
                before -> makers.changed(form.kept(before), asked.actor()),
                form.hasKept() ? (before, kept) -> routing.terms(kept, Set.of()) : null);
    }

    /** A key is blocked, or let in again. */
    Change blocking(boolean blocked, Actor actor) {
        return Change.blocking(blocked, before -> makers.changed(before, actor));
    }

    /** How long the old secret is to go on working. */
    Duration grace(Form form) {
        String grace = form.text("grace_period");
        return grace == null || grace.equals("0") || grace.equals("0s")
                ? Duration.ZERO
                : Times.required("grace_period", grace, clock.instant());
    }

    /** A key may be named by itself or by its hash. */
    static Key.Hash hash(String text) {
        return !text.startsWith("sk-") && Key.Hash.accepts(text)
                ? new Key.Hash(text)
                : Credential.of(text).hash();
    }

    private Scope scope(Form form, Scope before) {
        return new Scope(
                form.has("models") ? form.models("models") : before.models(),
                form.has("aliases") ? form.aliases("aliases") : before.aliases(),
                routes(form, before.routes()),
                Bounds.terms(form, ModelBounds.of(form, Bounds.of(form, before.limits()))),
                expires(form, before.expires()));
    }

    private static RouteList routes(Form form, RouteList before) {
        String type = form.text("key_type");
        if (type != null && !TYPES.containsKey(type)) {
            throw Form.Wrong.field(
                    "key_type", "A key_type is one of default, llm_api, management, read_only.");
        }
        if (form.has("allowed_routes")) {
            return form.routes("allowed_routes");
        }
        return type == null ? before : TYPES.getOrDefault(type, before);
    }

    private @Nullable Instant expires(Form form, @Nullable Instant before) {
        String duration = form.text("duration");
        if (duration == null) {
            return form.has("duration") ? null : before;
        }
        return Times.end("duration", duration, clock.instant());
    }
}
