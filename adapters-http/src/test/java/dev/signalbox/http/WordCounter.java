package dev.signalbox.http;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.driven.money.TokenCounter;

/** Takes every ten bytes of the messages for a token. */
final class WordCounter implements TokenCounter {

    @Override
    public long ofQuestion(String model, CallBody body) {
        var messages = body.value("messages");
        return messages == null ? 0 : messages.remaining() / 10;
    }

    @Override
    public long ofWords(String model, String text) {
        return text.length() / 10;
    }
}
