/** Calls taken down in a mapped file of a fixed size, before they go up and after they ended. */
@NullMarked
package dev.signalbox.persistence.journal;

import org.jspecify.annotations.NullMarked;
