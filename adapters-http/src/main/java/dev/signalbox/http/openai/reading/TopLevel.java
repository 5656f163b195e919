package dev.signalbox.http.openai.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** The members of one body's object, passed over once. Used by one thread, once. */
final class TopLevel {

    private static final int MOST_MEMBERS = 1000;

    private final JsonParser parser;
    private final Members members;
    private final @Nullable Endpoint endpoint;
    private final boolean modelInPath;
    private final Flaws flaws = new Flaws();
    private @Nullable WishReader wishes;
    private @Nullable ModelName model;
    private @Nullable Endpoint said;
    private boolean streamed;
    private boolean asked;

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
            int start = place(parser);
            JsonToken value = parser.nextToken();
            look(name, value);
            parser.skipChildren();
            if (members.count() < MOST_MEMBERS) {
                members.add(name, start);
            } else {
                flaws.note(ErrorAnswer.unreadable(null, "The body has more than 1000 fields."));
            }
        }
        members.close(place(parser));
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
                if (NotForCallers.onTop(name)) {
                    flaws.note(
                            ErrorAnswer.unreadable(
                                    name,
                                    "Rejected Request: "
                                            + name
                                            + " is not allowed in request body."));
                } else if (name.equals(question())) {
                    lookAtQuestion(value);
                } else if (WishReader.reads(name)) {
                    wishes().look(name, value);
                }
            }
        }
    }

    /** Made only where somebody wishes something; most do not. */
    private WishReader wishes() {
        WishReader present = wishes;
        if (present == null) {
            present = new WishReader(parser, members, flaws);
            wishes = present;
        }
        return present;
    }

    private void lookAtModel(JsonToken value) throws IOException {
        if (members.has("model")) {
            flaws.refuseSecond("model");
        }
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
        if (members.has("stream")) {
            flaws.refuseSecond("stream");
        }
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
            noteWrong(
                    "endpoint",
                    "The field endpoint is chat, or an operation such as embeddings or audio/speech.");
        }
    }

    private void lookAtQuestion(JsonToken value) {
        asked = true;
        if (endpoint == Endpoint.CHAT_COMPLETIONS && value != JsonToken.START_ARRAY) {
            noteWrong("messages", "The field messages is a list.");
        }
    }

    private Checked<CallAddress> judged() {
        if (!members.has("model") && !modelInPath) {
            model = endpoint == null ? null : endpoint.usualModel();
            if (flaws.first() == null && model == null) {
                noteMissing("model");
            }
        }
        if (flaws.first() == null && !asked && endpoint != null && endpoint.needsQuestion()) {
            noteMissing(question());
        }
        ErrorAnswer wrong = flaws.first();
        return wrong != null
                ? Checked.bad(wrong)
                : Checked.good(
                        new CallAddress(
                                purpose(),
                                model,
                                streamed,
                                new CallBody(members, wishes == null ? null : wishes.metadata()),
                                wishes == null ? Wishes.NONE : wishes.wishes()));
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
        return purpose().question();
    }

    private void noteMissing(String field) {
        noteWrong(field, "Missing required parameter: '" + field + "'.");
    }

    private void noteWrong(String field, String message) {
        flaws.note(ErrorAnswer.wrongField(field, message));
    }

    /** Where the token begins at which a parser of bytes stands. */
    static int place(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
}
