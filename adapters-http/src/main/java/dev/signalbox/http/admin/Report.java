package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;

/** What was found, for programs and for people with a spreadsheet. */
public interface Report {

    /** As LiteLLM answers it. */
    JsonNode json();

    /** The same in rows and columns. */
    Table table();
}
