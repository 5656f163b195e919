package dev.signalbox.bootstrap.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page with commands in it: every block of shell, and what the page's comments say that it
 * prints.
 *
 * <p>A comment {@code <!-- prints: text -->} behind a block is a promise about that block; several
 * may follow one another.
 */
record Document(Path file, List<Block> blocks) {

    private static final Pattern BLOCK =
            Pattern.compile("```sh\\n(.*?)```((?:\\s*<!-- prints: .*? -->)*)", Pattern.DOTALL);
    private static final Pattern PROMISE =
            Pattern.compile("<!-- prints: (.*?) -->", Pattern.DOTALL);

    /** Commands that stand together, and the texts that their output must contain. */
    record Block(String commands, List<String> promises) {}

    static Document read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            List<String> promises = new ArrayList<>();
            Matcher promise = PROMISE.matcher(block.group(2));
            while (promise.find()) {
                promises.add(promise.group(1));
            }
            blocks.add(new Block(block.group(1).strip(), promises));
        }
        return new Document(file, blocks);
    }
}
