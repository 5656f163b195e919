package dev.signalbox.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Of a host that is called localhost, and nobody vouches for it but itself. */
record Certificate(Path chain, Path key, X509TrustManager trust) {

    private static final String PASSWORD = "changeit";

    /** Makes one in a folder, in PEM files as the gateway reads them. */
    static Certificate in(Path folder) throws IOException {
        try {
            return make(folder);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Certificate make(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("host.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        String asked =
                "-genkeypair -keyalg EC -alias a -dname CN=localhost -ext SAN=dns:localhost"
                        + " -storetype PKCS12 -storepass "
                        + PASSWORD;
        command.addAll(List.of(asked.split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool does not make a certificate");
        }
        KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = made.getKey("a", PASSWORD.toCharArray());
        java.security.cert.Certificate certificate = made.getCertificate("a");
        return new Certificate(
                pem(folder.resolve("host.pem"), "CERTIFICATE", certificate.getEncoded()),
                pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded()),
                trust(certificate));
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text),
                StandardCharsets.US_ASCII);
    }

    /** For those who trust it and nobody else. */
    SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static X509TrustManager trust(java.security.cert.Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("host", certificate);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        return (X509TrustManager) trust.getTrustManagers()[0];
    }
}
