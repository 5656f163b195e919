package dev.signalbox.http.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.call.CallBody;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;

/** The members of one body's object, passed over once. Used by one thread, once. */
final class TopLevel {

    private static final int MOST_MEMBERS = 1000;

    /** Would take a call elsewhere, or pretend that it was served; not for callers to say. */
    private static final Set<String> NOT_FOR_CALLERS =
            Set.of(
                    "api_base",
                    "api_key",
                    "azure_ad_token",
                    "base_url",
                    "custom_llm_provider",
                    "extra_headers",
                    "mock_response",
                    "organization",
                    "user_config");

    private final JsonParser parser;
    private final Members members;
    private final @Nullable Endpoint endpoint;
    private final boolean modelInPath;
    private @Nullable ModelName model;
    private @Nullable Endpoint said;
    private boolean streamed;
    private boolean asked;
    private @Nullable ErrorAnswer wrong;

    /**
     * @param members to be filled
     * @param endpoint what the call is for; null: the body says or shows it
     */
    TopLevel(JsonParser parser, Members members, @Nullable Endpoint endpoint, boolean modelInPath) {
        this.parser = parser;
        this.members = members;
        this.endpoint = endpoint;
        this.modelInPath = modelInPath;
    }

    /** Reads to the end even when something is wrong: unreadable JSON is said before all else. */
    Checked<CallAddress> read() throws IOException {
        parser.nextToken();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int start = place();
            JsonToken value = parser.nextToken();
            look(name, value);
            parser.skipChildren();
            if (members.count() < MOST_MEMBERS) {
                members.add(name, start);
            } else {
                note(ErrorAnswer.unreadable(null, "The body has more than 1000 fields."));
            }
        }
        members.close(place());
        if (parser.nextToken() != null) {
            return Checked.bad(
                    ErrorAnswer.unreadable(
                            "request_body",
                            "The request body is not valid JSON: something follows the object"));
        }
        return judged();
    }

    private void look(String name, JsonToken value) throws IOException {
        switch (name) {
            case "model" -> lookAtModel(value);
            case "stream" -> lookAtStream(value);
            case "endpoint" -> lookAtEndpoint(value);
            default -> {
                if (NOT_FOR_CALLERS.contains(name)) {
                    note(
                            ErrorAnswer.unreadable(
                                    name,
                                    "Rejected Request: "
                                            + name
                                            + " is not allowed in request body."));
                } else if (name.equals(question())) {
                    lookAtQuestion(value);
                }
            }
        }
    }

    private void lookAtModel(JsonToken value) throws IOException {
        refuseSecond("model");
        if (value == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            if (ModelName.accepts(text)) {
                model = new ModelName(text);
            } else if (!modelInPath) {
                noteWrong("model", "A model's name has 1 to 256 characters, none a control one.");
            }
        } else if (value != JsonToken.VALUE_NULL || !modelInPath) {
            noteWrong("model", "The field model is a string.");
        }
    }

    private void lookAtStream(JsonToken value) {
        refuseSecond("stream");
        if (value == JsonToken.VALUE_TRUE) {
            streamed = true;
        } else if (value != JsonToken.VALUE_FALSE && value != JsonToken.VALUE_NULL) {
            noteWrong("stream", "The field stream is true or false.");
        }
    }

    /** Only where a call is explained; elsewhere the member is the upstream's. */
    private void lookAtEndpoint(JsonToken value) throws IOException {
        if (endpoint != null) {
            return;
        }
        String text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        for (Endpoint known : Endpoint.values()) {
            if (known.path().equals(text) || ("/v1/" + known.path()).equals(text)) {
                said = known;
            }
        }
        if (text.equals("chat")) {
            said = Endpoint.CHAT_COMPLETIONS;
        }
        if (said == null) {
            noteWrong("endpoint", "The field endpoint is chat, completions or embeddings.");
        }
    }

    private void lookAtQuestion(JsonToken value) {
        asked = true;
        if (endpoint == Endpoint.CHAT_COMPLETIONS && value != JsonToken.START_ARRAY) {
            noteWrong("messages", "The field messages is a list.");
        }
    }

    private Checked<CallAddress> judged() {
        if (wrong == null && !members.has("model") && !modelInPath) {
            noteMissing("model");
        }
        if (wrong == null && !asked && endpoint != null) {
            noteMissing(question());
        }
        return wrong != null
                ? Checked.bad(wrong)
                : Checked.good(
                        new CallAddress(purpose(), model, streamed, new CallBody(members, null)));
    }

    private Endpoint purpose() {
        if (endpoint != null) {
            return endpoint;
        }
        if (said != null) {
            return said;
        }
        if (members.has("messages")) {
            return Endpoint.CHAT_COMPLETIONS;
        }
        if (members.has("input")) {
            return Endpoint.EMBEDDINGS;
        }
        return members.has("prompt") ? Endpoint.COMPLETIONS : Endpoint.CHAT_COMPLETIONS;
    }

    private String question() {
        return switch (purpose()) {
            case CHAT_COMPLETIONS -> "messages";
            case COMPLETIONS -> "prompt";
            case EMBEDDINGS -> "input";
        };
    }

    /** We would read the one, and the upstream perhaps the other. */
    private void refuseSecond(String name) {
        if (members.has(name)) {
            note(ErrorAnswer.unreadable(name, "The field " + name + " stands twice in the body."));
        }
    }

    private void noteMissing(String field) {
        noteWrong(field, "Missing required parameter: '" + field + "'.");
    }

    private void noteWrong(String field, String message) {
        note(ErrorAnswer.wrongField(field, message));
    }

    /** The first thing that is wrong is the one that is said. */
    private void note(ErrorAnswer error) {
        if (wrong == null) {
            wrong = error;
        }
    }

    /** Where the token at hand begins. */
    private int place() {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
}
