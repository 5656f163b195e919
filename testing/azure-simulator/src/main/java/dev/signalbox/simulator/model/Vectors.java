package dev.signalbox.simulator.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;

/** Embeddings without a model: a direction that depends on the text alone. */
public final class Vectors {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Vectors() {}

    /** A vector of length 1; the same text gives the same vector in every process. */
    public static float[] of(String text, int dimensions) {
        SplittableRandom random = new SplittableRandom(hash(text));
        double[] raw = new double[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            raw[i] = random.nextGaussian();
            squares += raw[i] * raw[i];
        }
        double length = Math.sqrt(squares);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (raw[i] / length);
        }
        return vector;
    }

    /** The vector as callers get it who ask for {@code base64}: little-endian floats. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
