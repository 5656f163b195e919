package dev.signalbox.bootstrap;

import dev.signalbox.bootstrap.config.reading.Environment;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;

/** Where a user's programs keep their data, by the custom of the system. */
final class DataFolder {

    private static final String OURS = "signalbox";

    private DataFolder() {}

    /**
     * The folder for this program; it need not exist.
     *
     * @param system the system's name, as Java says it
     * @param home the user's home; may be no folder at all
     * @return null if the user has no home
     */
    static @Nullable Path usual(String system, String home, Environment environment) {
        String name = system.toLowerCase(Locale.ROOT);
        String said =
                environment.get(name.startsWith("windows") ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        if (said != null && Path.of(said).isAbsolute()) {
            return Path.of(said).resolve(OURS);
        }
        Path folder = Path.of(home);
        if (!folder.isAbsolute()) {
            return null;
        }
        if (name.startsWith("windows")) {
            return folder.resolve("AppData").resolve("Local").resolve(OURS);
        }
        return name.startsWith("mac")
                ? folder.resolve("Library").resolve("Application Support").resolve(OURS)
                : folder.resolve(".local").resolve("share").resolve(OURS);
    }
}
