package dev.signalbox.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** The raw form of a report. */
public final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** All of it, in UTF-8. */
    public static byte[] of(Report report) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(report);
    }
}
