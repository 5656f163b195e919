package dev.signalbox.application.call.response;

import dev.signalbox.domain.catalog.Deployment;

/**
 * A response that a deployment made.
 *
 * @param id as the upstream calls it
 */
public record MadeResponse(Deployment.Id deployment, String id) {}
