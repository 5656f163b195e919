package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of groups that calls go to instead. */
final class FallbackLists {

    private static final String ALL = "*";
    private static final ModelName EVERY_GROUP = new ModelName(ALL);

    private final Reading reading;
    private final List<Mention> mentions;

    /**
     * @param mentions gets every group that is named
     */
    FallbackLists(Reading reading, List<Mention> mentions) {
        this.reading = reading;
        this.mentions = mentions;
    }

    /**
     * Lists by group; null if none is written. {@code *} is what stands for every group that has
     * none.
     *
     * @param forAll whether it may
     */
    @Nullable Map<ModelName, List<ModelName>> byGroup(Section section, String key, boolean forAll) {
        ConfigNode node = section.node(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof Sequence sequence)) {
            error(
                    section.placeOf(key),
                    "this must be a list (`- group: [other]`), not " + node.what());
            return null;
        }
        Map<ModelName, List<ModelName>> lists = new LinkedHashMap<>();
        for (ConfigNode item : sequence.items()) {
            if (item instanceof Mapping mapping && mapping.members().size() == 1) {
                take(mapping.members().getFirst(), forAll, lists);
            } else {
                error(item.place(), "each item is one group with its list: `- group: [other]`");
            }
        }
        return lists.isEmpty() ? null : lists;
    }

    /** What {@code lists} says for every group that they do not name, taken out of them. */
    static List<ModelName> takeForAll(Map<ModelName, List<ModelName>> lists) {
        List<ModelName> forAll = lists.remove(EVERY_GROUP);
        return forAll == null ? List.of() : forAll;
    }

    /** One list; empty if it is absent. */
    List<ModelName> list(Section section, String key) {
        ConfigNode node = section.node(key);
        return node == null ? List.of() : names(node, section.placeOf(key), null);
    }

    private void take(Member member, boolean forAll, Map<ModelName, List<ModelName>> lists) {
        ModelName group = name(member.key(), member.place());
        if (group == null) {
            return;
        }
        boolean all = member.key().equals(ALL);
        if (all && !forAll) {
            error(member.place(), "only in fallbacks may `*` stand for every group");
            return;
        }
        List<ModelName> names = names(member.value(), member.place(), group);
        if (lists.putIfAbsent(group, names) != null) {
            reading.findings()
                    .warn(member.place(), "this group has a list already; that one holds.");
        } else if (!all) {
            mentions.add(new Mention(member.place(), group, false));
        }
    }

    /** One name stands for a list of one. */
    private List<ModelName> names(ConfigNode node, Place place, @Nullable ModelName group) {
        List<ConfigNode> items =
                node instanceof Sequence sequence ? sequence.items() : List.of(node);
        List<ModelName> names = new ArrayList<>();
        for (ConfigNode item : items) {
            if (!(item instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
                error(place, "this must be a list of groups' names, not one with " + item.what());
                continue;
            }
            ModelName name = name(scalar.text(), item.place());
            if (name != null && name.equals(group)) {
                reading.findings()
                        .warn(item.place(), "a group is not its own fallback; this has no effect.");
            } else if (name != null) {
                mentions.add(new Mention(item.place(), name, true));
                names.add(name);
            }
        }
        return names;
    }

    private @Nullable ModelName name(String text, Place place) {
        if (ModelName.accepts(text)) {
            return new ModelName(text);
        }
        error(
                place,
                "a model's name has 1 to "
                        + ModelName.MAX_LENGTH
                        + " characters and no control character");
        return null;
    }

    private void error(Place place, String message) {
        reading.findings().error(place, message);
    }
}
