package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads what {@link Encoder} has written; throws if it is anything else. */
final class Decoder {

    private final DataInputStream in;

    private Decoder(byte[] bytes) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static Intent intent(byte[] bytes) throws IOException {
        Decoder decoder = new Decoder(bytes);
        return new Intent(
                decoder.id(),
                decoder.moment(),
                decoder.text(),
                decoder.in.readInt(),
                decoder.payer(),
                decoder.target(),
                new NanoUsd(decoder.in.readLong()),
                decoder.texts());
    }

    static Receipt receipt(Intent intent, byte[] bytes) throws IOException {
        Decoder decoder = new Decoder(bytes);
        return new Receipt(
                intent,
                decoder.status(),
                decoder.usage(),
                decoder.in.readBoolean(),
                new NanoUsd(decoder.in.readLong()),
                decoder.textOrNull(),
                decoder.durationOrNull(),
                Duration.ofNanos(decoder.in.readLong()),
                decoder.textOrNull());
    }

    private Status status() throws IOException {
        String word = text();
        for (Status status : Status.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IOException("no status is called " + word);
    }

    private UUID id() throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private Instant moment() throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private Intent.Payer payer() throws IOException {
        return new Intent.Payer(
                text(), textOrNull(), textOrNull(), textOrNull(), textOrNull(), texts());
    }

    private Intent.Target target() throws IOException {
        return new Intent.Target(
                text(), text(), text(), text(), text(), text(), text(), in.readBoolean());
    }

    private Usage usage() throws IOException {
        return new Usage(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private @Nullable Duration durationOrNull() throws IOException {
        boolean there = in.readBoolean();
        long nanos = in.readLong();
        return there ? Duration.ofNanos(nanos) : null;
    }

    private List<String> texts() throws IOException {
        int size = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(text());
        }
        return texts;
    }

    private String text() throws IOException {
        return Objects.requireNonNull(textOrNull(), "a text");
    }

    private @Nullable String textOrNull() throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > in.available()) {
            throw new EOFException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
