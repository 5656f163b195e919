package dev.signalbox.bootstrap.config;

import dev.signalbox.bootstrap.config.GatewayConfig.OtherName;
import dev.signalbox.bootstrap.config.GatewayConfig.OtherName.Reach;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads the names that hold for everybody. */
record OtherNamesReader(Reading reading) {

    /**
     * Reads one of the two maps.
     *
     * @param mapping null if it is absent
     * @param names get what is read
     */
    void read(@Nullable Mapping mapping, Reach reach, List<OtherName> names) {
        List<Member> members = mapping == null ? List.of() : mapping.members();
        for (Member member : members) {
            ConfigNode value = reading.environment().resolve(member.value(), reading.findings());
            boolean hidden = false;
            String target = null;
            if (value instanceof Mapping described) {
                Section section = new Section(described, reading);
                target = section.text("model");
                hidden = Boolean.TRUE.equals(section.truth("hidden"));
            } else if (value instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
                target = scalar.text();
            }
            if (target == null) {
                reading.findings()
                        .error(member.place(), "this must be the name of a group, or {model: …}");
            } else if (isOneModel(member.key()) && isOneModel(target)) {
                names.add(
                        new OtherName(
                                member.place(),
                                new ModelName(member.key()),
                                new ModelName(target),
                                hidden && reach == Reach.GROUPS ? Reach.HIDDEN : reach));
            } else {
                reading.findings()
                        .error(
                                member.place(),
                                "an alias is one name for one model: each has 1 to "
                                        + ModelName.MAX_LENGTH
                                        + " characters, none of them a control character or `*`");
            }
        }
    }

    private static boolean isOneModel(String name) {
        return ModelName.accepts(name) && !NamePattern.isIn(name);
    }
}
