package dev.signalbox.domain.limits;

/** One thing that can be bounded for a key, a team or a user. */
public enum Limit {
    /** US dollars in a budget's period. */
    MAX_BUDGET("max_budget"),
    /** Requests a minute. */
    RPM("rpm_limit"),
    /** Tokens a minute. */
    TPM("tpm_limit"),
    /** Calls at the same time. */
    PARALLEL("max_parallel_requests");

    private final String word;

    Limit(String word) {
        this.word = word;
    }

    /** Its name on the wire. */
    public String word() {
        return word;
    }
}
