/** What calls may cost, what they did cost, and how the ledger hears of it. */
@NullMarked
package dev.signalbox.application.accounting;

import org.jspecify.annotations.NullMarked;
