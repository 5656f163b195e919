package dev.signalbox.planted.portsareinterfaces.application.driving.deeper;

/** Breaks the rule. */
public record CulpritRecord(String text) {}
