/** Long lists are looked at page by page: which rows, in which order, how many. */
@NullMarked
package dev.signalbox.domain.listing;

import org.jspecify.annotations.NullMarked;
