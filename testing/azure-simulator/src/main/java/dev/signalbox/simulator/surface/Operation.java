package dev.signalbox.simulator.surface;

import org.jspecify.annotations.Nullable;

/** What can be asked. */
public enum Operation {
    CHAT("chat/completions", "ChatCompletions_Create", "chatCompletion"),
    COMPLETIONS("completions", "Completions_Create", "completion"),
    EMBEDDINGS("embeddings", "Embeddings_Create", "embeddings"),
    MODELS("models", "Models_List", "models");

    private final String path;
    private final String id;
    private final String word;

    Operation(String path, String id, String word) {
        this.path = path;
        this.id = id;
        this.word = word;
    }

    /** The operation at the end of a path; null if there is none of that name. */
    public static @Nullable Operation ofPath(String path) {
        for (Operation operation : values()) {
            if (operation.path.equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /** As messages about limits name it. */
    public String id() {
        return id;
    }

    /** As messages about models name it. */
    public String word() {
        return word;
    }

    /** The method that it is asked with. */
    public String method() {
        return this == MODELS ? "GET" : "POST";
    }
}
