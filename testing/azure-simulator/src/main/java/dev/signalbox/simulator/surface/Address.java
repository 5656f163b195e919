package dev.signalbox.simulator.surface;

import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Whom a request asks for what, as far as its head says.
 *
 * @param surface by which door it came; paths that lead nowhere count as classic, or as OpenAI's
 *     below {@code /v1}
 * @param operation null if the path leads nowhere
 * @param deployment decoded; null where the path names none
 */
public record Address(Surface surface, @Nullable Operation operation, @Nullable String deployment) {

    private static final String DEPLOYMENTS = "/openai/deployments/";
    private static final String V1 = "/openai/v1/";
    private static final String PLAIN = "/v1/";
    private static final String AZURE = "/openai/";

    /** Reads the path and the method; the query is looked at elsewhere. */
    public static Address of(RequestHead head) {
        Address address = ofPath(head.path());
        Operation operation = address.operation();
        boolean fits = operation != null && operation.isAskedWith(head.method());
        return fits ? address : new Address(address.surface(), null, address.deployment());
    }

    private static Address ofPath(String path) {
        if (path.startsWith(DEPLOYMENTS)) {
            int end = path.indexOf('/', DEPLOYMENTS.length());
            if (end > 0) {
                String name = decoded(path.substring(DEPLOYMENTS.length(), end));
                Operation operation = Operation.ofPath(path.substring(end + 1));
                boolean asked =
                        operation != null
                                && operation != Operation.MODELS
                                && !operation.isOfResponses();
                return new Address(Surface.CLASSIC, asked ? operation : null, name);
            }
        }
        if (path.startsWith(V1)) {
            return new Address(Surface.V1, Operation.ofPath(path.substring(V1.length())), null);
        }
        if (path.startsWith(PLAIN)) {
            return new Address(
                    Surface.OPENAI, Operation.ofPath(path.substring(PLAIN.length())), null);
        }
        Operation beside =
                path.startsWith(AZURE) ? Operation.ofPath(path.substring(AZURE.length())) : null;
        boolean lies = beside == Operation.MODELS || (beside != null && beside.isOfResponses());
        return new Address(Surface.CLASSIC, lies ? beside : null, null);
    }

    private static String decoded(String segment) {
        try {
            // A plus sign in a path is a plus sign; only a form would mean a space by it.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
