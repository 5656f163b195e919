import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the format of every source file below a folder, or mends it.
 *
 * <p>Run by the build: {@code java -cp google-java-format-all-deps.jar .ci/Format.java check|fix
 * FOLDER}.
 */
public final class Format {

    public static void main(String[] args) throws Exception {
        boolean fix = args[0].equals("fix");
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<Path> wrong = new ArrayList<>();
        for (Path source : sourcesBelow(Path.of(args[1]))) {
            String before = Files.readString(source);
            String after = formatted(formatter, before);
            if (!before.equals(after)) {
                wrong.add(source);
                if (fix) {
                    Files.writeString(source, after);
                }
            }
        }
        if (!wrong.isEmpty() && !fix) {
            System.err.println("Not formatted; `mvn -N process-sources -Pformat` mends it:");
            wrong.forEach(source -> System.err.println("  " + source));
            System.exit(1);
        }
        System.out.println(wrong.size() + (fix ? " files mended" : " files to mend"));
    }

    private static String formatted(Formatter formatter, String source) throws Exception {
        String ordered =
                ImportOrderer.reorderImports(
                        RemoveUnusedImports.removeUnusedImports(source),
                        JavaFormatterOptions.Style.AOSP);
        return formatter.formatSource(ordered);
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
