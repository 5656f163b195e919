package dev.signalbox.domain.catalog;

/** What a call wants done; in OpenAI's dialect also the last part of the path. */
public enum Endpoint {
    CHAT_COMPLETIONS("chat/completions"),
    COMPLETIONS("completions"),
    EMBEDDINGS("embeddings");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** The operation as it stands in a path, without a slash at either end. */
    public String path() {
        return path;
    }
}
