package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Receipt;

import java.util.UUID;

/**
 * A question that is over, as the journal has it.
 *
 * @param place where it stands
 * @param replica the run of a gateway that took it down; not this one, if that died
 */
public record Entry(int place, UUID replica, Receipt receipt) {}
