package dev.signalbox.domain.catalog;

import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.money.Pricing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;

/** Terms of a deployment on their way; used by one thread, and left alone when they are done. */
public final class TermsDraft {
    private @Nullable Double weight;
    private @Nullable Long rpm;
    private @Nullable Long tpm;
    private @Nullable Integer order;
    private Set<String> tags = Set.of();
    private @Nullable String region;
    private @Nullable Integer together;
    private @Nullable Long window;
    private Pricing pricing = Pricing.UNKNOWN;
    private @Nullable Duration timeout;
    private @Nullable Duration streamTimeout;
    private @Nullable Integer retries;
    private @Nullable Duration rest;
    private @Nullable Integer allowedFails;
    private Limits budget = Limits.NONE;

    TermsDraft() {}

    TermsDraft(Deployment.Terms terms) {
        this.weight = terms.weight();
        this.rpm = terms.rpm();
        this.tpm = terms.tpm();
        this.order = terms.order();
        this.tags = terms.tags();
        this.region = terms.region();
        this.together = terms.together();
        this.window = terms.window();
        this.pricing = terms.pricing();
        this.timeout = terms.timeout();
        this.streamTimeout = terms.streamTimeout();
        this.retries = terms.retries();
        this.rest = terms.rest();
        this.allowedFails = terms.allowedFails();
        this.budget = terms.budget();
    }

    /** Its share among its siblings. */
    public TermsDraft weight(@Nullable Double weight) {
        this.weight = weight;
        return this;
    }

    /** Requests in a minute. */
    public TermsDraft rpm(@Nullable Long rpm) {
        this.rpm = rpm;
        return this;
    }

    /** Tokens in a minute. */
    public TermsDraft tpm(@Nullable Long tpm) {
        this.tpm = tpm;
        return this;
    }

    /** Its tier. */
    public TermsDraft order(@Nullable Integer order) {
        this.order = order;
        return this;
    }

    /** What calls may be marked with. */
    public TermsDraft tags(Set<String> tags) {
        this.tags = tags;
        return this;
    }

    /** Where it lies. */
    public TermsDraft region(@Nullable String region) {
        this.region = region;
        return this;
    }

    /** Calls at the same time. */
    public TermsDraft together(@Nullable Integer together) {
        this.together = together;
        return this;
    }

    /** The longest question, in tokens. */
    public TermsDraft window(@Nullable Long window) {
        this.window = window;
        return this;
    }

    /** What calls cost. */
    public TermsDraft pricing(Pricing pricing) {
        this.pricing = pricing;
        return this;
    }

    /** For a whole attempt. */
    public TermsDraft timeout(@Nullable Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** For the first event of a stream. */
    public TermsDraft streamTimeout(@Nullable Duration streamTimeout) {
        this.streamTimeout = streamTimeout;
        return this;
    }

    /** How often a call that it failed is tried again. */
    public TermsDraft retries(@Nullable Integer retries) {
        this.retries = retries;
        return this;
    }

    /** How long it rests. */
    public TermsDraft rest(@Nullable Duration rest) {
        this.rest = rest;
        return this;
    }

    /** Failures in a minute that are let pass. */
    public TermsDraft allowedFails(@Nullable Integer allowedFails) {
        this.allowedFails = allowedFails;
        return this;
    }

    /** How much money may be spent on it. */
    public TermsDraft budget(Limits budget) {
        this.budget = budget;
        return this;
    }

    /** The terms as they are now. */
    public Deployment.Terms done() {
        return new Deployment.Terms(
                weight,
                rpm,
                tpm,
                order,
                tags,
                region,
                together,
                window,
                pricing,
                timeout,
                streamTimeout,
                retries,
                rest,
                allowedFails,
                budget);
    }
}
