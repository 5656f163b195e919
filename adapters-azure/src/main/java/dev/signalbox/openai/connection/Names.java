package dev.signalbox.openai.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/**
 * Finds the addresses of hosts. The system's own look-up cannot be ended, and holds a real thread
 * for as long as the name servers are silent: here it has one of its own, and all who ask for a
 * name meanwhile wait for the same. Nothing is kept here; the platform keeps what was found for 30
 * s. Safe for many threads.
 */
final class Names {

    private final Origin.Habits.LookUp lookUp;
    private final ConcurrentMap<String, CompletableFuture<InetAddress>> asked =
            new ConcurrentHashMap<>();

    Names(Origin.Habits.LookUp lookUp) {
        this.lookUp = lookUp;
    }

    /**
     * The address of a host.
     *
     * @param wire nobody waits longer than until it is closed
     * @throws UnknownHostException if nobody knows it
     * @throws IOException if the wire was closed meanwhile
     */
    InetAddress find(String host, Wire wire) throws IOException {
        // A copy: whoever leaves takes nothing away from the others.
        CompletableFuture<InetAddress> found = flight(host).copy();
        wire.seek(found);
        try {
            return found.get();
        } catch (ExecutionException e) {
            throw (IOException) new UnknownHostException(host).initCause(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            wire.seek(null);
        }
    }

    private CompletableFuture<InetAddress> flight(String host) {
        CompletableFuture<InetAddress> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress> others = asked.putIfAbsent(host, mine);
        if (others != null) {
            return others;
        }
        try {
            Thread.ofPlatform().daemon().name("upstream-name").start(() -> look(host, mine));
        } catch (Throwable e) {
            // There is no thread to be had: the next one who asks tries again.
            fail(host, mine, e);
        }
        return mine;
    }

    private void fail(String host, CompletableFuture<InetAddress> into, Throwable why) {
        asked.remove(host, into);
        into.completeExceptionally(why);
    }

    private void look(String host, CompletableFuture<InetAddress> into) {
        try {
            InetAddress found = lookUp.find(host);
            asked.remove(host, into);
            into.complete(found);
        } catch (Throwable e) {
            fail(host, into, e);
        }
    }
}
