package dev.signalbox.bootstrap.config.yaml;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a YAML file into a tree, whatever somebody may have written into it: no object is made from
 * a tag, and size, depth and repetition are bounded.
 */
public final class ConfigYaml {

    /** The largest file that is read, in bytes. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_DEPTH = 40;
    private static final int MAX_ALIASES = 1_000;
    private static final char FIRST_ESCAPED = 0x7f;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Findings findings;

    /**
     * @param findings gets the mistakes that do not hinder reading on, such as a key written twice
     */
    public ConfigYaml(Findings findings) {
        this.findings = findings;
    }

    /**
     * The whole file, its members in the order of the file; an empty file has none.
     *
     * @throws BadConfiguration if it cannot be read, or is no YAML, or is no mapping
     */
    public Mapping read(Path file) {
        return parse(text(file), file.toString());
    }

    /** The same for a text that somebody has read already. */
    public Mapping parse(String text, String file) {
        Place top = Place.top(file);
        Node root = root(text, top);
        if (root == null) {
            return new Mapping(top, List.of());
        }
        ConfigNode tree = new YamlTree(findings).grow(root, top);
        if (tree instanceof Mapping mapping) {
            return mapping;
        }
        if (tree instanceof Scalar scalar && scalar.kind() == ConfigNode.Kind.NOTHING) {
            return new Mapping(top, List.of());
        }
        throw bad(top, "a configuration file is a mapping (`key: value`), not " + tree.what());
    }

    /**
     * The same for an object in JSON, which is YAML as well.
     *
     * @param field under which it was sent
     * @throws BadConfiguration if it is larger or deeper than any honest model
     */
    public static Mapping json(String text, String field) {
        Findings findings = new Findings();
        Place top = Place.field(field);
        Node root = root(inAscii(text), top);
        if (root != null && new YamlTree(findings).grow(root, top) instanceof Mapping mapping) {
            findings.requireNoError();
            return mapping;
        }
        throw bad(top, "this must be an object");
    }

    /** YAML refuses some characters where JSON does not, but not their escapes. */
    private static String inAscii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < FIRST_ESCAPED) {
                ascii.append(c);
            } else {
                ascii.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return ascii.toString();
    }

    private static @Nullable Node root(String text, Place top) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            throw bad(
                    new Place(top.file(), line, ""),
                    "this is no valid YAML: " + Place.shown(String.valueOf(e.getProblem())));
        } catch (YAMLException e) {
            throw bad(top, "this is no valid YAML: " + firstLine(e));
        }
    }

    private static String text(Path file) {
        Place top = Place.top(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw bad(top, "a configuration file has at most " + MAX_BYTES + " bytes");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new BadConfiguration(List.of(file + ": there is no such file"));
        } catch (CharacterCodingException e) {
            throw bad(top, "a configuration file is written in UTF-8; this one is not");
        } catch (IOException e) {
            throw new BadConfiguration(
                    List.of(
                            file
                                    + ": this file cannot be read ("
                                    + (Files.isDirectory(file) ? "it is a folder" : e.toString())
                                    + ")"));
        }
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }

    private static BadConfiguration bad(Place place, String message) {
        return new BadConfiguration(List.of(place + ": " + message));
    }
}
