package dev.signalbox.planted.httpisdriving.application.directory;

/** Breaks nothing. */
public final class Book {}
