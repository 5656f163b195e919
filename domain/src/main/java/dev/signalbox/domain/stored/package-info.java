/** Models that are kept in the database, beside those of the file. */
@NullMarked
package dev.signalbox.domain.stored;

import org.jspecify.annotations.NullMarked;
