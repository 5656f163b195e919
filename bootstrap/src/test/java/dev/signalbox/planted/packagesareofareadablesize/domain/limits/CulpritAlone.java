package dev.signalbox.planted.packagesareofareadablesize.domain.limits;

/** Breaks the rule. */
final class CulpritAlone {}
