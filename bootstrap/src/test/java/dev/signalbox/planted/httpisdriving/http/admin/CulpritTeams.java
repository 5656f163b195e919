package dev.signalbox.planted.httpisdriving.http.admin;

import dev.signalbox.planted.httpisdriving.application.directory.Book;

/** Breaks the rule. */
public record CulpritTeams(Book book) {}
