package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Step;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Streams that begin with 200 and do not go as they should. */
public enum StreamFault implements Scenario {
    ERROR_FIRST("F49", "error-first", events(EventEdits::errorOnly)),
    ERROR_AFTER_ANNOTATION("F49B", "error-after-annotation", events(EventEdits::errorSecond)),
    ERROR_FIRST_NAMED("F49C", "error-first-named", events(EventEdits::namedErrorOnly)),
    ERROR_IN_THE_MIDDLE("F50", "error-mid-stream", events(EventEdits::errorInTheMiddle)),
    ERROR_IN_THE_MIDDLE_NAMED(
            "F50B", "error-mid-stream-named", events(EventEdits::namedErrorInTheMiddle)),
    RESET("F51", "reset-mid-stream", StreamCuts::reset),
    BROKEN_CHUNKING("F51B", "broken-chunking", StreamCuts::brokenChunking),
    END_WITHOUT_DONE("F52", "end-without-done", StreamCuts::cleanEnd),
    EOF_WITHOUT_LAST_CHUNK("F52B", "eof-without-last-chunk", StreamCuts::eof),
    FINISH_WITHOUT_DONE("F53", "finish-without-done", events(EventEdits::withoutDone)),
    HELD_AFTER_DONE("F54", "held-after-done", StreamCuts::heldAfterDone),
    STALL("F55", "stall-mid-stream", StreamCuts::stall),
    STALL_FOREVER("F55B", "stall-forever", StreamCuts::stallForever),
    STALL_AFTER_HEAD("F55C", "stall-after-head", StreamCuts::stallAfterHead),
    SLOW_EVENT("F56", "slow-event", StreamCuts::slowEvent),
    HALF_CLOSE("F57", "half-close", StreamCuts::halfClose),
    BROKEN_JSON("F58", "broken-json-event", events(EventEdits::brokenJson)),
    EVERY_BYTE("F59", "split-at-every-byte", events(EventEdits::everyByte)),
    ODD_LINES("F60", "crlf-comments-bom", events(EventEdits::oddLines)),
    MANY_LINES("F60B", "multi-line-data", events(EventEdits::manyLines)),
    NAMED_EVENTS("F60C", "named-events", events(EventEdits::named)),
    HUGE_EVENT("F61", "huge-event", events(EventEdits::hugeEvent)),
    MANY_EVENTS("F62", "many-events", events(EventEdits::manyEvents)),
    ASYNC_ANNOTATIONS("F63", "async-annotations", events(EventEdits::annotated)),
    FILTERED("F64", "finish-content-filter", events(EventEdits::filtered)),
    FILTERED_ASYNC("F64B", "async-content-filter", events(EventEdits::filteredAsync)),
    USAGE_ABSENT("F65", "usage-absent", events(EventEdits::withoutUsage)),
    USAGE_TWICE("F65B", "usage-twice", events(EventEdits::usageTwice)),
    USAGE_EARLY("F65C", "usage-before-finish", events(EventEdits::usageEarly)),
    TOOLS_WITHOUT_INDEX("F66", "tool-calls-without-index", events(ToolEdits::withoutIndex)),
    TOOLS_INTERLEAVED("F66B", "tool-calls-interleaved", events(ToolEdits::interleaved)),
    TOOLS_WITHOUT_NAME("F66C", "tool-calls-empty-name", events(ToolEdits::emptyName)),
    KEEP_ALIVE_ONLY("F67", "keep-alive-only", StreamCuts::keepAlive),
    DOCUMENT_FOR_STREAM(
            "F68B", "document-for-stream", (at, good) -> at.otherForm().steps(at.head())),
    DATA_AFTER_DONE("F69", "data-after-done", events(EventEdits::afterDone));

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method of this package, without any state
    private final BiFunction<Occasion, Answer, List<Step>> does;

    StreamFault(String id, String title, BiFunction<Occasion, Answer, List<Step>> does) {
        this.id = id;
        this.title = title;
        this.does = does;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Stage stage() {
        return Stage.STREAM;
    }

    /** What would have been refused anyway is refused as always. */
    @Override
    public List<Step> steps(Occasion occasion) {
        Answer good = occasion.good();
        return good.streamed() ? does.apply(occasion, good) : good.steps(occasion.head());
    }

    private static BiFunction<Occasion, Answer, List<Step>> events(
            UnaryOperator<List<Piece>> edit) {
        return (at, good) -> good.of(edit.apply(good.pieces())).steps(at.head());
    }
}
