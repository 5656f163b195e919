package dev.signalbox.planted.eachtechnologyhasoneroom.bootstrap.config;

import org.yaml.snakeyaml.Yaml;

/** Breaks nothing. */
public record ReadsYaml(Yaml yaml) {}
