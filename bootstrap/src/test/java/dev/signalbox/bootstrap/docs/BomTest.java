package dev.signalbox.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

/** The BOM has no parent, so nothing but this test keeps it in step. */
class BomTest {

    private static final Document BOM = read("bom/pom.xml");
    private static final Document ROOT = read("../pom.xml");

    @Test
    void itHasTheVersionOfTheProject() {
        assertThat(version(BOM)).isEqualTo(version(ROOT));
        assertThat(BOM.getElementsByTagName("parent").getLength()).isZero();
    }

    @Test
    void itHoldsEveryModuleThatOthersCanUse() {
        List<String> modules = new ArrayList<>(texts(ROOT.getElementsByTagName("module")));
        // What only proves, what only starts, and the BOM itself.
        modules.removeIf(it -> it.startsWith("testing/") || it.startsWith("bootstrap"));

        assertThat(managed("artifactId").stream().distinct()).containsExactlyElementsOf(modules);
        assertThat(managed("version")).containsOnly("${project.version}");
        assertThat(managed("groupId")).containsOnly("dev.signalbox");
    }

    private static List<String> managed(String what) {
        Element management = (Element) BOM.getElementsByTagName("dependencyManagement").item(0);
        return texts(management.getElementsByTagName(what));
    }

    private static List<String> texts(NodeList elements) {
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> elements.item(i).getTextContent())
                .toList();
    }

    /** The project's own stands first. */
    private static String version(Document pom) {
        return texts(pom.getElementsByTagName("version")).getFirst();
    }

    private static Document read(String path) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of(path).toFile());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
