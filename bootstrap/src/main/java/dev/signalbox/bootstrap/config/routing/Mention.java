package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.catalog.ModelName;

/**
 * A group that settings name.
 *
 * @param place where
 * @param target true: calls are sent there; false: something is said about its calls
 */
record Mention(Place place, ModelName name, boolean target) {}
