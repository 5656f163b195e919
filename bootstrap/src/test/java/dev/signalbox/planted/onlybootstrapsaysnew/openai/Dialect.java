package dev.signalbox.planted.onlybootstrapsaysnew.openai;

/** Breaks nothing. */
public final class Dialect {}
