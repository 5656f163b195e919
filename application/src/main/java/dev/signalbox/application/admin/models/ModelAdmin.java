package dev.signalbox.application.admin.models;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.admin.Makings;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.application.driven.ModelWorkshop.Drawing;
import dev.signalbox.application.driven.ModelWorkshop.Sketch;
import dev.signalbox.application.driven.ModelWorkshop.Unfit;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.models.ManageModels;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.stored.StoredModel;
import dev.signalbox.domain.stored.StoredModel.Mark;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Models are stored, changed and taken away. Safe for many threads. */
public final class ModelAdmin implements ManageModels {

    private final Changes changes;
    private final ModelWorkshop workshop;
    private final Makings makings;
    private final boolean allowed;

    /**
     * @param allowed false: the operator wants models to stand in the file only
     */
    public ModelAdmin(Changes changes, ModelWorkshop workshop, Makings makings, boolean allowed) {
        this.changes = changes;
        this.workshop = workshop;
        this.makings = makings;
        this.allowed = allowed;
    }

    /** What was written, and what is to be said about it. */
    private record Written(StoredModel model, List<String> warnings) {}

    @Override
    public Verdict<Result> create(Actor actor, NewModel wanted) {
        Deployment.Id id =
                wanted.id() == null ? new Deployment.Id(makings.newIds().get()) : wanted.id();
        Sketch sketch = new Sketch(id, wanted.group(), wanted.params(), wanted.info());
        return make(
                actor,
                edit -> {
                    if (edit.model(id).isPresent()) {
                        throw new Veto(new Objection.ModelExists(id));
                    }
                    requireNotOfFile(id);
                    Mark now = new Mark(Changes.moment(makings.clock()), actor.name());
                    return put(edit, sketch, null, now);
                });
    }

    @Override
    public Verdict<Result> change(Actor actor, Deployment.Id id, Change change) {
        return make(
                actor,
                edit -> {
                    StoredModel before = existing(edit, id);
                    Sketch sketch =
                            new Sketch(
                                    id,
                                    change.group() == null ? before.group() : change.group(),
                                    or(change.params()),
                                    or(change.info()));
                    Mark now =
                            new Mark(
                                    Changes.after(before.changed().at(), makings.clock().instant()),
                                    actor.name());
                    return put(edit, sketch, before, now);
                });
    }

    @Override
    public Verdict<Result> delete(Actor actor, Deployment.Id id) {
        return make(
                actor,
                edit -> {
                    StoredModel before = existing(edit, id);
                    edit.remove(id);
                    changes.requireStillInside(
                            edit, changes.live().supposing(List.of(), List.of(id)));
                    return new Written(before, List.of());
                });
    }

    private Verdict<Result> make(Actor actor, Function<Edit, Written> change) {
        Directory before = changes.live().present();
        Verdict<Written> verdict =
                changes.make(
                        actor,
                        edit -> {
                            Changes.require(actor.rights().administers());
                            return change.apply(edit);
                        });
        return switch (verdict) {
            case Verdict.Objected<Written> objected -> new Verdict.Objected<>(objected.objection());
            case Verdict.Granted<Written> granted -> {
                Written written = granted.value();
                List<Stranded> stranded = stranded(before, changes.live().present());
                List<String> warnings = new ArrayList<>(written.warnings());
                warnings.addAll(remarks(before, changes.live().present()));
                yield new Verdict.Granted<>(new Result(written.model(), warnings, stranded));
            }
        };
    }

    /** What was stored before can be taken away in any case. */
    private void requireAllowed() {
        if (!allowed) {
            throw new Veto(new Objection.ModelsOfFileOnly());
        }
    }

    private Written put(Edit edit, Sketch sketch, @Nullable StoredModel before, Mark now) {
        requireAllowed();
        return switch (workshop.draw(sketch, before)) {
            case Unfit unfit -> throw new Veto(new Objection.UnfitModel(unfit.flaws()));
            case Drawing.Fit fit -> {
                StoredModel model =
                        new StoredModel(
                                sketch.id(),
                                sketch.group(),
                                fit.params(),
                                fit.shown(),
                                fit.info(),
                                before == null ? now : before.made(),
                                now);
                edit.put(model);
                changes.requireStillInside(
                        edit, changes.live().supposing(List.of(model), List.of()));
                yield new Written(model, fit.warnings());
            }
        };
    }

    private StoredModel existing(Edit edit, Deployment.Id id) {
        return edit.model(id)
                .orElseThrow(
                        () -> {
                            requireNotOfFile(id);
                            return new Veto(new Objection.NoSuchModel(id));
                        });
    }

    private void requireNotOfFile(Deployment.Id id) {
        Deployment known = changes.live().present().deployment(id);
        if (known != null && !known.about().stored()) {
            throw new Veto(new Objection.ModelOfFile(id));
        }
    }

    private static FreeJson or(@Nullable FreeJson said) {
        return said == null ? FreeJson.EMPTY : said;
    }

    /** What is new to those whose calls stay in some regions. */
    private List<String> remarks(Directory before, Directory after) {
        List<String> remarks = new ArrayList<>();
        for (Team team : after.teams()) {
            if (!team.routing().residency().isEmpty()) {
                List<String> now = new ArrayList<>(changes.rules().remarks(after, team));
                now.removeAll(changes.rules().remarks(before, team));
                remarks.addAll(now);
            }
        }
        return remarks;
    }

    /** Looks at every team only if a group or a model has gone. */
    private static List<Stranded> stranded(Directory before, Directory after) {
        List<Stranded> stranded = new ArrayList<>();
        if (after.groupAndModelNames().containsAll(before.groupAndModelNames())) {
            return stranded;
        }
        for (Team team : after.teams()) {
            team.aliases()
                    .dangling(after::serves)
                    .forEach(
                            (alias, target) -> {
                                if (before.serves(target)) {
                                    stranded.add(new Stranded(team.id(), alias, target));
                                }
                            });
        }
        return stranded;
    }
}
