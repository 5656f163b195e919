package dev.signalbox.http.connection;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * What a server shows of itself: its certificate, those that vouch for it, and the key that goes
 * with them.
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both from PEM files.
     *
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if they hold something else, or do not belong together; the
     *     message says what to do and shows nothing of the key
     */
    static Identity read(Path certificate, Path key) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(Files.readAllBytes(certificate)))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new GeneralSecurityException(certificate + " holds no certificate in PEM");
        }
        Identity identity = new Identity(chain, readKey(key));
        if (!identity.belongsTogether()) {
            throw new GeneralSecurityException(
                    key + " is not the key of the first certificate in " + certificate);
        }
        return identity;
    }

    private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException(
                    file
                            + " holds no PKCS#8 key in PEM; convert it with: openssl pkcs8 -topk8"
                            + " -nocrypt");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        for (String algorithm : ALGORITHMS) {
            PrivateKey found = decoded(encoded, algorithm);
            if (found != null) {
                return found;
            }
        }
        throw new GeneralSecurityException(
                file + " holds a key that is neither RSA, EC nor Ed25519");
    }

    /** The key, or null if it is of another kind. */
    private static @Nullable PrivateKey decoded(byte[] encoded, String algorithm)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }

    private boolean belongsTogether() throws GeneralSecurityException {
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(signatureAlgorithm());
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(chain.getFirst().getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // A key of another kind cannot even be asked.
            return false;
        }
    }

    private String signatureAlgorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "identity of " + chain.getFirst().getSubjectX500Principal();
    }
}
