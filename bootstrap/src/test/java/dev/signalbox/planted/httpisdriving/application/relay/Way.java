package dev.signalbox.planted.httpisdriving.application.relay;

/** Breaks nothing. */
public final class Way {}
