/** Proves that teams and keys are kept as the port says, by whatever database there is. */
@NullMarked
package dev.signalbox.persistence;

import org.jspecify.annotations.NullMarked;
