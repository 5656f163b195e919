package dev.signalbox.http.origin;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses keys: counts what failed by where it came from. Of IPv6 the network of
 * 64 bits counts, as that is what one customer gets. What was heard of longest ago is forgotten
 * when too many addresses are known.
 *
 * <p>Safe for many threads: while nobody is over the limit, a caller costs one volatile read.
 * Whoever must be looked up is, under a lock that is never held across I/O.
 */
public final class Throttle {

    private static final System.Logger LOG = System.getLogger(Throttle.class.getName());
    private static final int MOST_ADDRESSES = 10_000;
    private static final int BYTES_OF_A_NETWORK = 8;
    private static final int BYTES_OF_IPV6 = 16;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Throttling bounds;
    private final LongSupplier nanos;
    private final ReentrantLock counting = new ReentrantLock();
    private final Map<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true);

    /** Until then somebody may have to wait; only raised, and under the lock. */
    private volatile long somebodyWaitsUntil;

    /**
     * @param nanos a clock that only ever goes on
     */
    public Throttle(Throttling bounds, LongSupplier nanos) {
        this.bounds = bounds;
        this.nanos = nanos;
        this.somebodyWaitsUntil = nanos.getAsLong();
    }

    /** Whether nobody has to wait now. */
    public boolean isQuiet() {
        return nanos.getAsLong() - somebodyWaitsUntil >= 0;
    }

    /** How long whoever comes from {@code address} has to wait; zero if they need not. */
    public Duration waitOf(String address) {
        counting.lock();
        try {
            Account account = accounts.get(network(address));
            return account == null
                    ? Duration.ZERO
                    : Duration.ofNanos(account.wait(nanos.getAsLong(), bounds));
        } finally {
            counting.unlock();
        }
    }

    /** Somebody from {@code address} has shown what is no key. */
    public void failed(String address) {
        long now = nanos.getAsLong();
        boolean tell;
        counting.lock();
        try {
            Account account =
                    accounts.computeIfAbsent(network(address), unknown -> new Account(now, bounds));
            account.spend(now, bounds);
            long wait = account.wait(now, bounds);
            if (wait > 0 && now + wait - somebodyWaitsUntil > 0) {
                somebodyWaitsUntil = now + wait;
            }
            tell = wait > 0 && account.mayTell(now);
            if (accounts.size() > MOST_ADDRESSES) {
                accounts.remove(accounts.keySet().iterator().next());
            }
        } finally {
            counting.unlock();
        }
        if (tell) {
            LOG.log(
                    Level.WARNING,
                    "{0} shows one wrong key after the other; for a while, only keys that were used"
                            + " lately are let in from there",
                    address);
        }
    }

    int addresses() {
        counting.lock();
        try {
            return accounts.size();
        } finally {
            counting.unlock();
        }
    }

    /** Never asks a name service: only what looks like an address of IPv6 is taken for one. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == BYTES_OF_IPV6
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, BYTES_OF_A_NETWORK))
                    : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** What one address has left. Used under the lock. */
    private static final class Account {

        private double left;
        private long asOf;
        private long told;

        Account(long now, Throttling bounds) {
            this.left = bounds.burst();
            this.asOf = now;
            this.told = now - MINUTE;
        }

        void spend(long now, Throttling bounds) {
            left = Math.max(0, leftAt(now, bounds) - 1);
            asOf = now;
        }

        long wait(long now, Throttling bounds) {
            double missing = 1 - leftAt(now, bounds);
            return missing <= 0 ? 0 : (long) Math.ceil(missing * SECOND / bounds.perSecond());
        }

        boolean mayTell(long now) {
            if (now - told < MINUTE) {
                return false;
            }
            told = now;
            return true;
        }

        private double leftAt(long now, Throttling bounds) {
            double more = (double) (now - asOf) * bounds.perSecond() / SECOND;
            return Math.min(bounds.burst(), left + more);
        }
    }
}
