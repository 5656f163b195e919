package dev.signalbox.simulator.fault;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.wire.RequestHead;
import dev.signalbox.simulator.wire.Step;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The request that a fault meets.
 *
 * @param order what was ordered
 * @param operation what was asked
 * @param normal what would be answered; not to be asked for before the body has been read
 * @param other what would be answered if the stream had been a document, or the other way round
 * @param letterhead puts the resource's headers on an answer
 */
public record Occasion(
        FaultOrder order,
        RequestHead head,
        Operation operation,
        Supplier<Answer> normal,
        Supplier<Answer> other,
        UnaryOperator<Answer> letterhead) {

    /** Another answer, with the resource's headers, framed as always. */
    public List<Step> steps(Answer answer) {
        return letterhead.apply(answer).steps(head);
    }

    /** The good answer, with the resource's headers. */
    public Answer good() {
        return letterhead.apply(normal.get());
    }

    /** A stream for a document or a document for a stream, with the resource's headers. */
    public Answer otherForm() {
        return letterhead.apply(other.get());
    }

    /** The version that was asked for, as messages name it. */
    public String version() {
        String version = head.query("api-version");
        return version == null ? "v1" : version;
    }

    /** How long to wait, in nanoseconds. */
    public long nanos(long defaultMillis) {
        return 1_000_000 * (order.millis() < 0 ? defaultMillis : order.millis());
    }

    /** Where to cut, in bytes. */
    public long cut(long defaultAt) {
        return order.cutAt() < 0 ? defaultAt : order.cutAt();
    }
}
