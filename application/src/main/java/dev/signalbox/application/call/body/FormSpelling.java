package dev.signalbox.application.call.body;

import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.FormPart;
import dev.signalbox.application.call.form.Outgoing;
import dev.signalbox.application.call.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Writes a form for one deployment by the rules that hold for JSON: without what is meant for us,
 * with the deployment's model and with what somebody else writes. Files, and all that nobody
 * changes, go up byte for byte. Used by one thread.
 */
final class FormSpelling {

    private static final String MODEL = "model";

    private final CallBody body;
    private final Form form;
    private final Spelling spelling;

    FormSpelling(CallBody body, Form form, Spelling spelling) {
        this.body = body;
        this.form = form;
        this.spelling = spelling;
    }

    Outgoing outgoing(byte[] model) {
        Form.Writing writing = form.writing();
        String name = JsonText.plain(ByteBuffer.wrap(model));
        if (!form.has(MODEL) && !spelling.dropped().contains(MODEL)) {
            writing.put(MODEL, name);
        }
        insert(writing);
        for (FormPart part : form.parts()) {
            write(writing, part, name);
        }
        return writing.finished();
    }

    private void insert(Form.Writing writing) {
        for (Member change : body.changes()) {
            String name = body.spelled(change.name(), spelling);
            if (name != null && !name.equals(MODEL) && !form.has(change.name())) {
                writing.put(name, JsonText.plain(change.json()));
            }
        }
        for (Member member : spelling.defaults()) {
            if (!spelling.dropped().contains(member.name())
                    && !body.isSaid(member.name(), spelling)) {
                writing.put(member.name(), JsonText.plain(member.json()));
            }
        }
    }

    private void write(Form.Writing writing, FormPart part, String model) {
        String own = Form.bare(part.name());
        String name = own.equals("metadata") ? null : body.spelled(own, spelling);
        if (name == null) {
            return;
        }
        String value = own.equals(MODEL) ? model : changed(own);
        if (value == null && !name.equals(own)) {
            ByteBuffer said = body.value(own);
            value = said == null ? null : JsonText.plain(said);
        }
        if (value != null) {
            writing.put(name, value);
        } else {
            writing.copy(part);
        }
    }

    private @Nullable String changed(String name) {
        ByteBuffer change = body.change(name);
        return change == null ? null : JsonText.plain(change);
    }
}
