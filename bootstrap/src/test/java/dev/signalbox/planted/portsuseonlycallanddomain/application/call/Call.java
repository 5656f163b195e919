package dev.signalbox.planted.portsuseonlycallanddomain.application.call;

/** Breaks nothing. */
public record Call(String text) {}
