package dev.signalbox.planted.eachtechnologyhasoneroom.bootstrap;

import org.yaml.snakeyaml.Yaml;

/** Breaks the rule. */
public record CulpritReadsYaml(Yaml yaml) {}
