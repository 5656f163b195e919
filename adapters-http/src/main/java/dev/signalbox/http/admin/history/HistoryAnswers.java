package dev.signalbox.http.admin.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The history as it is answered. Safe for many threads. */
final class HistoryAnswers {

    private final AdminJson json;

    HistoryAnswers(AdminJson json) {
        this.json = json;
    }

    /**
     * Changes, the newest first.
     *
     * @param most how many there could have been
     */
    ObjectNode log(List<RecordedChange> changes, int most) {
        ObjectNode answer = json.object();
        put(answer.putArray("rows"), changes);
        if (changes.size() < most) {
            return answer.putNull("next");
        }
        return answer.put("next", changes.getLast().serial());
    }

    /** Each thing that changed, as it was and as it became. */
    ObjectNode difference(List<RecordedChange> changes) {
        ObjectNode answer = json.object();
        put(answer.putArray("changes"), changes);
        return answer;
    }

    /** What came of looking through the chain. */
    ObjectNode report(ChainReport report) {
        ObjectNode answer = json.object();
        answer.put("verified", report.flaw() == null);
        answer.put("rows", report.rows());
        ChainReport.Head head = report.head();
        answer.set(
                "head",
                head == null
                        ? null
                        : json.object().put("serial", head.serial()).put("hash", head.hash()));
        ChainReport.Flaw flaw = report.flaw();
        answer.set(
                "first_bad",
                flaw == null
                        ? null
                        : json.object().put("serial", flaw.serial()).put("why", flaw.why()));
        return answer;
    }

    private void put(ArrayNode rows, List<RecordedChange> changes) {
        for (RecordedChange change : changes) {
            ObjectNode row = rows.addObject();
            row.put("serial", change.serial());
            row.put("revision", change.revision());
            row.put("at", Times.text(change.at()));
            row.put("by", change.by().name());
            row.put("from", change.by().address());
            row.put("on_behalf_of", change.by().onBehalfOf());
            row.put("kind", change.kind());
            row.put("id", change.id());
            row.set("before", tree(change.before()));
            row.set("after", tree(change.after()));
        }
    }

    private @Nullable ObjectNode tree(@Nullable FreeJson text) {
        return text == null ? null : json.tree(text);
    }
}
