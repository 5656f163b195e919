package dev.signalbox.planted.applicationknowsnotechnology.application.admin;

import org.yaml.snakeyaml.Yaml;

/** Breaks the rule. */
public record CulpritReads(Yaml yaml) {}
