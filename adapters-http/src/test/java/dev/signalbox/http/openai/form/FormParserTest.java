package dev.signalbox.http.openai.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.FormPart;
import dev.signalbox.application.call.form.Outgoing;
import dev.signalbox.application.testkit.Bodies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FormParserTest {

    private static final Boundary BETWEEN = new Boundary("between");

    private static List<FormPart> parts(String form) throws Exception {
        return new FormParser(new InMemory(bytes(form)), BETWEEN).parts();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String part(String head, String content) {
        return "--between\r\nContent-Disposition: form-data; "
                + head
                + "\r\n\r\n"
                + content
                + "\r\n";
    }

    @Test
    void partsAreFoundWhereverTheyLieInWhateverIsInThem() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<String> contents = new ArrayList<>();
            StringBuilder form = new StringBuilder();
            for (int part = random.nextInt(6); part >= 0; part--) {
                String content = content(random);
                contents.add(content);
                form.append(part("name=\"p" + contents.size() + "\"", content));
            }
            byte[] all = bytes(form + "--between--\r\n");
            try (Spool spool = Spool.of(new ByteArrayInputStream(all), all.length)) {
                FormParser parser = new FormParser(spool, BETWEEN);

                List<FormPart> parts = parser.parts();

                assertThat(parts).as("seed %d, form %d", seed, i).hasSameSizeAs(contents);
                for (int part = 0; part < parts.size(); part++) {
                    byte[] found =
                            new byte[(int) (parts.get(part).end() - parts.get(part).content())];
                    int count = spool.read(parts.get(part).content(), found, 0, found.length);
                    assertThat(new String(found, 0, count, StandardCharsets.ISO_8859_1))
                            .as("seed %d, form %d", seed, i)
                            .isEqualTo(contents.get(part));
                }
            }
        }
    }

    /** Bytes that look like boundaries, and lengths about the edge of a window. */
    private static String content(Random random) {
        int most = random.nextInt(8) == 0 ? 140_000 : 40;
        StringBuilder content = new StringBuilder();
        while (content.length() < random.nextInt(most)) {
            content.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "\r\n";
                        case 1 -> "--betwee";
                        case 2 -> "\r\n--betwen";
                        case 3 -> "\r\n\r\n";
                        case 4 -> "x".repeat(random.nextInt(3000));
                        default -> String.valueOf((char) random.nextInt(256));
                    });
        }
        return content.toString().replace("--between", "");
    }

    @Test
    void namesAreReadAsClientsWriteThem() throws Exception {
        String form =
                part("name=\"model\"", "m")
                        + part("name=file; filename=\"a \\\"b\\\".mp3\"", "f")
                        + part("filename*=UTF-8''x.png; filename=\"x.png\"; name=\"image[]\"", "i")
                        + "--between--";

        assertThat(parts(form))
                .extracting(FormPart::name, FormPart::isFile)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("model", false),
                        org.assertj.core.groups.Tuple.tuple("file", true),
                        org.assertj.core.groups.Tuple.tuple("image[]", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--betwee",
                "x--between\r\n",
                "\r\n--between--\r\n",
                "--between",
                "--betweenx\r\n",
                "--between--\r\nmore",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\n--between--\r\n",
                "--between\r\n\r\nno head\r\n--between--\r\n",
                "--between\r\nContent-Type: a/b\r\n\r\nno name\r\n--between--\r\n",
                // What somebody else may read differently.
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--between\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\n--between\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"; filename=\"--between\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\n\t; name=\"model\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nx\r\n--between--\r\n",
                "--between\r\n\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"; name=\"model\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"; name*=UTF-8''model\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"mod\\el\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\nX: y\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\nx\r\n--between--\r\n",
                "--between\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nx\r\n--between--\r\n"
            })
    void whatIsNoFormIsRefused(String form) {
        assertThatThrownBy(() -> parts(form)).isInstanceOf(FormParser.Broken.class);
    }

    @Test
    void noBytesMakeItStumbleOrGoOnForEver() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String good = part("name=\"a\"", "x") + part("name=\"b\"", "y") + "--between--\r\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder form = new StringBuilder(good);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(form.length());
                if (random.nextBoolean()) {
                    form.deleteCharAt(at);
                } else {
                    form.setCharAt(at, "\r\n-\";=: b".charAt(random.nextInt(9)));
                }
            }
            try {
                assertThat(parts(form.toString())).as("seed %d", seed).hasSizeLessThan(3);
            } catch (FormParser.Broken e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (Exception e) {
                throw new AssertionError("seed " + seed + ": " + form, e);
            }
        }
    }

    @Test
    void aLongNameOfAFileNeedsNoDeepStack() throws Exception {
        String name = "a\\\"".repeat(5000);

        assertThat(parts(part("name=\"file\"; filename=\"" + name + "\"", "x") + "--between--"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata|{\"a\":1",
                "tags|[],\"stream\":true",
                "n|+10",
                "n|1 2",
                "stream|True",
                "n|"
            })
    void aFieldThatActsIsOneWholeValue(String field) throws Exception {
        String[] said = field.split("\\|", -1);
        String form = part("name=\"" + said[0] + "\"", said[1]) + "--between--";
        FormParser parser = new FormParser(new InMemory(bytes(form)), BETWEEN);

        assertThatThrownBy(() -> new FormFields(parser, parser.parts()).json())
                .isInstanceOf(FormParser.Broken.class)
                .hasMessageContaining(said[0]);
    }

    @Test
    void fieldsAreWrittenAsJsonWouldSayThem() throws Exception {
        String form =
                part("name=\"model\"", "123")
                        + part("name=\"n\"", "2")
                        + part("name=\"tags\"", "night")
                        + part("name=\"stream\"", "true")
                        + part("name=\"include[]\"", "a")
                        + part("name=\"include[]\"", "{b}")
                        + part("name=\"file\"; filename=\"x\"", "{")
                        + "--between--";
        FormParser parser = new FormParser(new InMemory(bytes(form)), BETWEEN);

        assertThat(
                        new String(
                                new FormFields(parser, parser.parts()).json(),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"model\":\"123\",\"n\":2,\"tags\":[\"night\"],\"stream\":true,"
                                + "\"include\":[\"a\",\"{b}\"],\"file\":\"\"}");
    }

    @Test
    void aBoundaryIsReadAsClientsWriteIt() {
        assertThat(Boundary.in("multipart/form-data; boundary=a-b_c"))
                .isEqualTo(new Boundary("a-b_c"));
        assertThat(Boundary.in("Multipart/Form-Data; charset=utf-8; Boundary=\"a b?c\""))
                .isEqualTo(new Boundary("a b?c"));
        assertThat(Boundary.in("multipart/form-data")).isNull();
        assertThat(Boundary.in("application/json; boundary=a")).isNull();
        assertThat(Boundary.in(null)).isNull();
        assertThat(Boundary.in("multipart/form-data; boundary=" + "x".repeat(71))).isNull();
    }

    @Test
    void aFormGoesUpWithTheDeploymentsModelAndWithoutWhatIsForUs() throws Exception {
        String file = part("name=\"file\"; filename=\"a\"", "\u0000\u00ff\r\n-");
        String unknown = part("name=\"x-new\"", "kept");
        String form =
                part("name=\"tags\"", "[\"a\"]")
                        + file
                        + part("name=\"model\"", "asked")
                        + unknown
                        + part("name=\"metadata\"", "{}")
                        + "--between--\r\n";
        InMemory store = new InMemory(bytes(form));
        List<FormPart> parts = new FormParser(store, BETWEEN).parts();

        Outgoing out =
                Bodies.of(
                                "{\"tags\":[\"a\"],\"file\":\"\",\"model\":\"asked\",\"x-new\":\"kept\",\"metadata\":{}}")
                        .of(new Form(BETWEEN.mediaType(), BETWEEN.text(), store, parts))
                        .outgoing(bytes("\"dep\\\"1\""), Spelling.PLAIN);

        String expected = file + part("name=\"model\"", "dep\"1") + unknown + "--between--\r\n";
        assertThat(written(out)).isEqualTo(expected);
        assertThat(written(out)).as("once more").isEqualTo(expected);
        assertThat(out.length()).isEqualTo(expected.length());
    }

    private static String written(Outgoing out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : out.pieces()) {
            all.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
