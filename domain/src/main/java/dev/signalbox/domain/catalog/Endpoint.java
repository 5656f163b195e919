package dev.signalbox.domain.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a call wants done: the one table of what is relayed. All of them go the same way; what
 * differs stands here.
 */
public enum Endpoint {
    CHAT_COMPLETIONS("chat/completions", "messages", Needs.QUESTION),
    COMPLETIONS("completions", "prompt", Needs.QUESTION),
    EMBEDDINGS("embeddings", "input", Needs.QUESTION),
    // A stored prompt, or an earlier response, may stand for the question.
    RESPONSES("responses", "input", Needs.NOTHING),
    IMAGE_GENERATIONS("images/generations", "prompt", Needs.QUESTION),
    IMAGE_EDITS("images/edits", "image", Needs.FORM),
    TRANSCRIPTIONS("audio/transcriptions", "file", Needs.FORM),
    TRANSLATIONS("audio/translations", "file", Needs.FORM),
    SPEECH("audio/speech", "input", Needs.QUESTION),
    MODERATIONS("moderations", "input", Needs.QUESTION);

    private final String path;
    private final String question;
    private final Needs needs;

    Endpoint(String path, String question, Needs needs) {
        this.path = path;
        this.question = question;
        this.needs = needs;
    }

    private enum Needs {
        /** A JSON object; the question may be missing. */
        NOTHING,
        /** A JSON object with the question in it. */
        QUESTION,
        /** A form of several parts, one of them the file that it is about. */
        FORM
    }

    /** The operation as it stands in a path, without a slash at either end. */
    public String path() {
        return path;
    }

    /** The member of the body that holds what is asked. */
    public String question() {
        return question;
    }

    /** Whether a body without {@link #question} asks nothing. */
    public boolean needsQuestion() {
        return needs != Needs.NOTHING;
    }

    /** Whether the body is {@code multipart/form-data} and not JSON. */
    public boolean isForm() {
        return needs == Needs.FORM;
    }

    /** What OpenAI takes for the model where a body names none; null: it has to name one. */
    public @Nullable ModelName usualModel() {
        return this == MODERATIONS ? new ModelName("omni-moderation-latest") : null;
    }

    /** Whether the answer is made of tokens that somebody may bound and pays for. */
    public boolean writes() {
        return switch (this) {
            case EMBEDDINGS, MODERATIONS, SPEECH -> false;
            default -> true;
        };
    }

    /** Whether an answer may be something else than JSON: sound, or text as it was asked for. */
    public boolean answersInKind() {
        return switch (this) {
            case SPEECH, TRANSCRIPTIONS, TRANSLATIONS -> true;
            default -> false;
        };
    }
}
