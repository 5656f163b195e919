package dev.signalbox.http.admin.team;

import dev.signalbox.application.driving.admin.ManageTeams.Change;
import dev.signalbox.application.driving.admin.ManageTeams.NewTeam;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.bounds.Bounds;
import dev.signalbox.http.admin.bounds.MemberBounds;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.RoutingFields;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** What is filled in for a team, and what it means. Safe for many threads. */
final class TeamForms {

    private final RoutingFields routing;

    TeamForms(AdminJson json) {
        this.routing = new RoutingFields(json);
    }

    /**
     * A team that is to be.
     *
     * @param actor who makes it
     */
    NewTeam newTeam(Form form, Actor actor) {
        FreeJson kept = form.kept(FreeJson.EMPTY);
        return new NewTeam(
                form.team("team_id"),
                form.text("team_alias"),
                form.models("models"),
                form.aliases("model_aliases"),
                members(form, actor.rights().user()),
                MemberBounds.of(form, Bounds.of(form, Limits.NONE)),
                Boolean.TRUE.equals(form.flag("blocked")),
                routing.terms(kept, RoutingFields.residency(form)),
                kept);
    }

    /** As in LiteLLM, whoever makes a team becomes one of its admins. */
    private static List<Team.Member> members(Form form, User.@Nullable Id creator) {
        List<Team.Member> members = new ArrayList<>();
        for (Form part : form.forms("members_with_roles", MemberRoutes.MEMBER)) {
            User.Id user = part.user("user_id");
            if (user == null) {
                throw Form.Wrong.field(
                        "members_with_roles",
                        "A member of a new team is named by a user_id; /team/member_add takes"
                                + " addresses, too.");
            }
            if (members.stream().noneMatch(member -> member.user().equals(user))) {
                members.add(
                        new Team.Member(user, part.text("user_email"), MemberRoutes.leads(part)));
            }
        }
        if (creator != null && members.stream().noneMatch(m -> m.user().equals(creator))) {
            members.add(new Team.Member(creator, null, true));
        }
        return members;
    }

    /** What was not filled in stays; what was filled in as null is cleared. */
    Change change(Form form, @Nullable Instant seen) {
        String name = form.text("team_alias");
        ModelList models = form.models("models");
        Aliases aliases = form.aliases("model_aliases");
        // Read now, so that what is wrong is told before anything is locked.
        Limits unused = MemberBounds.of(form, Bounds.of(form, Limits.NONE));
        return new Change(
                seen,
                form.has("team_alias") ? before -> name : null,
                form.has("models") ? before -> models : null,
                form.has("model_aliases") ? aliases : null,
                Bounds.areIn(form) || MemberBounds.isIn(form)
                        ? before -> MemberBounds.of(form, Bounds.of(form, before))
                        : null,
                form.has("blocked") ? Boolean.TRUE.equals(form.flag("blocked")) : null,
                form.hasKept() ? form::kept : null,
                form.hasKept() || form.has(RoutingFields.RESIDENCY) ? terms(form) : null);
    }

    private BiFunction<RoutingTerms, FreeJson, RoutingTerms> terms(Form form) {
        Set<String> residency = RoutingFields.residency(form);
        boolean said = form.has(RoutingFields.RESIDENCY);
        return (before, kept) -> routing.terms(kept, said ? residency : before.residency());
    }
}
