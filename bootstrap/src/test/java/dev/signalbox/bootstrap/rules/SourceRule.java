package dev.signalbox.bootstrap.rules;

import java.util.function.Function;
import java.util.stream.Stream;

/** The rules of the house that only its sources show. Each has a planted violation. */
enum SourceRule {
    FILES_ARE_SHORT(SizeRules::longFiles),
    METHODS_ARE_SHORT(SizeRules::longMethods),
    PARAMETERS_ARE_FEW(SizeRules::manyParameters),
    SWITCHES_OVER_TYPES_HAVE_NO_DEFAULT(WritingRules::defaultsBesideTypes),
    NOBODY_SYNCHRONIZES(WritingRules::monitors),
    INSIDE_IS_TESTED_WITHOUT_MOCKS(WritingRules::mocks),
    PACKAGES_ARE_EXPLAINED_AND_NULL_MARKED(WritingRules::barePackages),
    TYPES_AND_METHODS_ARE_EXPLAINED(WritingRules::unexplained),
    SHARED_STATE_SAYS_HOW_IT_IS_SAFE(WritingRules::unsafeSharing),
    NOTHING_IS_LEFT_FOR_LATER(WritingRules::leftovers);

    private final Function<Source, Stream<String>> rule;

    SourceRule(Function<Source, Stream<String>> rule) {
        this.rule = rule;
    }

    /** What is wrong with one source; each wrong begins with the path and names the part. */
    Stream<String> violations(Source source) {
        return rule.apply(source);
    }
}
