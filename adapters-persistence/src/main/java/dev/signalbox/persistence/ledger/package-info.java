/** The ledger in PostgreSQL: out of the journal into it, and what people ask of it. */
@NullMarked
package dev.signalbox.persistence.ledger;

import org.jspecify.annotations.NullMarked;
