/** Proves that the embedded PostgreSQL survives what a machine may do to it. */
@NullMarked
package dev.signalbox.persistence.transfer;

import org.jspecify.annotations.NullMarked;
