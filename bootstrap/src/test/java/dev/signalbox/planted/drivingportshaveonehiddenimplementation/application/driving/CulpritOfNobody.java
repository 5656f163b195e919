package dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving;

/** Breaks the rule. */
public interface CulpritOfNobody {
    void ask();
}
