package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Question;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Decides what to say and counts it. Safe for many threads. */
final class Composer {

    private static final int DEFAULT_WORDS = 24;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_TO_PRIME = 3;

    private final Tokens tokens;

    Composer(Tokens tokens) {
        this.tokens = tokens;
    }

    Composition compose(Question question) {
        DeploymentSettings deployment = question.deployment();
        String model = deployment.model();
        int wanted = deployment.tokens();
        String text =
                deployment
                        .content()
                        .text(question.lastText(), wanted == 0 ? DEFAULT_WORDS : wanted);
        if (wanted > 0) {
            text = tokens.cut(model, longEnough(model, text, wanted), wanted);
        }
        String said = tokens.cut(model, text, question.bound());
        String finish = said.length() < text.length() ? "length" : "stop";
        String prefix = question.operation() == Operation.CHAT ? "chatcmpl-" : "cmpl-";
        return new Composition(
                said,
                finish,
                promptTokens(question),
                tokens.count(model, said) * question.choices(),
                prefix + randomId(),
                Instant.now().getEpochSecond());
    }

    /** How many tokens were asked; of a chat with what each message costs beside its text. */
    int promptTokens(Question question) {
        String model = question.deployment().model();
        int count = 0;
        for (String text : question.texts()) {
            count += tokens.count(model, text);
        }
        if (question.operation() != Operation.CHAT) {
            return count;
        }
        for (JsonNode message : question.body().path("messages")) {
            count += TOKENS_PER_MESSAGE;
            if (message.has("name")) {
                count += 1 + tokens.count(model, message.path("name").asText());
            }
        }
        return count + TOKENS_TO_PRIME;
    }

    private String longEnough(String model, String text, int wanted) {
        String unit = text.isBlank() ? "lorem" : text;
        StringBuilder whole = new StringBuilder(unit);
        int each = Math.max(1, tokens.count(model, unit));
        for (int have = each; have < 2 * wanted; have += each) {
            whole.append(' ').append(unit);
        }
        return whole.toString();
    }

    private static String randomId() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(29);
        for (int i = 0; i < 29; i++) {
            id.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return id.toString();
    }
}
