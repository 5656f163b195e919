package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.transfer.Manifest.Entry;
import dev.signalbox.persistence.transfer.Rows.TransferRefused;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rows in a file: a zip with a manifest, and for each table what PostgreSQL's COPY wrote. Only its
 * owner may read it: there are hashes of keys in it.
 */
public final class Archive implements Rows {

    private static final String MANIFEST = "manifest.txt";
    private static final String ROWS = ".copy";

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Makes a file of {@code rows}; it is there when it is whole, or not at all.
     *
     * @param progress is told each table, with its rows
     * @throws TransferRefused if there is such a file already, or it cannot be written
     */
    public static void write(Rows rows, Path file, Consumer<String> progress) {
        Path target = file.toAbsolutePath();
        if (Files.exists(target)) {
            throw new TransferRefused(file + " is there already; name another file");
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownersOnly(target));
            try {
                fill(rows, unfinished, progress);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new TransferRefused(file + " cannot be written: " + e, e);
        }
    }

    /**
     * Opens one, and looks at every byte of it.
     *
     * @throws TransferRefused if it is none, is damaged, or is of another format
     */
    public static Archive open(Path file) {
        if (!Files.isReadable(file)) {
            throw new TransferRefused(file + " is no readable file");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                Archive archive = new Archive(file, zip, manifest(zip));
                for (Entry entry : archive.manifest.entries()) {
                    long unused = archive.copy(entry, OutputStream.nullOutputStream());
                }
                return archive;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TransferRefused(
                    file + " is damaged, or was not made by `signalbox database export`: " + e, e);
        } catch (TransferRefused e) {
            throw new TransferRefused(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public SchemaVersion schema() {
        return new SchemaVersion(
                manifest.schema(),
                manifest.fingerprint(),
                tables().stream().map(Table::name).collect(Collectors.toSet()));
    }

    @Override
    public String version() {
        return manifest.version();
    }

    @Override
    public long revision() {
        return manifest.revision();
    }

    @Override
    public List<Table> tables() {
        return manifest.entries().stream().map(Entry::table).toList();
    }

    @Override
    public long write(Table table, OutputStream target) throws IOException {
        for (Entry entry : manifest.entries()) {
            if (entry.table().name().equals(table.name())) {
                return copy(entry, target);
            }
        }
        throw new TransferRefused("there is no table " + table.name() + " in " + file);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long copy(Entry entry, OutputStream target) throws IOException {
        ZipEntry rows = zip.getEntry(entry.table().name() + ROWS);
        if (rows == null) {
            throw new TransferRefused("the rows of " + entry.table().name() + " are missing");
        }
        DigestOutputStream summing = new DigestOutputStream(target, sha256());
        try (InputStream in = zip.getInputStream(rows)) {
            in.transferTo(summing);
        }
        if (!sum(summing).equals(entry.sha256())) {
            throw new TransferRefused(
                    "the rows of " + entry.table().name() + " are not those that were exported");
        }
        return entry.rows();
    }

    private static void fill(Rows rows, Path file, Consumer<String> progress) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Table table : rows.tables()) {
                zip.putNextEntry(new ZipEntry(table.name() + ROWS));
                DigestOutputStream summing = new DigestOutputStream(zip, sha256());
                RowCounter counter = new RowCounter(summing, table.name(), progress);
                long unused = rows.write(table, counter);
                zip.closeEntry();
                entries.add(new Entry(table, counter.done(), sum(summing)));
            }
            SchemaVersion schema = rows.schema();
            Manifest manifest =
                    new Manifest(
                            rows.version(),
                            schema.number(),
                            schema.fingerprint(),
                            rows.revision(),
                            entries);
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw new TransferRefused("it has no " + MANIFEST);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Manifest.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.copyOf(PosixFilePermissions.fromString("rw-------")))
                }
                : new FileAttribute<?>[0];
    }

    private static String sum(DigestOutputStream summing) {
        return HexFormat.of().formatHex(summing.getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
