package dev.signalbox.http.webhook;

import dev.signalbox.application.driven.money.BudgetNotices.Notice;
import dev.signalbox.application.driven.money.NoticePost;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts notices to one address. It follows nobody elsewhere and reads no body of an answer. The
 * address may be a secret in itself: it stands in no log and in no error. Safe for many threads.
 */
public final class Webhook implements NoticePost, AutoCloseable {

    /** The same for every try of one notice; whoever has seen it need not look at the rest. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** {@code sha256=} and the HMAC of the body, in hexadecimal digits. */
    public static final String SIGNATURE = "X-Signalbox-Signature";

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);
    private static final String HMAC = "HmacSHA256";

    private final URI address;
    private final @Nullable String secret;
    private final Duration patience;
    private final HttpClient client;

    /**
     * @param address with {@code http} or {@code https}, see {@link #accepts}
     * @param secret signs what is posted; null: nothing is signed
     */
    public Webhook(URI address, @Nullable String secret) {
        this(address, secret, USUAL_PATIENCE);
    }

    /**
     * @param patience how long a connection, and then the head of an answer, is waited for
     */
    Webhook(URI address, @Nullable String secret, Duration patience) {
        if (!accepts(address)) {
            throw new IllegalArgumentException("this is no address of a webhook");
        }
        this.address = address;
        this.secret = secret;
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(patience)
                        .build();
    }

    /** Whether something can be posted there: to a host, by http or https, as nobody. */
    public static boolean accepts(URI address) {
        return ("http".equalsIgnoreCase(address.getScheme())
                        || "https".equalsIgnoreCase(address.getScheme()))
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    @Override
    public Delivery deliver(Notice notice) {
        byte[] body = NoticeJson.bytes(notice);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(patience)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "signalbox")
                        .header(IDEMPOTENCY_KEY, notice.id().toString())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret != null) {
            request.header(SIGNATURE, "sha256=" + signature(secret, body));
        }
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            // Closed unread: the body may be as long as it likes.
            answer.body().close();
            return new Delivery(
                    answer.statusCode() / 100 == 2, "it answers " + answer.statusCode());
        } catch (IOException e) {
            // Its message may name the address.
            return new Delivery(false, "it does not answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery(false, "interrupted");
        }
    }

    /** Ends its connections. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    /** The HMAC-SHA256 of a body, in hexadecimal digits. */
    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "a webhook";
    }
}
