package dev.signalbox.domain.limits;

/**
 * The tokens that a call took, as its upstream counted them; none is negative.
 *
 * @param prompt of the question
 * @param completion of the answer
 * @param cached those of the question that the upstream had read before
 * @param reasoning those of the answer that nobody sees
 */
public record Usage(long prompt, long completion, long cached, long reasoning) {

    public Usage {
        if (prompt < 0 || completion < 0 || cached < 0 || reasoning < 0) {
            throw new IllegalArgumentException("a usage is not negative");
        }
    }

    /** Question and answer together. */
    public long total() {
        return prompt + completion;
    }
}
