package dev.signalbox.planted.relayandadminstayapart.application.relay;

/** Breaks nothing. */
public record Way(int length) {}
