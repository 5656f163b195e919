package dev.signalbox.simulator.surface;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Set;

/** The dated versions of the classic door. */
public final class ApiVersion {

    private static final Set<String> KNOWN =
            Set.of(
                    "2022-12-01",
                    "2023-03-15-preview",
                    "2023-05-15",
                    "2023-06-01-preview",
                    "2023-07-01-preview",
                    "2023-08-01-preview",
                    "2023-09-01-preview",
                    "2023-10-01-preview",
                    "2023-12-01-preview",
                    "2024-02-01",
                    "2024-02-15-preview",
                    "2024-03-01-preview",
                    "2024-04-01-preview",
                    "2024-05-01-preview",
                    "2024-06-01",
                    "2024-07-01-preview",
                    "2024-08-01-preview",
                    "2024-09-01-preview",
                    "2024-10-01-preview",
                    "2024-10-21",
                    "2024-12-01-preview",
                    "2025-01-01-preview",
                    "2025-02-01-preview",
                    "2025-03-01-preview",
                    "2025-04-01-preview");
    private static final Set<String> UNDATED = Set.of("v1", "preview", "latest");

    private ApiVersion() {}

    /** Whether that door serves that version; null is a request without one. */
    public static boolean served(Surface surface, @Nullable String version) {
        return switch (surface) {
            case CLASSIC -> version != null && KNOWN.contains(version);
            case V1 -> version == null || UNDATED.contains(version);
            case OPENAI -> true;
        };
    }

    /** The day of a version; the end of time where no dated version was asked for. */
    public static LocalDate day(@Nullable String version) {
        if (version == null || !KNOWN.contains(version)) {
            return LocalDate.MAX;
        }
        return LocalDate.parse(version.substring(0, "2024-10-21".length()));
    }
}
