package dev.signalbox.bootstrap.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One source file, parsed and not compiled.
 *
 * @param path as seen from the root of the repository, with slashes
 */
record Source(String path, String text, CompilationUnitTree tree, DocTrees trees) {

    /** Every source file of every module, read once. */
    static List<Source> all() {
        return Read.ALL;
    }

    private static List<Source> readAll() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(root)) {
            return parsed(
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(root::relativize)
                            .filter(file -> file.toString().contains("src"))
                            .filter(
                                    file ->
                                            Stream.of("target", "planted")
                                                    .noneMatch(part -> has(file, part)))
                            .sorted()
                            .map(file -> read(root, file))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source that only stands in a test. */
    static Source of(String path, String text) {
        return parsed(List.of(new Text(path, text))).getFirst();
    }

    /** By one compiler: to make one takes longer than it needs for most files. */
    private static List<Source> parsed(List<Text> texts) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, null, problem -> {}, List.of("-proc:none"), null, texts);
        DocTrees trees = DocTrees.instance(task);
        List<Source> sources = new ArrayList<>();
        // In the same order.
        Iterator<Text> each = texts.iterator();
        try {
            for (CompilationUnitTree tree : task.parse()) {
                Text text = each.next();
                sources.add(new Source(text.path, text.text, tree, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(sources);
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    boolean isIn(String... modules) {
        return Stream.of(modules).anyMatch(module -> path.startsWith(module + "/"));
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** How many lines {@code part} spans, its annotations included and its Javadoc not. */
    long lines(Tree part) {
        long start = trees.getSourcePositions().getStartPosition(tree, part);
        long end = trees.getSourcePositions().getEndPosition(tree, part);
        return tree.getLineMap().getLineNumber(end) - tree.getLineMap().getLineNumber(start) + 1;
    }

    /** Shows {@code reader} every part of the file of that kind, with the way to it. */
    <T extends Tree> void each(Class<T> kind, Consumer<TreePath> reader) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void scan(Tree part, Void nothing) {
                if (kind.isInstance(part)) {
                    reader.accept(new TreePath(getCurrentPath(), part));
                }
                return super.scan(part, nothing);
            }
        }.scan(new TreePath(tree), null);
    }

    /** All parts of one kind. */
    <T extends Tree> List<T> parts(Class<T> kind) {
        List<T> parts = new ArrayList<>();
        each(kind, way -> parts.add(kind.cast(way.getLeaf())));
        return parts;
    }

    /** For messages. */
    @Override
    public String toString() {
        return path;
    }

    private static boolean has(Path file, String part) {
        for (Path element : file) {
            if (element.toString().equals(part)) {
                return true;
            }
        }
        return false;
    }

    private static Text read(Path root, Path file) {
        try {
            String path = file.toString().replace(file.getFileSystem().getSeparator(), "/");
            return new Text(path, Files.readString(root.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comes to life when it is first asked for. */
    private static final class Read {

        static final List<Source> ALL = readAll();
    }

    /** A text as the compiler wants to see it. */
    private static final class Text extends SimpleJavaFileObject {

        private final String path;
        private final String text;

        Text(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.path = path;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
