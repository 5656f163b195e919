package dev.signalbox.planted.packagesareofareadablesize.http;

/** Breaks nothing. */
final class Front {}
