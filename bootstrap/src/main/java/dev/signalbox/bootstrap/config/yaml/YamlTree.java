package dev.signalbox.bootstrap.config.yaml;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what the parser made into our own tree: aliases are written out, {@code <<} is merged, tags
 * and keys written twice are reported. Used for one file.
 */
final class YamlTree {

    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 60;

    private static final Map<Tag, Kind> KINDS =
            Map.of(
                    Tag.STR, Kind.TEXT,
                    Tag.TIMESTAMP, Kind.TEXT,
                    Tag.MERGE, Kind.TEXT,
                    Tag.INT, Kind.INTEGER,
                    Tag.FLOAT, Kind.DECIMAL,
                    Tag.BOOL, Kind.TRUTH,
                    Tag.NULL, Kind.NOTHING);

    private final Findings findings;
    private int nodes;

    YamlTree(Findings findings) {
        this.findings = findings;
    }

    /**
     * The tree below {@code root}.
     *
     * @throws BadConfiguration if it is larger or deeper than any honest file
     */
    ConfigNode grow(Node root, Place place) {
        return grow(root, place, 0);
    }

    private ConfigNode grow(Node node, Place place, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new BadConfiguration(
                    List.of(place + ": aliases (`*name`) make this file too large or endless"));
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, place);
            case SequenceNode sequence -> sequence(sequence, place, depth);
            case MappingNode mapping -> mapping(mapping, place, depth);
            default -> throw new IllegalStateException("no such node: " + node.getNodeId());
        };
    }

    private Scalar scalar(ScalarNode node, Place place) {
        Kind kind = KINDS.get(node.getTag());
        if (kind == null) {
            refuseTag(node, place);
            return new Scalar(place, Kind.TEXT, node.getValue());
        }
        return new Scalar(place, kind, node.getValue());
    }

    private Sequence sequence(SequenceNode node, Place place, int depth) {
        if (!node.getTag().equals(Tag.SEQ)) {
            refuseTag(node, place);
        }
        List<ConfigNode> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(grow(item, place.item(items.size(), lineOf(item)), depth + 1));
        }
        return new Sequence(place, items);
    }

    private Mapping mapping(MappingNode node, Place place, int depth) {
        if (!node.getTag().equals(Tag.MAP)) {
            refuseTag(node, place);
        }
        Map<String, Member> members = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!isMerge(tuple)) {
                add(tuple, members, place, depth);
            }
        }
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple)) {
                merge(grow(tuple.getValueNode(), place, depth + 1), members);
            }
        }
        return new Mapping(place, List.copyOf(members.values()));
    }

    private void add(NodeTuple tuple, Map<String, Member> members, Place above, int depth) {
        Node keyNode = tuple.getKeyNode();
        if (!(keyNode instanceof ScalarNode scalar)) {
            findings.error(
                    above.member("?", lineOf(keyNode)), "a key is one word, not a list or mapping");
            return;
        }
        String key = scalar(scalar, above).text();
        Place place = above.member(key, lineOf(keyNode));
        Member first = members.get(key);
        if (first != null) {
            findings.error(
                    place,
                    "this key stands twice; the first is on line "
                            + first.place().line()
                            + ". Remove one of them.");
            return;
        }
        members.put(key, new Member(place, key, grow(tuple.getValueNode(), place, depth + 1)));
    }

    /** What stands in the mapping itself wins; of several merged ones, the first. */
    private void merge(ConfigNode merged, Map<String, Member> members) {
        switch (merged) {
            case Mapping mapping ->
                    mapping.members().forEach(member -> members.putIfAbsent(member.key(), member));
            case Sequence sequence -> sequence.items().forEach(item -> merge(item, members));
            case Scalar scalar ->
                    findings.error(
                            scalar.place(), "`<<` merges a mapping (`<<: *name`), not a value");
        }
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private void refuseTag(Node node, Place place) {
        findings.error(
                new Place(place.file(), lineOf(node), place.path()),
                "the tag "
                        + Place.shown(node.getTag().getValue())
                        + " has no meaning here. Write the value without it.");
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
