package dev.signalbox.planted.interfacesdonotknowwhoimplementsthem.persistence;

import dev.signalbox.planted.interfacesdonotknowwhoimplementsthem.application.driven.CulpritStore;

/** Breaks nothing. */
public final class Rows implements CulpritStore {}
