package dev.signalbox.application.admin.spend;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Reason;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Tariff;

import java.util.HashMap;
import java.util.Map;

/**
 * Prices questions of the past by what is known now, as they would have been priced then. Used by
 * one thread.
 */
final class Repricer {

    private final Map<String, Deployment> deployments = new HashMap<>();

    Repricer(Directory directory) {
        directory.deployments().forEach(one -> deployments.putIfAbsent(one.id().text(), one));
    }

    /** What becomes of a question. */
    sealed interface Outcome {}

    /**
     * It costs that.
     *
     * @param price the version that says so; empty for what is free whatever the price
     */
    record Priced(NanoUsd cost, String price) implements Outcome {}

    /** It keeps what was charged for it. */
    record Kept(Reason reason) implements Outcome {}

    /** What a question costs by the prices of now. */
    Outcome price(Receipt receipt) {
        if (receipt.status() == Receipt.Status.UNKNOWN) {
            return new Kept(Reason.UNKNOWN);
        }
        if (wasInVain(receipt)) {
            return new Priced(NanoUsd.ZERO, "");
        }
        Intent.Target target = receipt.intent().target();
        Deployment deployment = deployments.get(target.deployment());
        if (deployment == null) {
            return new Kept(Reason.NO_DEPLOYMENT);
        }
        try {
            Tariff.Charge charge =
                    deployment
                            .withModel(target.model())
                            .terms()
                            .tariff()
                            .charge(receipt.usage(), receipt.intent().at());
            return charge == null
                    ? new Kept(Reason.NO_PRICE)
                    : new Priced(charge.cost(), charge.price());
        } catch (ArithmeticException e) {
            return new Kept(Reason.TOO_MUCH);
        }
    }

    /** No answer, no tokens, no money: a price for each call is not for those. */
    private static boolean wasInVain(Receipt receipt) {
        return receipt.status() == Receipt.Status.FAILED
                && receipt.usage().total() == 0
                && receipt.cost().equals(NanoUsd.ZERO);
    }
}
