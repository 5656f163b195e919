/** Where replicas share what may be used: meters and grants, as rows. */
@NullMarked
package dev.signalbox.persistence.counters;

import org.jspecify.annotations.NullMarked;
