/** The ways to pick one of several, siblings that know nothing of each other. */
@NullMarked
package dev.signalbox.domain.routing.strategy;

import org.jspecify.annotations.NullMarked;
