package dev.signalbox.application.dispatch.choice;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.TagRule;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** Whether one deployment suits a call. */
public final class Fit {

    private Fit() {}

    /** How many calls at once that one serves. */
    public static int most(Candidate candidate, Checks checks) {
        int found = checks.found() ? candidate.pulse().capacity().most() : Integer.MAX_VALUE;
        return Math.min(said(candidate, checks), found);
    }

    /** How many calls at once somebody said that one serves. */
    static int said(Candidate candidate, Checks checks) {
        Integer own = candidate.deployment().terms().together();
        Integer most = own == null ? checks.together() : own;
        return most == null ? Integer.MAX_VALUE : most;
    }

    /** What holds for it when a call goes there. */
    public static Pulse.Room room(Candidate candidate, Checks checks) {
        Deployment.Terms terms = candidate.deployment().terms();
        return checks.minute()
                ? new Pulse.Room(most(candidate, checks), terms.rpm(), terms.tpm())
                : new Pulse.Room(most(candidate, checks), null, null);
    }

    /** Its tier; whoever says nothing comes after those that do. */
    public static int order(Deployment deployment) {
        Integer order = deployment.terms().order();
        return order == null ? Integer.MAX_VALUE : order;
    }

    /** Whether it lies in one of these regions; nobody knows where one without a region lies. */
    static boolean lies(Candidate candidate, Set<String> residency) {
        String region = candidate.deployment().terms().region();
        return region != null && residency.contains(region);
    }

    static boolean matches(Candidate candidate, Set<String> tags, TagRule rule) {
        Set<String> own = candidate.deployment().terms().tags();
        return rule.any() ? tags.stream().anyMatch(own::contains) : own.containsAll(tags);
    }

    static boolean isForTheRest(Candidate candidate) {
        return candidate.deployment().terms().tags().contains(Deployment.Terms.DEFAULT_TAG);
    }

    static boolean isOver(@Nullable Long limit, long count) {
        return limit != null && count > limit;
    }
}
