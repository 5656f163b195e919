package dev.signalbox.simulator.surface;

import org.jspecify.annotations.Nullable;

/** What can be asked. */
public enum Operation {
    CHAT("chat/completions", "ChatCompletions_Create", "chatCompletion"),
    COMPLETIONS("completions", "Completions_Create", "completion"),
    EMBEDDINGS("embeddings", "Embeddings_Create", "embeddings"),
    RESPONSES("responses", "Responses_Create", "responses"),
    /** One that was made before, whatever is done with it. */
    RESPONSE("responses/", "Responses_Get", "responses"),
    IMAGES("images/generations", "ImageGenerations_Create", "image generation"),
    IMAGE_EDITS("images/edits", "ImageEdits_Create", "image edits"),
    TRANSCRIPTIONS("audio/transcriptions", "Transcriptions_Create", "audio transcription"),
    TRANSLATIONS("audio/translations", "Translations_Create", "audio translation"),
    SPEECH("audio/speech", "Speech_Create", "speech"),
    MODERATIONS("moderations", "Moderations_Create", "moderations"),
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
        if (path.startsWith(RESPONSE.path) && path.length() > RESPONSE.path.length()) {
            return RESPONSE;
        }
        for (Operation operation : values()) {
            if (operation.path.equals(path) && operation != RESPONSE) {
                return operation;
            }
        }
        return null;
    }

    /** Whether it is about responses. */
    public boolean isOfResponses() {
        return this == RESPONSES || this == RESPONSE;
    }

    /** Whether it is about a chat, a text to be gone on with, or vectors. */
    public boolean isSpoken() {
        return this == CHAT || this == COMPLETIONS || this == EMBEDDINGS;
    }

    /** As messages about limits name it. */
    public String id() {
        return id;
    }

    /** As messages about models name it. */
    public String word() {
        return word;
    }

    /** Whether it is asked with that method. */
    public boolean isAskedWith(String method) {
        return switch (this) {
            case MODELS -> method.equals("GET");
            case RESPONSE -> true;
            default -> method.equals("POST");
        };
    }
}
