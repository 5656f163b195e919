package dev.signalbox.planted.packagesareofareadablesize.domain.catalog;

/** Breaks the rule. */
final class CulpritFive {}
