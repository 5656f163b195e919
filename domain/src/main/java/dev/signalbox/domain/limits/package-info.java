/** How much somebody may use: bounds in tokens, requests and money. */
@NullMarked
package dev.signalbox.domain.limits;

import org.jspecify.annotations.NullMarked;
