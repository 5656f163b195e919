package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.ConfigYaml;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingPolicy;

/**
 * Reads the {@code router_settings} of keys and teams with the eyes of the configuration. What is
 * absent there is as in an empty file. Safe for many threads.
 */
public final class SettingsReader implements PolicyReader {

    private final KnownKeys keys = KnownKeys.load();

    @Override
    public Reading read(FreeJson settings) {
        try {
            Findings findings = new Findings();
            RoutingPolicy policy =
                    PolicySettings.ofOne(
                                    ConfigYaml.json(settings.text(), "router_settings"),
                                    keys,
                                    findings)
                            .read();
            findings.requireNoError();
            return new Fit(policy, findings.warnings());
        } catch (BadConfiguration e) {
            return new Unfit(e.errors());
        }
    }
}
