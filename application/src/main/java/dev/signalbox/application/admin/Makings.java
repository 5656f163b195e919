package dev.signalbox.application.admin;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What new teams and users are made with.
 *
 * @param newIds gives a text that nobody has got before
 */
public record Makings(InstantSource clock, Supplier<String> newIds) {}
