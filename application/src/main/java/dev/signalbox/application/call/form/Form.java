package dev.signalbox.application.call.form;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A form as it came: its bytes lie where there is room for them, and only where its parts stand is
 * known. What a deployment gets is written from there in pieces, so a file of any size costs a
 * buffer. Safe for many threads.
 *
 * @param mediaType as it was sent, the boundary in it
 * @param boundary what stands between parts, without its hyphens
 * @param parts in their order
 */
public record Form(String mediaType, String boundary, FormStore store, List<FormPart> parts) {

    private static final int AT_ONCE = 16 * 1024;

    public Form {
        parts = List.copyOf(parts);
    }

    /** Whether there is a part of that name, brackets at its end or not. */
    public boolean has(String name) {
        for (FormPart part : parts) {
            if (bare(part.name()).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A name without the brackets that say that there are several. */
    public static String bare(String name) {
        return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    }

    /** Begins to write what a deployment gets. */
    public Writing writing() {
        return new Writing();
    }

    /** Some bytes: written here, or a stretch of those that came. */
    private record Stretch(@Nullable ByteBuffer own, long from, long length) {}

    /** What a deployment gets, part by part. Used by one thread. */
    public final class Writing {
        private final List<Stretch> stretches = new ArrayList<>();

        /** A part as it came. */
        public void copy(FormPart part) {
            write("--" + boundary + "\r\n");
            stretches.add(new Stretch(null, part.start(), part.end() - part.start()));
            write("\r\n");
        }

        /** A field that somebody else than the caller writes. */
        public void put(String name, String value) {
            write(
                    "--"
                            + boundary
                            + "\r\nContent-Disposition: form-data; name=\""
                            + name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A")
                            + "\"\r\n\r\n"
                            + value
                            + "\r\n");
        }

        /** All that was written. */
        public Outgoing finished() {
            write("--" + boundary + "--\r\n");
            long length = 0;
            for (Stretch stretch : stretches) {
                length += stretch.length();
            }
            return new Outgoing(mediaType, () -> new Pieces(stretches.iterator()), length);
        }

        private void write(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            stretches.add(new Stretch(ByteBuffer.wrap(bytes), 0, bytes.length));
        }
    }

    /** Goes through stretches, with one buffer for all that is not in memory. */
    private final class Pieces implements Iterator<ByteBuffer> {
        private final Iterator<Stretch> rest;
        private final byte[] buffer = new byte[AT_ONCE];
        private long at;
        private long left;

        private Pieces(Iterator<Stretch> rest) {
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            return left > 0 || rest.hasNext();
        }

        @Override
        public ByteBuffer next() {
            if (left == 0) {
                Stretch stretch = rest.next();
                if (stretch.own() != null) {
                    return stretch.own().duplicate();
                }
                at = stretch.from();
                left = stretch.length();
            }
            try {
                int count = store.read(at, buffer, 0, (int) Math.min(left, buffer.length));
                if (count <= 0 && left > 0) {
                    throw new IOException("a kept form is shorter than it was");
                }
                at += count;
                left -= count;
                return ByteBuffer.wrap(buffer, 0, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
