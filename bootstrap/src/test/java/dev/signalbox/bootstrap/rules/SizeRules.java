package dev.signalbox.bootstrap.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How long things may be. */
final class SizeRules {

    static final int LONGEST_FILE = 300;
    static final int LONGEST_METHOD = 40;
    static final int LONGEST_ADAPTER_METHOD = 60;
    static final int MOST_PARAMETERS = 4;

    private SizeRules() {}

    static Stream<String> longFiles(Source source) {
        long lines = source.text().lines().count();
        return source.isTest() || lines <= LONGEST_FILE ? Stream.empty() : Stream.of(source.path());
    }

    static Stream<String> longMethods(Source source) {
        int most = source.isIn("domain", "application") ? LONGEST_METHOD : LONGEST_ADAPTER_METHOD;
        return source.isTest()
                ? Stream.empty()
                : source.parts(MethodTree.class).stream()
                        .filter(method -> source.lines(method) > most)
                        .map(method -> source.path() + "#" + method.getName());
    }

    /** What overrides does not choose; whoever is overridden is looked at, if it is ours. */
    static Stream<String> manyParameters(Source source) {
        List<String> wrongs = new ArrayList<>();
        if (!source.isTest() && !source.isIn("testing")) {
            source.each(
                    MethodTree.class,
                    way -> {
                        MethodTree method = (MethodTree) way.getLeaf();
                        if (method.getParameters().size() > MOST_PARAMETERS
                                && !makesARecord(way)
                                && !WritingRules.overrides(method)) {
                            wrongs.add(source.path() + "#" + method.getName());
                        }
                    });
        }
        return wrongs.stream();
    }

    private static boolean makesARecord(TreePath way) {
        MethodTree method = (MethodTree) way.getLeaf();
        Tree owner = way.getParentPath().getLeaf();
        return method.getReturnType() == null
                && owner instanceof ClassTree
                && owner.getKind() == Tree.Kind.RECORD;
    }
}
