import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the format of every source file below a folder, or mends it.
 *
 * <p>Run by the build: {@code java -cp google-java-format-all-deps.jar .ci/Format.java check|fix
 * FOLDER [STAMP]}. With a stamp, files that have not changed since the last good check are passed
 * over; a change of this program or of the root POM, which names the formatter, makes it void.
 */
public final class Format {

    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    public static void main(String[] args) throws IOException {
        boolean fix = args[0].equals("fix");
        Path folder = Path.of(args[1]);
        Path stamp = args.length > 2 ? Path.of(args[2]) : null;
        FileTime start = FileTime.from(Instant.now());
        FileTime since = lastCheck(folder, stamp);
        List<Path> wrong =
                sourcesBelow(folder).parallelStream()
                        .filter(source -> changed(source).compareTo(since) >= 0)
                        .filter(source -> isWrong(source, fix))
                        .toList();
        if (!wrong.isEmpty() && !fix) {
            System.err.println("Not formatted; `mvn -N process-sources -Pformat` mends it:");
            wrong.forEach(source -> System.err.println("  " + folder.relativize(source)));
            System.exit(1);
        }
        if (!wrong.isEmpty()) {
            System.out.println(wrong.size() + " files mended");
        }
        if (stamp != null) {
            Files.writeString(stamp, "");
            Files.setLastModifiedTime(stamp, start);
        }
    }

    private static boolean isWrong(Path source, boolean fix) {
        try {
            String before = Files.readString(source);
            String after = formatted(before);
            if (fix && !before.equals(after)) {
                Files.writeString(source, after);
            }
            return !before.equals(after);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + source, e);
        }
    }

    private static String formatted(String source) throws Exception {
        String ordered =
                ImportOrderer.reorderImports(
                        RemoveUnusedImports.removeUnusedImports(source),
                        JavaFormatterOptions.Style.AOSP);
        return FORMATTER.formatSource(ordered);
    }

    private static FileTime lastCheck(Path folder, Path stamp) {
        FileTime never = FileTime.fromMillis(0);
        if (stamp == null || !Files.exists(stamp)) {
            return never;
        }
        FileTime last = changed(stamp);
        boolean stands =
                Stream.of("pom.xml", ".ci/Format.java")
                        .allMatch(file -> changed(folder.resolve(file)).compareTo(last) < 0);
        return stands ? last : never;
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot look at " + file, e);
        }
    }

    private static List<Path> sourcesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isBuilt(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isBuilt(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target")) {
                return true;
            }
        }
        return false;
    }
}
