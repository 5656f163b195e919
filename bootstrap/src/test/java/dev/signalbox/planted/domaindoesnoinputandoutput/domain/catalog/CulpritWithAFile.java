package dev.signalbox.planted.domaindoesnoinputandoutput.domain.catalog;

import java.io.File;

/** Breaks the rule. */
public record CulpritWithAFile(File file) {}
