package dev.signalbox.planted.packagesareofareadablesize.domain.access;

/** Breaks nothing. */
final class OtherHalf {}
