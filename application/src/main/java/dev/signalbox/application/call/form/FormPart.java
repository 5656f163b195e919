package dev.signalbox.application.call.form;

/**
 * One part of a form, and where in it what stands.
 *
 * @param name as its head says it, brackets at its end included
 * @param start where its head begins, behind the line of the boundary
 * @param content where its content begins
 * @param end the place behind its content
 */
public record FormPart(String name, boolean isFile, long start, long content, long end) {}
