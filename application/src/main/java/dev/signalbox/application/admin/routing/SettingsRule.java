package dev.signalbox.application.admin.routing;

import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A key's or a team's {@code router_settings} mean something, or are not stored. */
record SettingsRule(PolicyReader reader) {

    /**
     * Why these settings are not stored; null if they are. What was stored already is not looked at
     * again: it may have been stored when more, or less, was understood.
     */
    @Nullable Objection objection(@Nullable RoutingTerms before, RoutingTerms after) {
        FreeJson settings = after.settings();
        if (settings == null || (before != null && settings.equals(before.settings()))) {
            return null;
        }
        return switch (reader.read(settings)) {
            case PolicyReader.Fit fit -> null;
            case PolicyReader.Unfit unfit -> new Objection.UnfitSettings(unfit.flaws());
        };
    }

    /** What they mean; null if nothing is said, or nothing that can be used. */
    @Nullable RoutingPolicy policy(RoutingTerms terms) {
        return terms.settings() != null
                        && reader.read(terms.settings()) instanceof PolicyReader.Fit fit
                ? fit.policy()
                : null;
    }

    /** What whoever looks after them should know, a sentence each. */
    List<String> remarks(RoutingTerms terms) {
        if (terms.settings() == null) {
            return List.of();
        }
        return switch (reader.read(terms.settings())) {
            case PolicyReader.Fit fit -> fit.warnings();
            case PolicyReader.Unfit unfit -> unfit.flaws();
        };
    }
}
