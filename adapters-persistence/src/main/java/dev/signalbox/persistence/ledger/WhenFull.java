package dev.signalbox.persistence.ledger;

/** What becomes of calls that cannot be taken down. */
public enum WhenFull {
    /** They are refused. */
    REFUSE,
    /** They are served; those that are not in the ledger in the end are counted. */
    SERVE
}
