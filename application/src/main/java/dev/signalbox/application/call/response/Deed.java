package dev.signalbox.application.call.response;

/** What is to be done with a response that was made before. */
public enum Deed {
    LOOK,
    DELETE,
    CANCEL,
    LIST_INPUT
}
