package dev.signalbox.openai.counting;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.driven.money.TokenCounter;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * Counts as this family's models do, by their own alphabets of byte pairs. These take some
 * megabytes and are read when they are first needed. Safe for many threads.
 */
public final class BytePairCounter implements TokenCounter {

    /** What the models before 2024 read; those after them read another. */
    private static final List<String> OLDER =
            List.of("gpt-4-", "gpt-4", "gpt-3.5", "gpt-35", "text-embedding", "davinci", "babbage");

    private static final List<String> NEWER = List.of("gpt-4o", "gpt-4.1", "gpt-4.5");

    /** What an answer begins with, and every message. */
    private static final int FRAME = 3;

    private static final List<String> QUESTIONS = List.of("messages", "prompt", "input");
    private static final List<String> BESIDE = List.of("tools", "functions", "response_format");

    private final EncodingRegistry alphabets = Encodings.newLazyEncodingRegistry();

    @Override
    public long ofQuestion(String model, CallBody body) {
        Encoding alphabet = alphabet(model);
        QuestionText text = new QuestionText(alphabet::countTokensOrdinary);
        for (String name : QUESTIONS) {
            ByteBuffer value = body.value(name);
            if (value != null) {
                text.add(value, name.equals("messages") ? FRAME : 0);
            }
        }
        for (String name : BESIDE) {
            ByteBuffer value = body.value(name);
            if (value != null) {
                text.addAsWritten(value);
            }
        }
        return text.tokens() + (body.has("messages") ? FRAME : 0);
    }

    @Override
    public long ofWords(String model, String text) {
        return alphabet(model).countTokensOrdinary(text);
    }

    private Encoding alphabet(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        boolean older =
                OLDER.stream().anyMatch(name::contains) && NEWER.stream().noneMatch(name::contains);
        return alphabets.getEncoding(older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
    }
}
