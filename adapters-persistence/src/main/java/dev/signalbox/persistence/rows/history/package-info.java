/** The history as rows: written in a chain, and read. */
@NullMarked
package dev.signalbox.persistence.rows.history;

import org.jspecify.annotations.NullMarked;
