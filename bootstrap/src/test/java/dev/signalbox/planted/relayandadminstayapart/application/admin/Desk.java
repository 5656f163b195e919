package dev.signalbox.planted.relayandadminstayapart.application.admin;

/** Breaks nothing. */
public record Desk(int drawers) {}
