package dev.signalbox.http.admin.key;

import com.fasterxml.jackson.databind.node.TextNode;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.form.AdminJson;

import java.util.Map;

/**
 * Who made a key, and who changed it last: kept with the fields that decide nothing, for people who
 * look at the key. Nobody can fill these fields in, and the history is what proves anything.
 */
final class Makers {

    private static final String MADE = "created_by";
    private static final String CHANGED = "updated_by";

    private final AdminJson json;

    Makers(AdminJson json) {
        this.json = json;
    }

    /** What is kept of a key that {@code actor} makes. */
    FreeJson made(FreeJson kept, Actor actor) {
        TextNode maker = new TextNode(actor.maker());
        return json.merged(kept, Map.of(MADE, maker, CHANGED, maker));
    }

    /** What is kept of a key that {@code actor} changes. */
    FreeJson changed(FreeJson kept, Actor actor) {
        return json.merged(kept, Map.of(CHANGED, new TextNode(actor.maker())));
    }
}
