/** Everything that is stored, taken out of one database and put into another. */
@NullMarked
package dev.signalbox.persistence.transfer;

import org.jspecify.annotations.NullMarked;
