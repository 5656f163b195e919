/** What a fault is, when it is to happen, and the queue of those that are ordered. */
@NullMarked
package dev.signalbox.simulator.fault;

import org.jspecify.annotations.NullMarked;
