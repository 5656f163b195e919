/** Proves that every question is in the ledger once, whatever dies, breaks or is lost. */
@NullMarked
package dev.signalbox.persistence.ledger;

import org.jspecify.annotations.NullMarked;
