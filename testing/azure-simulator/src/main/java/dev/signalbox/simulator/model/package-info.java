/** What a deployment is: its model, its tokens, what it says and how long it takes. */
@NullMarked
package dev.signalbox.simulator.model;

import org.jspecify.annotations.NullMarked;
