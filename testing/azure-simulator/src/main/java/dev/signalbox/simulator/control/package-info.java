/** The control API: settings, faults, journal and counts over HTTP on a port of its own. */
@NullMarked
package dev.signalbox.simulator.control;

import org.jspecify.annotations.NullMarked;
