/** Proves that what was taken down is found again, and never taken for something else. */
@NullMarked
package dev.signalbox.persistence.journal;

import org.jspecify.annotations.NullMarked;
