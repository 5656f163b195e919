package dev.signalbox.bootstrap.rules;

import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;

/** How things are written down. */
final class WritingRules {

    private static final Pattern MOCKS =
            Pattern.compile("(org\\.mockito|org\\.easymock|mockit|org\\.jmock|io\\.mockk)\\..*");

    /** In two pieces each, so that this file does not break its own rule. */
    private static final Pattern LEFTOVERS =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|@Dis" + "abled\\b");

    private WritingRules() {}

    /** A sealed type that grows must show every place that has to think about it. */
    static Stream<String> defaultsBesideTypes(Source source) {
        List<String> wrongs = new ArrayList<>();
        if (!source.isTest()) {
            source.each(SwitchTree.class, way -> hasDefault(source, way, wrongs));
            source.each(SwitchExpressionTree.class, way -> hasDefault(source, way, wrongs));
        }
        return wrongs.stream();
    }

    static Stream<String> monitors(Source source) {
        List<String> wrongs = new ArrayList<>();
        source.each(SynchronizedTree.class, way -> wrongs.add(placeOf(source, way)));
        return wrongs.stream();
    }

    static Stream<String> mocks(Source source) {
        return source.isIn("domain", "application")
                ? source.tree().getImports().stream()
                        .map(ImportTree::getQualifiedIdentifier)
                        .filter(name -> MOCKS.matcher(name.toString()).matches())
                        .map(name -> source.path() + " imports " + name)
                : Stream.empty();
    }

    /** Every package of the product has a {@code package-info}: see the test for the missing. */
    static Stream<String> barePackages(Source source) {
        if (!source.fileName().equals("package-info.java")) {
            return Stream.empty();
        }
        boolean explained = source.text().stripLeading().startsWith("/**");
        boolean marked = source.text().contains("@NullMarked");
        return explained && marked ? Stream.empty() : Stream.of(source.path());
    }

    static Stream<String> unexplained(Source source) {
        if (source.isTest()) {
            return Stream.empty();
        }
        List<String> wrongs = new ArrayList<>();
        source.each(ClassTree.class, way -> unexplainedType(source, way, wrongs));
        source.each(MethodTree.class, way -> unexplainedMethod(source, way, wrongs));
        return wrongs.stream();
    }

    static Stream<String> unsafeSharing(Source source) {
        boolean shared =
                MutableState.SHARED.stream()
                        .map(name -> "dev/signalbox/" + name.replace('.', '/') + ".java")
                        .anyMatch(source.path()::endsWith);
        if (!shared) {
            return Stream.empty();
        }
        Tree type = source.tree().getTypeDecls().getFirst();
        String doc = source.trees().getDocComment(TreePath.getPath(source.tree(), type));
        return doc != null && doc.contains("thread") ? Stream.empty() : Stream.of(source.path());
    }

    static Stream<String> leftovers(Source source) {
        return source.text()
                .lines()
                .filter(line -> LEFTOVERS.matcher(line).find())
                .map(line -> source.path() + ": " + line.strip());
    }

    private static void unexplainedType(Source source, TreePath way, List<String> wrongs) {
        boolean outermost = way.getParentPath().getLeaf() == source.tree();
        if (outermost && source.trees().getDocComment(way) == null) {
            wrongs.add(source.path() + "#" + ((ClassTree) way.getLeaf()).getSimpleName());
        }
    }

    private static void unexplainedMethod(Source source, TreePath way, List<String> wrongs) {
        MethodTree method = (MethodTree) way.getLeaf();
        boolean offered =
                method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        && method.getReturnType() != null
                        && !overrides(method);
        boolean asked =
                source.path().matches(".*/application/driv(ing|en)/.*")
                        && way.getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE
                        && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                        && !overrides(method);
        if ((offered || asked) && source.trees().getDocComment(way) == null) {
            wrongs.add(source.path() + "#" + method.getName());
        }
    }

    static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(mark -> mark.getAnnotationType().toString().equals("Override"));
    }

    private static void hasDefault(Source source, TreePath way, List<String> wrongs) {
        List<? extends CaseTree> cases =
                way.getLeaf() instanceof SwitchTree statement
                        ? statement.getCases()
                        : ((SwitchExpressionTree) way.getLeaf()).getCases();
        List<? extends CaseLabelTree> labels =
                cases.stream().flatMap(one -> one.getLabels().stream()).toList();
        if (labels.stream().anyMatch(PatternCaseLabelTree.class::isInstance)
                && labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance)) {
            wrongs.add(placeOf(source, way));
        }
    }

    private static String placeOf(Source source, TreePath way) {
        for (Tree around : way) {
            if (around instanceof MethodTree method) {
                return source.path() + "#" + method.getName();
            }
        }
        return source.path();
    }
}
