package dev.signalbox.http.openai.form;

import dev.signalbox.application.call.form.FormStore;

/** A form that is small enough to be held. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InMemory(byte[] bytes) implements FormStore {

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) {
        int count = (int) Math.min(length, bytes.length - at);
        System.arraycopy(bytes, (int) at, into, offset, Math.max(count, 0));
        return Math.max(count, 0);
    }
}
