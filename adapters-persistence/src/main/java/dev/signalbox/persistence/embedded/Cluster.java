package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.embedded.programs.Tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * PostgreSQL's data folder: made whole or not at all, with a password that only its owner can read.
 *
 * @param folder where it is
 */
record Cluster(Path folder) {

    /** The role that owns everything in it. */
    static final String USER = "signalbox";

    private static final String NAME = "data";
    private static final String UNFINISHED = NAME + ".unfinished";
    private static final String PASSWORD_FILE = "signalbox.password";
    private static final String OUR_CONFIGURATION = "signalbox.conf";
    private static final int PASSWORD_BYTES = 24;

    /**
     * Finds the data below {@code home}, or makes an empty one.
     *
     * @throws DatabaseUnreachable if what is there cannot be used
     */
    static Cluster findOrMake(Path home, Binaries binaries, Tools tools, Consumer<String> progress)
            throws IOException {
        Cluster cluster = below(home);
        if (cluster.exists()) {
            cluster.requireVersion(binaries);
            tools.account().own(cluster.folder);
            return cluster;
        }
        Folders.deleteIn(home, name -> name.equals(UNFINISHED));
        Files.deleteIfExists(cluster.folder);
        progress.accept("Making an empty database in " + cluster.folder + ".");
        Path unfinished = home.resolve(UNFINISHED);
        make(unfinished, binaries, tools);
        Files.move(unfinished, cluster.folder, StandardCopyOption.ATOMIC_MOVE);
        return cluster;
    }

    /** The one below {@code home}, whether it is there or not. */
    static Cluster below(Path home) {
        return new Cluster(home.resolve(NAME));
    }

    String password() throws IOException {
        return Files.readString(folder.resolve(PASSWORD_FILE)).strip();
    }

    /** Where the server writes what it has to say. */
    Path log() {
        return folder.resolve("server.log");
    }

    /** What the server writes about itself while it runs. */
    Path pidFile() {
        return folder.resolve("postmaster.pid");
    }

    /** Lets the next start listen there, on this machine only, and on nothing else. */
    void configure(int port) throws IOException {
        Files.writeString(
                folder.resolve(OUR_CONFIGURATION),
                """
                # Written by Signalbox at every start; what you change here does not last.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                log_checkpoints = off
                """
                        .formatted(port));
    }

    /** Whether there is one. Under this name it was whole once, so nothing of it is thrown away. */
    private boolean exists() throws IOException {
        if (isEmpty()) {
            return false;
        }
        for (String file : List.of("PG_VERSION", "global/pg_control")) {
            if (!Files.exists(folder.resolve(file))) {
                throw new DatabaseUnreachable(
                        "The data folder "
                                + folder
                                + " is damaged: its file "
                                + file
                                + " is missing. Restore it from a backup, or move it away to begin"
                                + " with an empty database.",
                        null);
            }
        }
        return true;
    }

    private boolean isEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private void requireVersion(Binaries binaries) throws IOException {
        String version = Files.readString(folder.resolve("PG_VERSION")).strip();
        if (!version.equals(binaries.major())) {
            throw new DatabaseUnreachable(
                    "The data in "
                            + folder
                            + " is of PostgreSQL "
                            + version
                            + ", and this Signalbox brings PostgreSQL "
                            + binaries.major()
                            + ": start the Signalbox that made it, or give another --data-dir.",
                    null);
        }
    }

    private static void make(Path target, Binaries binaries, Tools tools) throws IOException {
        Files.createDirectory(target);
        Folders.permit(target, "rwx------");
        tools.account().own(target);
        Path passwordFile = target.resolveSibling(PASSWORD_FILE + ".unfinished");
        Files.deleteIfExists(passwordFile);
        Files.createFile(passwordFile);
        Folders.permit(passwordFile, "rw-------");
        Files.writeString(passwordFile, newPassword());
        tools.account().own(passwordFile);
        tools.run(
                "PostgreSQL could not make a database in " + target,
                binaries.program("initdb"),
                "--pgdata=" + target,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-instructions");
        Files.writeString(
                target.resolve("postgresql.conf"),
                "\ninclude_if_exists = '" + OUR_CONFIGURATION + "'\n",
                StandardOpenOption.APPEND);
        // Inside, so that data and password are one thing.
        Files.move(passwordFile, target.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
