/**
 * A PostgreSQL of our own, for whoever has none: its programs, its folder, its start and its end.
 */
@NullMarked
package dev.signalbox.persistence.embedded;

import org.jspecify.annotations.NullMarked;
