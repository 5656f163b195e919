package dev.signalbox.domain.money;

/** Whether a model may be called of which nobody knows what it costs. */
public enum Unpriced {
    /** It may, at no cost, as LiteLLM has it. */
    ALLOW("allow"),
    /** It may not. */
    REFUSE("refuse");

    private final String word;

    Unpriced(String word) {
        this.word = word;
    }

    /** Its name in the configuration. */
    public String word() {
        return word;
    }
}
