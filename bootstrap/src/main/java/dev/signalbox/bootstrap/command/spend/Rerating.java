package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonBody;
import dev.signalbox.http.remote.JsonView;
import dev.signalbox.http.remote.RemoteFailed;
import dev.signalbox.http.remote.RemoteGateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Has a gateway price the past anew, page by page.
 *
 * @param progress is told now and then how far it is
 */
record Rerating(RemoteGateway gateway, Period period, Progress progress) {

    private static final int ID_BYTES = 6;
    private static final int LENGTH_OF_DAY = "2026-01-31".length();

    /**
     * Which questions.
     *
     * @param from a day or a moment of UTC
     * @param to the last one
     * @param model empty for all
     */
    record Period(String from, String to, String model) {

        JsonBody body(String after) {
            JsonBody body = new JsonBody().with("start_date", from).with("end_date", to);
            body = model.isEmpty() ? body : body.with("model", model);
            return after.isEmpty() ? body : body.with("after", after);
        }

        /** As it is said on the command line. */
        String words() {
            return "--from " + from + " --to " + to + (model.isEmpty() ? "" : " --model " + model);
        }

        private boolean isOfAllThatDaysHold() {
            return model.isEmpty()
                    && from.length() == LENGTH_OF_DAY
                    && to.length() == LENGTH_OF_DAY;
        }
    }

    /** Is told how far it is. */
    interface Progress {
        /** So many rows are done, up to that moment. */
        void at(long rows, String moment);
    }

    /**
     * A page that was shown.
     *
     * @param after where it begins
     * @param id stands for what it would do
     */
    private record Seen(String after, String id, long rows, String reached) {}

    /**
     * What would change.
     *
     * @param id stands for all of it, whatever of it is done already
     * @param lost rows of these days that are not in the ledger any more
     */
    record DryRun(String id, Tally tally, long lost, List<Seen> pages) {}

    /** What was done. */
    record Done(long written) {}

    /** Looks at all of it; nothing changes. */
    DryRun look() {
        Tally tally = new Tally();
        List<Seen> pages = new ArrayList<>();
        MessageDigest digest = sha256();
        note(digest, period.words());
        String after = "";
        do {
            JsonView page = JsonView.of(gateway.post("/spend/rerate", period.body(after)));
            String id = page.at("page").text();
            if (id.isEmpty()) {
                throw new CommandFailed(Exit.REFUSED, "what answered is no gateway");
            }
            tally.add(page);
            note(digest, id);
            pages.add(new Seen(after, id, tally.rows(), page.at("reached").text()));
            progress.at(tally.rows(), page.at("reached").text());
            after = page.at("next").text();
        } while (!after.isEmpty());
        String id = HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        return new DryRun(id, tally, lost(tally), pages);
    }

    /** Does what was shown, and nothing else. */
    Done apply(DryRun shown) {
        long written = 0;
        for (Seen page : shown.pages()) {
            try {
                JsonBody body = period.body(page.after()).with("page", page.id());
                written +=
                        JsonView.of(gateway.post("/spend/rerate/apply", body))
                                .at("written")
                                .number(0);
            } catch (RemoteFailed e) {
                throw new CommandFailed(
                        e.answered() ? Exit.REFUSED : Exit.GATEWAY,
                        e.getMessage()
                                + "; "
                                + written
                                + " rows of corrections are written. Say the same command again to"
                                + " go on: nothing is charged twice");
            }
            progress.at(page.rows(), page.reached());
        }
        return new Done(written);
    }

    /** Sums of days outlive their rows. */
    private long lost(Tally tally) {
        if (!period.isOfAllThatDaysHold()) {
            return 0;
        }
        Map<String, String> days = Map.of("start_date", period.from(), "end_date", period.to());
        JsonView sums = JsonView.of(gateway.get("/global/spend", days));
        return Math.max(0, sums.at("api_requests").number(0) - tally.rows());
    }

    private static void note(MessageDigest digest, String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
