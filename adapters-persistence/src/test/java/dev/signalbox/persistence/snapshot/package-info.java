/** Snapshots in files. */
@NullMarked
package dev.signalbox.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
