package dev.signalbox.openai.family;

import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.driven.UpstreamProvider.Settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds to how bodies are written for a deployment what the family of its model wants. */
public final class FamilySpelling {

    /** The model that a deployment serves, where its own name does not tell. */
    public static final String BASE_MODEL = "base_model";

    /** {@code true}: what the model refuses is left out. */
    public static final String DROP_PARAMS = "drop_params";

    private FamilySpelling() {}

    /** The spelling of {@code settings}, and what the model's family wants. */
    public static Spelling of(Settings settings) {
        String base = settings.words().get(BASE_MODEL);
        Family family = Family.of(base == null || base.isBlank() ? settings.model() : base);
        Spelling spelling = settings.spelling();
        Set<String> dropped = new HashSet<>(spelling.dropped());
        if ("true".equals(settings.words().get(DROP_PARAMS))) {
            dropped.addAll(family.refused());
        }
        return new Spelling(
                defaults(spelling, family, dropped),
                dropped,
                family.renamed(),
                spelling.metadata());
    }

    /** A default is written as a caller's member would be: what is named right wins. */
    private static List<Member> defaults(Spelling spelling, Family family, Set<String> dropped) {
        Set<String> names = new HashSet<>();
        spelling.defaults().forEach(member -> names.add(member.name()));
        List<Member> defaults = new ArrayList<>();
        for (Member member : spelling.defaults()) {
            String name = family.renamed().getOrDefault(member.name(), member.name());
            boolean written = !name.equals(member.name()) && names.contains(name);
            if (!written && !dropped.contains(name)) {
                defaults.add(new Member(name, member.json()));
            }
        }
        return defaults;
    }
}
