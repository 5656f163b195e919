package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

/** What was found, for programs and for people with a spreadsheet. */
public interface Report {

    /** As LiteLLM answers it. */
    JsonNode json();

    /** The same in rows and columns. */
    Table table();

    /**
     * What stands behind it in a table that has everything, looked up now; null if it is the end.
     */
    default @Nullable Report following() {
        return null;
    }
}
