package dev.signalbox.domain.limits;

/** One thing that can be bounded for a key, a team or a user. */
public enum Limit {
    /** US dollars in a budget's period. */
    MAX_BUDGET("max_budget", true),
    /** US dollars in a budget's period from which on somebody is told; it stops nobody. */
    SOFT_BUDGET("soft_budget", true),
    /** Requests a minute. */
    RPM("rpm_limit", false),
    /** Tokens a minute. */
    TPM("tpm_limit", false),
    /** Calls at the same time. */
    PARALLEL("max_parallel_requests", false);

    private final String word;
    private final boolean money;

    Limit(String word, boolean money) {
        this.word = word;
        this.money = money;
    }

    /** Its name on the wire. */
    public String word() {
        return word;
    }

    /** Whether it is said in US dollars; the others are whole numbers. */
    public boolean isMoney() {
        return money;
    }

    /** Whether a call is refused that would pass it. */
    public boolean binds() {
        return this != SOFT_BUDGET;
    }
}
