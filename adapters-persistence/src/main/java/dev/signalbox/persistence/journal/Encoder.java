package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
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

    /** What an intent has besides its texts. */
    private static final int FIXED = 64;

    private static final int LENGTH = Integer.BYTES;

    /** A character of ours may take so many bytes. */
    private static final int LONGEST_CHARACTER = 3;

    private final ByteBuffer out;

    private Encoder(int most) {
        this.out = ByteBuffer.allocate(most);
    }

    /** All of an intent. */
    static byte[] bytes(Intent intent) {
        Encoder encoder = new Encoder(most(intent));
        encoder.write(intent);
        return encoder.written();
    }

    /** All of a receipt but its intent. */
    static byte[] bytes(Receipt receipt) {
        Encoder encoder = new Encoder(LONGEST_RECEIPT);
        encoder.write(receipt);
        return encoder.written();
    }

    private byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    private static int most(Intent intent) {
        Intent.Payer payer = intent.payer();
        Intent.Target target = intent.target();
        int most = FIXED + most(intent.call());
        most += most(payer.key()) + most(payer.keyName()) + most(payer.team());
        most += most(payer.user()) + most(payer.endUser());
        most += most(target.asked()) + most(target.group()) + most(target.deployment());
        most += most(target.provider()) + most(target.model()) + most(target.endpoint());
        most += most(target.address());
        for (String tag : payer.tags()) {
            most += most(tag);
        }
        for (String meter : intent.meters()) {
            most += LENGTH + LONGEST_CHARACTER * meter.length();
        }
        return most;
    }

    private static int most(@Nullable String text) {
        return text == null
                ? LENGTH
                : LENGTH + LONGEST_CHARACTER * Math.min(text.length(), LONGEST_TEXT);
    }

    private void write(Intent intent) {
        write(intent.id());
        write(intent.at());
        text(intent.call(), LONGEST_TEXT);
        out.putInt(intent.attempt());
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
        flag(target.streamed());
        out.putLong(intent.reserved().amount());
        // Ours, and they must be what they are in the database.
        texts(intent.meters(), Integer.MAX_VALUE);
    }

    private void write(Receipt receipt) {
        text(receipt.status().word(), LONGEST_ERROR);
        out.putLong(receipt.usage().prompt());
        out.putLong(receipt.usage().completion());
        out.putLong(receipt.usage().cached());
        out.putLong(receipt.usage().reasoning());
        flag(receipt.estimated());
        out.putLong(receipt.cost().amount());
        text(receipt.price(), LONGEST_PRICE);
        Duration first = receipt.first();
        flag(first != null);
        out.putLong(first == null ? 0 : first.toNanos());
        out.putLong(receipt.took().toNanos());
        text(receipt.error(), LONGEST_ERROR);
    }

    private void flag(boolean set) {
        out.put((byte) (set ? 1 : 0));
    }

    private void write(UUID id) {
        out.putLong(id.getMostSignificantBits());
        out.putLong(id.getLeastSignificantBits());
    }

    private void write(Instant moment) {
        out.putLong(moment.getEpochSecond());
        out.putInt(moment.getNano());
    }

    private void texts(List<String> texts, int most) {
        out.putInt(texts.size());
        for (String text : texts) {
            text(text, most);
        }
    }

    private void text(@Nullable String text, int most) {
        if (text == null) {
            out.putInt(-1);
            return;
        }
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        byte[] kept = whole.length <= most ? whole : Arrays.copyOf(whole, end(whole, most));
        out.putInt(kept.length).put(kept);
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
