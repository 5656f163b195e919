package dev.signalbox.domain.quota;

/** What of a call is counted. */
public enum Measure {
    /** Nanodollars. */
    MONEY("usd"),
    /** Calls. */
    REQUESTS("requests"),
    /** Tokens of question and answer. */
    TOKENS("tokens"),
    /** Calls at the same time: what is taken comes back when the call ends. */
    SLOTS("max_parallel_requests");

    private final String word;

    Measure(String word) {
        this.word = word;
    }

    /** Its name on the wire. */
    public String word() {
        return word;
    }
}
