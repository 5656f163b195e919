package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Step;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What will be done with one request.
 *
 * @param scenario the fault that met it; null if none did
 */
record Turn(List<Step> steps, @Nullable Scenario scenario) {

    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    /** Whether the connection can serve another request afterwards. */
    boolean keepsConnection() {
        return switch (steps.getLast()) {
            case Step.Bytes bytes -> true;
            case Step.Pause pause -> true;
            case Step.Close close -> false;
            case Step.Reset reset -> false;
            case Step.HalfClose half -> false;
            case Step.Hold hold -> false;
        };
    }

    /** The status that goes out, interim ones passed over; 0 if none does. */
    int status() {
        StringBuilder line = new StringBuilder();
        for (Step step : steps) {
            if (!(step instanceof Step.Bytes piece)) {
                continue;
            }
            int count = Math.min(STATUS_LINE, piece.bytes().length);
            line.append(new String(piece.bytes(), 0, count, StandardCharsets.ISO_8859_1));
            if (line.length() < STATUS_LINE) {
                continue;
            }
            String status = line.substring(STATUS_LINE - 3, STATUS_LINE);
            if (!status.startsWith("1")) {
                return status.chars().allMatch(Character::isDigit) ? Integer.parseInt(status) : 0;
            }
            line.setLength(0);
        }
        return 0;
    }
}
