package dev.signalbox.application.ledger;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A row of the ledger, as it stands there for ever.
 *
 * @param receipt what became of a question. Of a correction: the same question, with the difference
 *     as its cost, the new price, and no tokens, for those are counted already
 * @param corrects the row that this one corrects; null for that of a question
 */
public record LedgerRow(UUID id, Receipt receipt, @Nullable UUID corrects) {}
