package dev.signalbox.application.dispatch.choice;

/** Why a deployment of the group is not asked. The order of the constants is that of looking. */
public enum Bar {
    MAKER("it did not make the response that this call goes on from"),
    RESIDENCY("it lies outside the regions that this call may be served in"),
    TAGS("it has other tags than this call asks for"),
    WINDOW("the question is longer than it can read"),
    RESTING("it rests after failures"),
    RETURNING("it has rested, and one call is finding out whether it serves again"),
    REQUESTS("it has had as many calls in this minute as its rpm allows"),
    TOKENS("the question would take it over its tpm"),
    BUSY("it serves as many calls at once as it may"),
    BUDGET("what may be spent on it, or on its provider, is spent"),
    TRIED("this call has asked it already"),
    ORDER("a deployment of a lower order comes first");

    private final String words;

    Bar(String words) {
        this.words = words;
    }

    /** A sentence for people, without its full stop. */
    public String words() {
        return words;
    }
}
