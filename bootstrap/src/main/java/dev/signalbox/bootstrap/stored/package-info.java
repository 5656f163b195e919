/** Models that are kept in the database: what they say, and how what is secret of it is sealed. */
@NullMarked
package dev.signalbox.bootstrap.stored;

import org.jspecify.annotations.NullMarked;
