/** Tokens as Entra and machines give them out. */
@NullMarked
package dev.signalbox.simulator.entra;

import org.jspecify.annotations.NullMarked;
