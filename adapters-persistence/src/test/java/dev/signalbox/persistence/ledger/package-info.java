@NullMarked
package dev.signalbox.persistence.ledger;

import org.jspecify.annotations.NullMarked;
