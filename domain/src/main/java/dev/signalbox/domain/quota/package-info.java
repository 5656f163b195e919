/** What somebody may use per window, and how much of it is used. */
@NullMarked
package dev.signalbox.domain.quota;

import org.jspecify.annotations.NullMarked;
