package dev.signalbox.openai;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.wire.UpstreamHttp;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one deployment has of its own within the family: where it lies and how we show who we are.
 * Asked while the configuration is read; {@link #explain}, {@link #secrets} and the badge on any
 * thread.
 */
public interface Dialect {

    /** Where an operation is asked for. */
    URI address(Endpoint endpoint);

    /** The headers that go with every question, credentials that do not change among them. */
    List<UpstreamHttp.Header> headers();

    /** A credential that is renewed now and then; null if all of them stand in the headers. */
    default @Nullable Badge badge() {
        return null;
    }

    /** The header that takes our call's id, so that the upstream's log can be searched for it. */
    String callIdHeader();

    /** What must never be shown, should the upstream repeat it to us. */
    List<String> secrets();

    /** Whether a stream can be asked to say its usage. */
    boolean tellsUsage();

    /** What goes up as {@code model}. */
    String model();

    /** Whether a body says the model: an address may name it instead, and want no other word. */
    default boolean saysModel(Endpoint endpoint) {
        return true;
    }

    /** The same fault, with what an operator should look at if this family knows it. */
    default Fault explain(Fault fault) {
        return fault;
    }

    /** Shows who we are by something that is renewed now and then. Used by many threads. */
    interface Badge {

        /**
         * The header for one call. Blocks while there is none, but not longer than a connection may
         * take, and not when the caller has gone.
         */
        Shown show(Patience patience, Hangup hangup);

        /**
         * Whether the question is worth asking once more, because that header was refused and
         * another one can be shown. The refused one is not shown again.
         */
        boolean renews(UpstreamHttp.Header refused, Fault fault);

        /** What must never be shown of it. */
        List<String> secrets();
    }

    /** What there is to show. */
    sealed interface Shown {}

    /** This header. */
    record Ready(UpstreamHttp.Header header) implements Shown {}

    /** Nothing. */
    record Missing(Fault why) implements Shown {}

    /**
     * A base address as people paste it: cleaned of slashes and of an operation at its end.
     *
     * @param path without a slash at its end, percent-encoded
     * @param query without the question mark; empty if there is none
     */
    record BaseAddress(String scheme, String authority, String path, String query) {

        private static final List<String> OPERATIONS =
                List.of(
                        "/chat/completions",
                        "/completions",
                        "/embeddings",
                        "/responses",
                        "/images/generations",
                        "/images/edits",
                        "/audio/transcriptions",
                        "/audio/translations",
                        "/audio/speech",
                        "/moderations",
                        "/models");

        private static final String LOOPBACK =
                "(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]*)?";

        /**
         * Reads the setting {@code api_base}.
         *
         * @param example what to write, for the message if it cannot be used
         * @throws BadSetting without a word of {@code text}, for there may be a secret in it
         */
        public static BaseAddress parse(String text, String example) {
            URI uri = uri(text, example);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            refuseUnless(
                    scheme.equals("https") || scheme.equals("http"),
                    "must begin with https://",
                    example);
            refuseUnless(uri.getHost() != null && uri.getPort() <= 65535, "has no host", example);
            refuseUnless(uri.getRawUserInfo() == null, "must not hold a user or password", example);
            refuseUnless(uri.getRawFragment() == null, "must not hold a fragment (#)", example);
            String path = withoutOperation(uri);
            refuseUnless(
                    !(path + "/").matches(".*/\\.{0,2}/.*"),
                    "must not hold // or . or .. in its path",
                    example);
            String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
            return new BaseAddress(scheme, uri.getRawAuthority(), path, query);
        }

        private static URI uri(String text, String example) {
            try {
                return new URI(withoutSlashes(text.strip()));
            } catch (URISyntaxException e) {
                throw refusal("is not an address", example);
            }
        }

        private static String withoutOperation(URI uri) {
            String path = withoutSlashes(uri.getRawPath());
            for (String operation : OPERATIONS) {
                if (path.endsWith(operation)) {
                    return withoutSlashes(path.substring(0, path.length() - operation.length()));
                }
            }
            return path;
        }

        private static String withoutSlashes(String text) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == '/') {
                end--;
            }
            return text.substring(0, end);
        }

        private static void refuseUnless(boolean fine, String rule, String example) {
            if (!fine) {
                throw refusal(rule, example);
            }
        }

        private static BadSetting refusal(String rule, String example) {
            return new BadSetting(
                    "api_base", "api_base " + rule + "; write for example " + example);
        }

        /** The address without its query: fit to be shown. */
        public String shown() {
            return scheme + "://" + authority + path;
        }

        /** An address below this one, the query kept and more added to it. */
        public URI below(String more, String moreQuery) {
            String both = query.isEmpty() || moreQuery.isEmpty() ? "" : "&";
            String all = query + both + moreQuery;
            return URI.create(shown() + more + (all.isEmpty() ? "" : "?" + all));
        }

        /** Warns when credentials and prompts would cross a network unprotected. */
        public List<String> warnings() {
            boolean near = authority.toLowerCase(Locale.ROOT).matches(LOOPBACK);
            return scheme.equals("https") || near
                    ? List.of()
                    : List.of(
                            "api_base "
                                    + shown()
                                    + " is not encrypted: the key and every prompt can be read on"
                                    + " the way; write https://");
        }
    }
}
