/** What people ask of the ledger: rows, sums of days, what each has cost; and corrections. */
@NullMarked
package dev.signalbox.persistence.ledger.reading;

import org.jspecify.annotations.NullMarked;
