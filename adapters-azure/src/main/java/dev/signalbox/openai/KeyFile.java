package dev.signalbox.openai;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A key in a file that somebody else writes, as secrets are mounted: it is looked at once a second
 * at most, and at once when the upstream refuses the key that was read. As long as there is no
 * other, the one that was read stays. Safe for many threads.
 */
public final class KeyFile implements Dialect.Badge {

    /** The setting that names the file. */
    public static final String SETTING = "api_key_file";

    private static final System.Logger LOG = System.getLogger(KeyFile.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Function<String, Header> header;
    private final LongSupplier nanos;
    private volatile Read read;

    /** Calls that were asked with it may still be answered. */
    private volatile @Nullable String former;

    /**
     * Reads it for the first time.
     *
     * @param file as it is configured
     * @param header that shows a key
     * @param nanos a clock that only goes forward
     * @throws BadSetting if there is no key in it that can be sent
     */
    public KeyFile(String file, Function<String, Header> header, LongSupplier nanos) {
        this.file = path(file);
        this.header = header;
        this.nanos = nanos;
        Read first = look(null);
        if (first == null) {
            throw unusable();
        }
        this.read = first;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw unusable();
        }
    }

    private static BadSetting unusable() {
        return new BadSetting(
                SETTING,
                SETTING + " cannot be read, or there is no key in it; write the path of a file");
    }

    private record Read(String key, Header header, FileTime changed, long looked) {

        private Read lookedAt(long now) {
            return new Read(key, header, changed, now);
        }
    }

    @Override
    public Dialect.Shown show(Patience patience, Hangup hangup) {
        Read present = read;
        if (nanos.getAsLong() - present.looked() >= PAUSE) {
            present = renewed(present);
        }
        return new Dialect.Ready(present.header());
    }

    @Override
    public boolean renews(Header refused, Fault fault) {
        if (fault.kind() != Kind.BAD_CREDENTIAL) {
            return false;
        }
        Read next = look(null);
        if (next != null) {
            take(next);
        }
        return !read.header().value().equals(refused.value());
    }

    @Override
    public List<String> secrets() {
        return former == null ? List.of(read.key()) : List.of(read.key(), former);
    }

    private Read renewed(Read present) {
        Read next = look(present);
        // Whatever became of the file, the key that was read may still be good.
        Read kept = next == null ? present.lookedAt(nanos.getAsLong()) : next;
        take(kept);
        return kept;
    }

    private void take(Read next) {
        if (!next.key().equals(read.key())) {
            former = read.key();
        }
        read = next;
    }

    /** Null if there is no key in it. */
    private @Nullable Read look(@Nullable Read former) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (former != null && changed.equals(former.changed())) {
                return former.lookedAt(nanos.getAsLong());
            }
            String key = OpenAiProvider.credential(SETTING, Files.readString(file));
            return key == null
                    ? null
                    : new Read(key, header.apply(key), changed, nanos.getAsLong());
        } catch (IOException | BadSetting e) {
            LOG.log(System.Logger.Level.WARNING, "no key can be read from {0}", file);
            return null;
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return file.toString();
    }
}
