package dev.signalbox.bootstrap.rules;

import java.util.Map;
import java.util.Set;

/**
 * What breaks a rule of the sources and may go on doing so. The list may only shrink; every entry
 * says why it is there.
 */
final class Excused {

    private static final String YAML =
            "bootstrap/src/main/java/dev/signalbox/bootstrap/config/yaml/";

    private static final Map<SourceRule, Set<String>> EXCUSED =
            Map.of(
                    SourceRule.SWITCHES_OVER_TYPES_HAVE_NO_DEFAULT,
                    Set.of(
                            // The parser's nodes are not sealed.
                            YAML + "YamlTree.java#grow"));

    private Excused() {}

    /** What is excused from {@code rule}, in the words in which the rule would complain. */
    static Set<String> from(SourceRule rule) {
        return EXCUSED.getOrDefault(rule, Set.of());
    }
}
