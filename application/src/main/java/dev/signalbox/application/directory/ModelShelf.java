package dev.signalbox.application.directory;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.application.driven.ModelWorkshop.Opening;
import dev.signalbox.application.driven.ModelWorkshop.Opening.Ready;
import dev.signalbox.application.driven.ModelWorkshop.Unfit;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models of the file and those that are stored, ready to be asked. A stored one that cannot be
 * used is left out, and said so. Immutable: what has not changed is taken over as it is, with its
 * connections.
 */
public final class ModelShelf {

    private static final System.Logger LOG = System.getLogger(ModelShelf.class.getName());

    private final Directory.Models ofFile;
    private final ModelWorkshop workshop;

    /** In the order of their ids, so that every process chooses among the same list. */
    private final SortedMap<String, Item> items;

    private final Directory.Models all;

    private ModelShelf(
            Directory.Models ofFile, ModelWorkshop workshop, SortedMap<String, Item> items) {
        this.ofFile = ofFile;
        this.workshop = workshop;
        this.items = items;
        this.all = items.isEmpty() ? ofFile : ofFile.with(stored(items.values()));
    }

    /** One that is stored; {@code ready} is null if it cannot be used. */
    private record Item(StoredModel stored, @Nullable Ready ready) {}

    /** The models of the file; none is stored yet. */
    public static ModelShelf of(Directory.Models ofFile, ModelWorkshop workshop) {
        return new ModelShelf(ofFile, workshop, new TreeMap<>());
    }

    /** The models of the file where nothing can be stored. */
    public static ModelShelf of(Directory.Models ofFile) {
        return of(ofFile, new NoWorkshop());
    }

    /** All that can be asked. */
    Directory.Models models() {
        return all;
    }

    /** All that are stored, whether they can be used or not. */
    List<StoredModel> stored() {
        return items.values().stream().map(Item::stored).toList();
    }

    /** The same, but for these; the very same if there are none. */
    ModelShelf with(Collection<StoredModel> changed, Collection<Deployment.Id> gone) {
        if (changed.isEmpty() && gone.isEmpty()) {
            return this;
        }
        TreeMap<String, Item> next = new TreeMap<>(items);
        gone.forEach(id -> next.remove(id.text()));
        changed.forEach(model -> next.put(model.id().text(), item(model)));
        return new ModelShelf(ofFile, workshop, next);
    }

    /** The models of the file, and exactly these. */
    ModelShelf only(Collection<StoredModel> stored) {
        TreeMap<String, Item> next = new TreeMap<>();
        stored.forEach(model -> next.put(model.id().text(), item(model)));
        return new ModelShelf(ofFile, workshop, next);
    }

    /** Whoever has only been sealed anew says what they said before. */
    private Item item(StoredModel model) {
        Item known = items.get(model.id().text());
        if (known != null
                && known.ready != null
                && known.stored.sealed(model.params()).equals(model)) {
            return new Item(model, known.ready);
        }
        if (ofFile.upstreams().containsKey(model.id())) {
            complain(model, List.of("the file has a model of this id, and that one is used"));
            return new Item(model, null);
        }
        return switch (opened(model)) {
            case Ready ready -> new Item(model, ready);
            case Unfit unfit -> {
                complain(model, unfit.flaws());
                yield new Item(model, null);
            }
        };
    }

    /** A mistake of ours with one model must not keep everything else from being known. */
    private Opening opened(StoredModel model) {
        try {
            return workshop.open(model);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a stored model cannot be opened", e);
            return new Unfit(List.of("we made a mistake with it: " + e.getClass().getName()));
        }
    }

    private static void complain(StoredModel model, List<String> flaws) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the stored model {0} of the group {1} is left out: {2}",
                model.id(),
                model.group(),
                String.join(" ", flaws));
    }

    private static Directory.Models stored(Collection<Item> items) {
        Map<ModelName, List<Deployment>> groups = new LinkedHashMap<>();
        Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
        for (Item item : items) {
            if (item.ready != null) {
                groups.computeIfAbsent(item.stored.group(), name -> new ArrayList<>())
                        .add(item.ready.deployment());
                upstreams.put(item.stored.id(), item.ready.upstream());
            }
        }
        Map<ModelName, ModelGroup> joined = new HashMap<>();
        groups.forEach((name, deployments) -> joined.put(name, new ModelGroup(name, deployments)));
        return new Directory.Models(joined, upstreams);
    }

    /** Where models stand in the file only. */
    private static final class NoWorkshop implements ModelWorkshop {

        private static final Unfit CLOSED = new Unfit(List.of("no model can be stored here"));

        @Override
        public Drawing draw(Sketch sketch, @Nullable StoredModel before) {
            return CLOSED;
        }

        @Override
        public Opening open(StoredModel stored) {
            return CLOSED;
        }

        @Override
        public @Nullable Sealed sealedAnew(StoredModel stored) {
            return null;
        }
    }
}
