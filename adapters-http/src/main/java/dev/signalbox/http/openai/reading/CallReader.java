package dev.signalbox.http.openai.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads the address on a body and leaves the letter closed: one pass over the members at the top,
 * everything below is skipped. The JSON is taken strictly, for what two readers understand
 * differently is a way around a rule. Safe for many threads.
 */
public final class CallReader {

    private static final int DEEPEST = 1000;
    private static final int LONGEST_NUMBER = 1000;
    private static final int LONGEST_NAME = 10_000;

    private final JsonFactory json =
            new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNumberLength(LONGEST_NUMBER)
                                    .maxNameLength(LONGEST_NAME)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    /**
     * Reads the address.
     *
     * @param bytes the whole body; kept
     * @param endpoint null: the body says or shows it, and need not ask anything
     * @param modelInPath whether the path names the model, so that the body need not
     */
    public Checked<CallAddress> read(
            byte[] bytes, @Nullable Endpoint endpoint, boolean modelInPath) {
        int opening = opening(bytes);
        if (opening < 0) {
            return Checked.bad(
                    ErrorAnswer.notJson(
                            "the body is one JSON object in UTF-8, without a byte order mark"));
        }
        try (JsonParser parser = json.createParser(bytes)) {
            return new TopLevel(parser, new Members(bytes, opening), endpoint, modelInPath).read();
        } catch (JsonProcessingException e) {
            return Checked.bad(ErrorAnswer.notJson(e));
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail", e);
        }
    }

    /** Puts what the headers say about the way of the call above what the body says. */
    public Checked<CallAddress> withHeaders(CallAddress address, Exchange exchange) {
        Flaws flaws = new Flaws();
        Wishes wishes = new HeaderWishes(exchange, flaws).over(address.wishes());
        ErrorAnswer wrong = flaws.first();
        return wrong == null ? Checked.good(address.wishing(wishes)) : Checked.bad(wrong);
    }

    /**
     * Where the object begins; below 0: nowhere. A parser would guess the encoding from zeros and
     * marks; here nothing is guessed.
     */
    private static int opening(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        boolean zeros = false;
        for (int i = 0; i < Math.min(bytes.length, 4); i++) {
            zeros |= bytes[i] == 0;
        }
        return at < bytes.length && bytes[at] == '{' && !zeros ? at : -1;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
