package dev.signalbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.testkit.OpenWorkshop;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A workshop that seals nothing: it writes members over each other as the real one does, shows all
 * but {@code api_key}, and knows {@code model}, {@code api_base}, {@code api_key} and {@code rpm}.
 */
final class PlainWorkshop implements ModelWorkshop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KNOWN = List.of("model", "api_base", "api_key", "rpm");

    private final OpenWorkshop opens;

    PlainWorkshop(Upstream upstream) {
        this.opens = new OpenWorkshop(upstream);
    }

    @Override
    public Drawing draw(Sketch sketch, @Nullable StoredModel before) {
        ObjectNode params = tree(before == null ? "{}" : before.params().text());
        ObjectNode info = tree(before == null ? "{}" : before.info().text());
        write(tree(sketch.params().text()), params);
        write(tree(sketch.info().text()), info);
        List<String> flaws = new ArrayList<>();
        params.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!KNOWN.contains(name)) {
                                flaws.add("litellm_params." + name + ": nobody knows it.");
                            }
                        });
        if (!flaws.isEmpty()) {
            return new Unfit(flaws);
        }
        List<String> warnings =
                params.has("rpm") ? List.of("`rpm` is kept, and limits nothing.") : List.of();
        Sealed all = new Sealed(params.toString());
        params.remove("api_key");
        return new Drawing.Fit(
                all, new FreeJson(params.toString()), new FreeJson(info.toString()), warnings);
    }

    @Override
    public Opening open(StoredModel stored) {
        return opens.open(stored);
    }

    @Override
    public @Nullable Sealed sealedAnew(StoredModel stored) {
        return null;
    }

    private static void write(ObjectNode said, ObjectNode over) {
        said.properties()
                .forEach(
                        member -> {
                            over.set(member.getKey(), member.getValue());
                            if (member.getValue().isNull()) {
                                over.remove(member.getKey());
                            }
                        });
    }

    private static ObjectNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return (ObjectNode) tree;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
