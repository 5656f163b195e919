package dev.signalbox.bootstrap.config.yaml;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file together with those that it includes, as LiteLLM joins them: lists grow,
 * anything else is overwritten, and an included file includes nothing.
 */
public final class Includes {

    private static final String KEY = "include";

    private final ConfigYaml yaml;
    private final Findings findings;

    /**
     * @param findings gets the mistakes that do not hinder reading on
     */
    public Includes(Findings findings) {
        this.yaml = new ConfigYaml(findings);
        this.findings = findings;
    }

    /**
     * Everything that {@code file} says, {@code include} left out.
     *
     * @throws BadConfiguration if a file cannot be read, or is no YAML
     */
    public Mapping read(Path file) {
        Mapping main = yaml.read(file);
        Map<String, Member> joined = new LinkedHashMap<>();
        main.members().forEach(member -> joined.put(member.key(), member));
        Member include = joined.remove(KEY);
        if (include != null) {
            for (Path included : paths(include, file)) {
                join(yaml.read(included), joined);
            }
        }
        return new Mapping(main.place(), List.copyOf(joined.values()));
    }

    private List<Path> paths(Member include, Path file) {
        List<Path> paths = new ArrayList<>();
        if (!(include.value() instanceof Sequence sequence)) {
            findings.error(
                    include.place(),
                    "this is a list of files (`- models.yaml`), not " + include.value().what());
            return paths;
        }
        for (ConfigNode item : sequence.items()) {
            if (item instanceof Scalar scalar && !scalar.text().isBlank()) {
                paths.add(file.resolveSibling(scalar.text()));
            } else {
                findings.error(item.place(), "this is the name of a file, not " + item.what());
            }
        }
        return paths;
    }

    private void join(Mapping included, Map<String, Member> joined) {
        for (Member member : included.members()) {
            if (member.key().equals(KEY)) {
                findings.error(
                        member.place(),
                        "an included file includes nothing; list its files in the main one");
            } else {
                joined.merge(member.key(), member, Includes::joined);
            }
        }
    }

    private static Member joined(Member before, Member after) {
        if (!(before.value() instanceof Sequence first)
                || !(after.value() instanceof Sequence second)) {
            return after;
        }
        List<ConfigNode> items = new ArrayList<>(first.items());
        items.addAll(second.items());
        return new Member(before.place(), before.key(), new Sequence(first.place(), items));
    }
}
