package dev.signalbox.domain.routing;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.pulse.Pulse;

/** A deployment that may be asked, and how it is doing. */
public record Candidate(Deployment deployment, Pulse pulse) {}
