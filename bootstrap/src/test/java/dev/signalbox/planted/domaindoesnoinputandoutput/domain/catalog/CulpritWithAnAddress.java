package dev.signalbox.planted.domaindoesnoinputandoutput.domain.catalog;

import java.net.URI;

/** Breaks the rule. */
public record CulpritWithAnAddress(URI uri) {}
