/** What calls cost: amounts, prices and since when they hold. */
@NullMarked
package dev.signalbox.domain.money;

import org.jspecify.annotations.NullMarked;
