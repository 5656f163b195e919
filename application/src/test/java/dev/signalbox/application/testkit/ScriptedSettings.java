package dev.signalbox.application.testkit;

import dev.signalbox.application.admin.routing.RoutingRules;
import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingPolicy;

import java.util.List;

/** Reads settings to test with: what has the word {@code wrong} in it cannot be used. */
public final class ScriptedSettings implements PolicyReader {

    /** What must hold for the way of calls, with such a reader. */
    public static final RoutingRules RULES = new RoutingRules(new ScriptedSettings());

    @Override
    public Reading read(FreeJson settings) {
        if (settings.text().contains("wrong")) {
            return new Unfit(List.of("router_settings.wrong: there is no such setting."));
        }
        return new Fit(
                RoutingPolicy.DEFAULT,
                settings.text().contains("idle")
                        ? List.of("router_settings.idle: nothing comes of it.")
                        : List.of());
    }
}
