package dev.signalbox.planted.interfacesdonotknowwhoimplementsthem.application.driven;

import dev.signalbox.planted.interfacesdonotknowwhoimplementsthem.persistence.Rows;

/** Breaks the rule. */
public interface CulpritStore {
    static CulpritStore standard() {
        return new Rows();
    }
}
