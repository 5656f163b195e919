package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Intents and receipts as bytes; {@link Decoder} reads them. What callers write may be of any
 * length: texts are cut, so that no row is too long for the journal or for an index of the
 * database.
 */
final class Encoder {

    /** As many bytes as any receipt has without its intent. */
    static final int LONGEST_RECEIPT = 512;

    /** Bytes of a text in UTF-8, at most. */
    static final int LONGEST_TEXT = 512;

    private static final int LONGEST_ERROR = 200;
    private static final int LONGEST_PRICE = 200;
    private static final int MOST_TAGS = 100;
    private static final int USUAL = 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Encoder() {}

    /** All of an intent. */
    static byte[] bytes(Intent intent) {
        Encoder encoder = new Encoder();
        try {
            encoder.write(intent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoder.bytes.toByteArray();
    }

    /** All of a receipt but its intent. */
    static byte[] bytes(Receipt receipt) {
        Encoder encoder = new Encoder();
        try {
            encoder.write(receipt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoder.bytes.toByteArray();
    }

    private void write(Intent intent) throws IOException {
        write(intent.id());
        write(intent.at());
        text(intent.call(), LONGEST_TEXT);
        out.writeInt(intent.attempt());
        Intent.Payer payer = intent.payer();
        text(payer.key(), LONGEST_TEXT);
        text(payer.keyName(), LONGEST_TEXT);
        text(payer.team(), LONGEST_TEXT);
        text(payer.user(), LONGEST_TEXT);
        text(payer.endUser(), LONGEST_TEXT);
        texts(payer.tags().stream().limit(MOST_TAGS).toList(), LONGEST_TEXT);
        Intent.Target target = intent.target();
        text(target.asked(), LONGEST_TEXT);
        text(target.group(), LONGEST_TEXT);
        text(target.deployment(), LONGEST_TEXT);
        text(target.provider(), LONGEST_TEXT);
        text(target.model(), LONGEST_TEXT);
        text(target.endpoint(), LONGEST_TEXT);
        text(target.address(), LONGEST_TEXT);
        out.writeBoolean(target.streamed());
        out.writeLong(intent.reserved().amount());
        // Ours, and they must be what they are in the database.
        texts(intent.meters(), Integer.MAX_VALUE);
    }

    private void write(Receipt receipt) throws IOException {
        text(receipt.status().word(), LONGEST_ERROR);
        out.writeLong(receipt.usage().prompt());
        out.writeLong(receipt.usage().completion());
        out.writeLong(receipt.usage().cached());
        out.writeLong(receipt.usage().reasoning());
        out.writeBoolean(receipt.estimated());
        out.writeLong(receipt.cost().amount());
        text(receipt.price(), LONGEST_PRICE);
        Duration first = receipt.first();
        out.writeBoolean(first != null);
        out.writeLong(first == null ? 0 : first.toNanos());
        out.writeLong(receipt.took().toNanos());
        text(receipt.error(), LONGEST_ERROR);
    }

    private void write(UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private void write(Instant moment) throws IOException {
        out.writeLong(moment.getEpochSecond());
        out.writeInt(moment.getNano());
    }

    private void texts(List<String> texts, int most) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text, most);
        }
    }

    private void text(@Nullable String text, int most) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        byte[] kept = whole.length <= most ? whole : Arrays.copyOf(whole, end(whole, most));
        out.writeInt(kept.length);
        out.write(kept);
    }

    /** Where to cut so that no character is cut in two. */
    private static int end(byte[] utf8, int most) {
        int end = most;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
