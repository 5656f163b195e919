package dev.signalbox.persistence.embedded.programs;

import dev.signalbox.persistence.contact.DatabaseUnreachable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run. They refuse to be root; so as root they run in a user
 * namespace of their own, where they are not, or else as another user.
 *
 * @param prefix what stands before each command
 * @param uid whose the data must be; {@link #OURS} if whoever we are
 */
public record Account(List<String> prefix, int uid) {

    static final int OURS = -1;

    /** The user "nobody" wherever there is one. */
    private static final int NOBODY = 65_534;

    /** We are not root, or on a system that does not care. */
    static final Account AS_WE_ARE = new Account(List.of(), OURS);

    /** Root outside, nobody inside; the files stay root's. */
    public static final Account IN_A_NAMESPACE = new Account(List.of("unshare", "-U"), 0);

    /** Another user; for where namespaces are forbidden, as in most containers. */
    public static final Account AS_NOBODY =
            new Account(
                    List.of(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            "--"),
                    NOBODY);

    public Account {
        prefix = List.copyOf(prefix);
    }

    /**
     * The first that works here.
     *
     * @throws DatabaseUnreachable if we are root and none does
     */
    public static Account choose(Programs programs) throws IOException {
        if (!programs.works(List.of("id", "-u")) || !programs.lastOutput().strip().equals("0")) {
            return AS_WE_ARE;
        }
        for (Account account : List.of(IN_A_NAMESPACE, AS_NOBODY)) {
            if (programs.works(account.command("true"))) {
                return account;
            }
        }
        throw new DatabaseUnreachable(
                "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here:"
                        + " start Signalbox as another user, or give it a database_url.",
                null);
    }

    /** The command line of {@code words} under this account. */
    public List<String> command(String... words) {
        return Stream.concat(prefix.stream(), Stream.of(words)).toList();
    }

    /** Makes a file, or a folder and everything in it, this account's, if it is not. */
    public void own(Path path) throws IOException {
        if (uid == OURS || uid == ownerOf(path)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.setAttribute(file, "unix:uid", uid);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        // Last, so that an interrupted change begins again.
                        Files.setAttribute(folder, "unix:uid", uid);
                        return super.postVisitDirectory(folder, failure);
                    }
                });
    }

    private static int ownerOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }
}
