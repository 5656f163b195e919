package dev.signalbox.simulator.speech;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.wire.Header;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Answers questions that may be answered. Safe for many threads. */
public final class Speaker {

    private static final Header JSON = new Header("content-type", "application/json");

    private final Composer composer;

    public Speaker(Tokens tokens) {
        this.composer = new Composer(tokens);
    }

    /** The answer with its pauses; a question longer than the model reads gets an error. */
    public Answer answer(Question question) {
        DeploymentSettings deployment = question.deployment();
        int context = Models.context(deployment.model());
        int asked = composer.promptTokens(question);
        if (asked > context) {
            return deployment.model().startsWith("gpt-5")
                    ? AzureErrors.inputTooLong(context, asked)
                    : AzureErrors.contextTooLong(context, asked);
        }
        RandomGenerator random = random(deployment, question.number());
        if (question.operation() == Operation.EMBEDDINGS) {
            byte[] body = Embeddings.of(question, asked);
            return Answer.document(200, JSON, new Piece(body, deployment.ttft().nanos(random)));
        }
        Composition said = composer.compose(question);
        if (question.streams()) {
            return Answer.events(Streams.of(question, said, random));
        }
        long pause = deployment.ttft().nanos(random);
        for (int i = 1; i < said.completionTokens(); i++) {
            pause += deployment.itl().nanos(random);
        }
        return Answer.document(200, JSON, new Piece(Documents.of(question, said), pause));
    }

    // Of the seed and the number alone, so that calls side by side draw what they would alone.
    private static RandomGenerator random(DeploymentSettings deployment, long number) {
        return new SplittableRandom(deployment.seed() * 0x9E3779B97F4A7C15L + number);
    }
}
