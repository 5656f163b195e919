package dev.signalbox.bootstrap.config.yaml;

/**
 * Where something stands in a configuration file.
 *
 * @param file as the user named it; empty for what stands in no file
 * @param line from 1
 * @param path the key with those above it, as {@code model_list[0].litellm_params.model}; empty for
 *     the whole file
 */
public record Place(String file, int line, String path) {

    private static final int LONGEST_KEY_SHOWN = 80;

    /** The beginning of a file. */
    public static Place top(String file) {
        return new Place(file, 1, "");
    }

    /** The place of a field that stands in no file. */
    public static Place field(String path) {
        return new Place("", 1, path);
    }

    /** The place of a member of the mapping here. */
    Place member(String key, int line) {
        String shown = shown(key);
        return new Place(file, line, path.isEmpty() ? shown : path + "." + shown);
    }

    /** The place of an item of the sequence here. */
    Place item(int index, int line) {
        return new Place(file, line, path + "[" + index + "]");
    }

    /** A key as it may be shown on one line. */
    public static String shown(String key) {
        String plain = key.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST_KEY_SHOWN
                ? plain
                : plain.substring(0, LONGEST_KEY_SHOWN) + "…";
    }

    /** File and line, and the key if there is one. */
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? file + ":" + line : file + ":" + line + ": " + path;
    }
}
