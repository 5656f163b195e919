/** One resource: a listening port, its deployments, and what answers there. */
@NullMarked
package dev.signalbox.simulator.resource;

import org.jspecify.annotations.NullMarked;
