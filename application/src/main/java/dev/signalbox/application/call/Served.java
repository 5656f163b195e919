package dev.signalbox.application.call;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;

/** Who served a call, or was asked to: the group after aliases, and the deployment in it. */
public record Served(ModelName group, Deployment deployment) {}
