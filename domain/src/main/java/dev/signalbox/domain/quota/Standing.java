package dev.signalbox.domain.quota;

import java.time.Duration;

/**
 * How it stands with an allowance, as far as one replica knows.
 *
 * @param left by what all replicas had used when this one last heard of it, and by what it used
 *     since; 0 or more
 * @param pause until it begins anew
 */
public record Standing(Holder holder, Measure measure, long most, long left, Duration pause) {}
