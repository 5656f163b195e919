package dev.signalbox.http.origin;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose {@code X-Forwarded-For} is believed. Everybody else's is not looked at.
 *
 * <p>The header is read from its end: each trusted proxy has added whom it got the request from,
 * and the first address that is no trusted proxy's is the caller's.
 */
public final class TrustedProxies {

    private final List<Network> networks;

    /**
     * @param cidrs networks, or single addresses
     * @throws IllegalArgumentException if one of them is neither
     */
    public TrustedProxies(List<String> cidrs) {
        this.networks = cidrs.stream().map(Network::parse).toList();
    }

    /**
     * Where a request comes from.
     *
     * @param peer the address at the other end of the connection
     * @param forwardedFor the values of the header, in order
     */
    public String callerAddress(String peer, List<String> forwardedFor) {
        List<String> hops = new ArrayList<>();
        forwardedFor.forEach(value -> hops.addAll(List.of(value.split(","))));
        String caller = peer;
        for (int i = hops.size() - 1; i >= 0 && trusts(caller); i--) {
            String hop = hops.get(i).strip();
            if (parsed(hop) == null) {
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    private boolean trusts(String text) {
        byte[] address = parsed(text);
        return address != null && networks.stream().anyMatch(network -> network.holds(address));
    }

    /** Never asks a name service: only what looks like an address is taken for one. */
    private static byte @Nullable [] parsed(String text) {
        boolean plain =
                !text.isEmpty()
                        && text.chars()
                                .allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')
                        && (text.indexOf(':') >= 0 || text.matches("[0-9]+(\\.[0-9]+){3}"));
        if (!plain) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static final class Network {

        private final byte[] address;
        private final int bits;

        private Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        static Network parse(String cidr) {
            int slash = cidr.indexOf('/');
            byte[] address = parsed(slash < 0 ? cidr : cidr.substring(0, slash));
            if (address == null) {
                throw wrong(cidr);
            }
            int most = address.length * Byte.SIZE;
            int bits = slash < 0 ? most : number(cidr, slash + 1);
            if (bits < 0 || bits > most) {
                throw wrong(cidr);
            }
            return new Network(address, bits);
        }

        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % Byte.SIZE);
                if (((address[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        private static int number(String cidr, int from) {
            try {
                return Integer.parseInt(cidr.substring(from));
            } catch (NumberFormatException e) {
                throw wrong(cidr);
            }
        }

        private static IllegalArgumentException wrong(String cidr) {
            return new IllegalArgumentException(
                    "\"" + cidr + "\" is no network; write one like 10.0.0.0/8 or fd00::/8");
        }
    }
}
