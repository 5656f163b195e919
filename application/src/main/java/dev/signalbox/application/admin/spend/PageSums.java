package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.spend.Repricer.Kept;
import dev.signalbox.application.admin.spend.Repricer.Priced;
import dev.signalbox.application.driven.money.SpendCorrections.Charged;
import dev.signalbox.application.driven.money.SpendCorrections.Correction;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.LeftAlone;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Page;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Reason;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Total;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Whose;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds up what becomes of a page of questions. Used by one thread. */
final class PageSums {

    private static final int ID_BYTES = 16;

    private final MessageDigest digest = sha256();
    private final Map<Whose, Total> totals = new LinkedHashMap<>();
    private final Map<LeftAlone, LeftAlone> leftAlone = new LinkedHashMap<>();
    private final List<Correction> corrections = new ArrayList<>();

    /** One more question, and what it costs. */
    void add(Charged question, Repricer.Outcome outcome) {
        UUID id = question.receipt().intent().id();
        switch (outcome) {
            case Priced priced -> {
                note(id + " " + priced.cost().amount() + " " + priced.price());
                add(question, priced);
            }
            case Kept kept -> {
                note(id + " " + kept.reason().word());
                add(question, kept.reason());
            }
        }
    }

    /** What there is to write. */
    List<Correction> corrections() {
        return corrections;
    }

    /** All of it; nothing is added any more. */
    Page page(@Nullable Instant reached, @Nullable UUID next) {
        return new Page(
                HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES),
                List.copyOf(totals.values()),
                List.copyOf(leftAlone.values()),
                reached,
                next);
    }

    private void add(Charged question, Priced priced) {
        Intent intent = question.receipt().intent();
        boolean changed = !priced.cost().equals(question.charged());
        Whose whose =
                new Whose(
                        intent.target().group(),
                        intent.target().model(),
                        intent.target().provider(),
                        intent.payer().team());
        totals.merge(
                whose,
                new Total(
                        whose,
                        1,
                        changed ? 1 : 0,
                        changed && question.receipt().estimated() ? 1 : 0,
                        question.charged(),
                        priced.cost()),
                (one, other) ->
                        new Total(
                                whose,
                                one.rows() + other.rows(),
                                one.changed() + other.changed(),
                                one.estimated() + other.estimated(),
                                one.charged().plus(other.charged()),
                                one.cost().plus(other.cost())));
        if (changed) {
            corrections.add(new Correction(intent.id(), priced.cost(), priced.price()));
        }
    }

    private void add(Charged question, Reason reason) {
        Intent.Target target = question.receipt().intent().target();
        LeftAlone one =
                new LeftAlone(
                        reason,
                        target.deployment(),
                        target.model(),
                        target.provider(),
                        0,
                        NanoUsd.ZERO);
        leftAlone.merge(
                one, plus(one, question.charged()), (sum, first) -> plus(sum, question.charged()));
    }

    private static LeftAlone plus(LeftAlone sum, NanoUsd charged) {
        return new LeftAlone(
                sum.reason(),
                sum.deployment(),
                sum.model(),
                sum.provider(),
                sum.rows() + 1,
                sum.charged().plus(charged));
    }

    private void note(String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
