/** Proves that the embedded PostgreSQL survives what a machine may do to it. */
@NullMarked
package dev.signalbox.persistence.embedded;

import org.jspecify.annotations.NullMarked;
