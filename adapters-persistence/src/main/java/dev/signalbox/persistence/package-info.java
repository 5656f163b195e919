/**
 * Teams and keys in PostgreSQL: reaching it, bringing its schema up to date, reading and changing.
 */
@NullMarked
package dev.signalbox.persistence;

import org.jspecify.annotations.NullMarked;
