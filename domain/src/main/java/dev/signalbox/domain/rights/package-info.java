/** Somebody administers, and may or may not: actors, their rights, and why a change is not made. */
@NullMarked
package dev.signalbox.domain.rights;

import org.jspecify.annotations.NullMarked;
