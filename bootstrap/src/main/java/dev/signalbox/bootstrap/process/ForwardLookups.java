package dev.signalbox.bootstrap.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Looks hosts up as the platform does, and never asks whose an address is. The web server beneath
 * asks that of every TLS connection before anybody can bound the time, and nobody wants the answer:
 * without a name server each handshake would wait for seconds.
 */
public final class ForwardLookups extends InetAddressResolverProvider {

    /** For the platform, which finds it as a service. */
    public ForwardLookups() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver platform = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                return platform.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                throw new UnknownHostException("addresses are not looked up");
            }
        };
    }

    @Override
    public String name() {
        return "forward look-ups only";
    }
}
