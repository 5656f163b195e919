/** What is known of the registry, in a file: for a start while the database is away. */
@NullMarked
package dev.signalbox.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
