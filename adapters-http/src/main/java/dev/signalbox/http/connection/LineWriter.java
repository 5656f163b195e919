package dev.signalbox.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/** Writes to a connection, and lets it know how long each piece takes. */
final class LineWriter implements DataWriter {

    private final DataWriter writer;
    private final Line line;

    LineWriter(DataWriter writer, Line line) {
        this.writer = writer;
        this.line = line;
    }

    @Override
    public void write(BufferData... buffers) {
        line.whileSending(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        line.whileSending(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        line.whileSending(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        line.whileSending(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        line.whileSending(writer::flush);
    }

    @Override
    public void close() {
        writer.close();
    }
}
