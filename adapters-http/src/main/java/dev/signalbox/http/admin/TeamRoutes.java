package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.ManageTeams.Change;
import dev.signalbox.application.driving.admin.ManageTeams.NewTeam;
import dev.signalbox.application.driving.admin.ReadTeams;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.AdminJson.Submitted;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Fields;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** Teams are looked after over HTTP. Safe for many threads. */
public final class TeamRoutes {

    private static final PageWish EVERYTHING =
            new PageWish(1, Integer.MAX_VALUE, PageWish.Order.NAME, false);
    private static final String ID = "team_id";
    private static final String IDS = "team_ids";
    private static final FieldNames TEAM =
            new FieldNames(
                    Set.of(ID, "team_alias", "models", "model_aliases", "blocked"),
                    KeptFields.TEAM);
    private static final FieldNames ONE_TEAM = new FieldNames(Set.of(ID), null);
    private static final FieldNames SOME_TEAMS = new FieldNames(Set.of(IDS), null);

    private final ManageTeams teams;
    private final ReadTeams readTeams;
    private final AdminGuard guard;
    private final AdminJson json;
    private final TeamAnswers answers;

    /**
     * @param maxBodyBytes the longest body that is read
     */
    public TeamRoutes(
            ManageTeams teams, ReadTeams readTeams, IdentifyCaller callers, int maxBodyBytes) {
        this.teams = teams;
        this.readTeams = readTeams;
        this.guard = new AdminGuard(callers);
        this.json = new AdminJson(maxBodyBytes);
        this.answers = new TeamAnswers(json);
    }

    /** {@code /team/new}. */
    public void create(Exchange exchange, String variable) {
        json.answer(
                exchange,
                sent(exchange, Fields.OfTeam.class, TEAM)
                        .then(sent -> create(actor(exchange), sent.value())));
    }

    /** {@code /team/update}. */
    public void update(Exchange exchange, String variable) {
        json.answer(
                exchange,
                sent(exchange, Fields.OfTeam.class, TEAM)
                        .then(sent -> update(actor(exchange), sent)));
    }

    /** {@code /team/delete}. */
    public void delete(Exchange exchange, String variable) {
        json.answer(
                exchange,
                sent(exchange, Fields.SomeTeams.class, SOME_TEAMS)
                        .then(sent -> Fields.required(IDS, sent.value().ids()))
                        .then(texts -> Fields.each(texts, text -> Fields.teamId(IDS, text)))
                        .then(ids -> AdminErrors.checked(teams.delete(actor(exchange), ids)))
                        .map(answers::deleted));
    }

    /** {@code /team/block}. */
    public void block(Exchange exchange, String variable) {
        block(exchange, true);
    }

    /** {@code /team/unblock}. */
    public void unblock(Exchange exchange, String variable) {
        block(exchange, false);
    }

    /** {@code /team/info}. */
    public void look(Exchange exchange, String variable) {
        json.answer(
                exchange,
                guard.known(exchange)
                        .then(known -> Fields.required(ID, exchange.parameter(ID)))
                        .then(text -> Fields.teamId(ID, text))
                        .then(id -> guard.mayLookAt(id, exchange))
                        .then(id -> AdminErrors.checked(readTeams.look(actor(exchange), id)))
                        .map(answers::info));
    }

    /** {@code /team/list}. */
    public void list(Exchange exchange, String variable) {
        json.answer(
                exchange,
                guard.administrator(exchange)
                        .then(
                                master ->
                                        AdminErrors.checked(
                                                readTeams.page(
                                                        actor(exchange),
                                                        TeamFilter.ALL,
                                                        EVERYTHING)))
                        .map(page -> answers.list(page.rows())));
    }

    private void block(Exchange exchange, boolean blocked) {
        Change change = Change.blocking(blocked);
        json.answer(
                exchange,
                sent(exchange, Fields.OneTeam.class, ONE_TEAM)
                        .then(sent -> id(sent.value().id()))
                        .then(id -> AdminErrors.checked(teams.change(actor(exchange), id, change)))
                        .map(answers::data));
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

    private Checked<ObjectNode> create(Actor actor, Fields.OfTeam sent) {
        return newTeam(sent)
                .then(wanted -> AdminErrors.checked(teams.create(actor, wanted)))
                .map(team -> answers.made(team, KeptFields.warnings(sent.kept())));
    }

    private Checked<ObjectNode> update(Actor actor, Submitted<Fields.OfTeam> sent) {
        return id(sent.value().id())
                .then(
                        id ->
                                change(sent)
                                        .then(
                                                change ->
                                                        AdminErrors.checked(
                                                                teams.change(actor, id, change))))
                .map(team -> answers.changed(team, KeptFields.warnings(sent.value().kept())));
    }

    private Checked<NewTeam> newTeam(Fields.OfTeam sent) {
        boolean blocked = sent.blocked() != null && sent.blocked();
        FreeJson extras = json.merged(FreeJson.EMPTY, sent.kept());
        Checked<Team.Id> given = sent.id() == null ? null : Fields.teamId(ID, sent.id());
        Checked<NewTeam> team =
                Checked.both(
                        Fields.models(sent.models()),
                        Fields.aliases(sent.aliases()),
                        (models, aliases) ->
                                new NewTeam(
                                        null,
                                        sent.name(),
                                        models,
                                        aliases,
                                        List.of(),
                                        Limits.NONE,
                                        blocked,
                                        extras));
        return given == null
                ? team
                : Checked.both(
                        given,
                        team,
                        (id, wanted) ->
                                new NewTeam(
                                        id,
                                        wanted.name(),
                                        wanted.models(),
                                        wanted.aliases(),
                                        List.of(),
                                        Limits.NONE,
                                        blocked,
                                        extras));
    }

    /** What was not sent stays; what was sent as null is cleared. */
    private Checked<Change> change(Submitted<Fields.OfTeam> sent) {
        Fields.OfTeam fields = sent.value();
        return Checked.both(
                Fields.models(fields.models()),
                Fields.aliases(fields.aliases()),
                (models, aliases) ->
                        new Change(
                                null,
                                sent.has("team_alias") ? before -> fields.name() : null,
                                sent.has("models") ? before -> models : null,
                                sent.has("model_aliases") ? aliases : null,
                                null,
                                sent.has("blocked") ? Boolean.TRUE.equals(fields.blocked()) : null,
                                kept -> json.merged(kept, fields.kept())));
    }

    private static Checked<Team.Id> id(@Nullable String text) {
        return Fields.required(ID, text).then(given -> Fields.teamId(ID, given));
    }
}
