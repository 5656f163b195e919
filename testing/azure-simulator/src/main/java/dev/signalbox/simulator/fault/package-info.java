/** Ways to go wrong, each with a name, and the queue that says when. */
@NullMarked
package dev.signalbox.simulator.fault;

import org.jspecify.annotations.NullMarked;
