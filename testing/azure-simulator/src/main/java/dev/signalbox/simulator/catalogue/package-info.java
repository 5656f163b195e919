/** Every fault there is, family by family, and what each does on the wire. */
@NullMarked
package dev.signalbox.simulator.catalogue;

import org.jspecify.annotations.NullMarked;
