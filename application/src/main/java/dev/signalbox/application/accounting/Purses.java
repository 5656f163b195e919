package dev.signalbox.application.accounting;

import dev.signalbox.application.quota.Quotas;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.money.NanoUsd;

/** What may be spent on deployments, whoever calls. Safe for many threads. */
@FunctionalInterface
public interface Purses {

    /**
     * Sets aside what a question to that deployment may cost; asks once and waits, not for long.
     */
    Quotas.Answer reserve(Deployment deployment, NanoUsd most);
}
