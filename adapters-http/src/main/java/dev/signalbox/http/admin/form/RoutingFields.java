package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingTerms;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the fields of a key or a team say about the way of its calls. Most of them are kept as they
 * were written, so they are read out of what is kept: there is one place where they stand. Safe for
 * many threads.
 */
public final class RoutingFields {

    /** Where the calls of a team may be served. */
    public static final String RESIDENCY = "residency";

    private static final int LONGEST = 64;

    private final AdminJson json;

    public RoutingFields(AdminJson json) {
        this.json = json;
    }

    /**
     * What {@code kept} says.
     *
     * @param residency what the team said of that
     */
    public RoutingTerms terms(FreeJson kept, Set<String> residency) {
        JsonNode tree = json.tree(kept);
        JsonNode metadata = tree.path("metadata");
        Set<String> tags = new TreeSet<>();
        add(tags, tree.path("tags"));
        add(tags, metadata.path("tags"));
        JsonNode settings = tree.path("router_settings");
        return new RoutingTerms(
                tags,
                residency,
                settings.isObject() && !settings.isEmpty()
                        ? new FreeJson(settings.toString())
                        : null,
                metadata.path("disable_fallbacks").booleanValue(),
                metadata.path("allow_client_tags").booleanValue());
    }

    /** The regions of a form, in lower case; none if nothing is said. */
    public static Set<String> residency(Form form) {
        Set<String> regions = new TreeSet<>();
        List<String> texts = form.texts(RESIDENCY);
        for (String text : texts) {
            String region = text.strip().toLowerCase(Locale.ROOT);
            if (region.isEmpty() || region.length() > LONGEST) {
                throw Form.Wrong.field(
                        RESIDENCY, "A region is a word of 1 to " + LONGEST + " characters.");
            }
            regions.add(region);
        }
        return regions;
    }

    private static void add(Set<String> tags, JsonNode list) {
        for (JsonNode tag : list) {
            if (tag.isTextual() && !tag.textValue().isEmpty()) {
                tags.add(tag.textValue());
            }
        }
    }
}
