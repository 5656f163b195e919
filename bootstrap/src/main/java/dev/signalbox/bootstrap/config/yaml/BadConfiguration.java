package dev.signalbox.bootstrap.config.yaml;

import java.util.List;

/** A configuration that we do not start with. */
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    /**
     * @param errors one or more, each one line for people, without a secret
     */
    public BadConfiguration(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** All that is wrong, a line each. */
    public List<String> errors() {
        return errors;
    }
}
