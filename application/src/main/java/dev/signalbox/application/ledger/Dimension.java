package dev.signalbox.application.ledger;

/** By what sums of the ledger may be taken apart, and which of them are wanted. */
public enum Dimension {
    DAY,
    KEY,
    TEAM,
    USER,
    /** Only rows that have one are summed up then. */
    END_USER,
    /** Only rows that have one are summed up then, once for each. */
    TAG,
    /** The model group. */
    GROUP,
    /** As the deployment knows it. */
    MODEL,
    PROVIDER
}
