package dev.signalbox.simulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Letterhead;
import dev.signalbox.simulator.entra.TokenDesk;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.fault.FaultQueue;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.speech.ModelList;
import dev.signalbox.simulator.speech.Speaker;
import dev.signalbox.simulator.studio.Studio;
import dev.signalbox.simulator.surface.Address;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.surface.Surface;
import dev.signalbox.simulator.wire.RequestHead;
import dev.signalbox.simulator.wire.Step;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Decides what a request gets: a fault, a refusal or an answer. Safe for many threads. */
final class Desk {

    private static final String RESPONSES = "/responses/";

    private final Deployments deployments;
    private final FaultQueue faults;
    private final Guard guard;
    private final Letterhead letterhead;
    private final Speaker speaker;
    private final Studio studio;
    private final TokenDesk tokenDesk;

    Desk(ResourceSettings settings, Deployments deployments, FaultQueue faults, Tokens tokens) {
        this.tokenDesk = new TokenDesk(settings.giving());
        this.deployments = deployments;
        this.faults = faults;
        this.guard = new Guard(settings, tokenDesk);
        this.letterhead = new Letterhead(settings.region());
        this.speaker = new Speaker(tokens);
        this.studio = new Studio(tokens);
    }

    /**
     * A request that has been read.
     *
     * @param json the body; missing if it is no JSON
     * @param target whom it reaches; null if nobody
     */
    record Request(
            RequestHead head,
            Address address,
            JsonNode json,
            @Nullable String deployment,
            @Nullable LiveDeployment target) {

        /** The same, asking for a document where a stream was asked for, and vice versa. */
        Request inOtherForm() {
            if (!(json instanceof ObjectNode body)) {
                return this;
            }
            ObjectNode other = body.deepCopy();
            other.put("stream", !body.path("stream").asBoolean(false));
            other.remove("stream_options");
            return new Request(head, address, other, deployment, target);
        }
    }

    /** Where tokens are given out. */
    TokenDesk tokenDesk() {
        return tokenDesk;
    }

    /** The deployment that the path names; null if it names none. */
    @Nullable String deployment(RequestHead head) {
        return Address.of(head).deployment();
    }

    /** A fault that does not wait for the body; null if none is ordered. */
    @Nullable Turn early(RequestHead head, boolean reused) {
        Address address = Address.of(head);
        String named = address.deployment();
        LiveDeployment target = named == null ? null : deployments.named(named);
        FaultOrder order = taken(target, FaultQueue.early(reused));
        if (order == null) {
            return null;
        }
        Supplier<Answer> none =
                () -> {
                    throw new IllegalStateException("the body has not been read");
                };
        return faulted(order, head, address, named, none, none);
    }

    /** Finds out whom a whole request reaches. */
    Request read(RequestHead head, byte[] body) {
        Address address = Address.of(head);
        if (TokenDesk.isAsked(head)) {
            return new Request(head, address, TokenDesk.form(body), null, null);
        }
        JsonNode parsed = guard.parsed(head.header("content-type"), body);
        JsonNode json = parsed == null ? MissingNode.getInstance() : parsed;
        String named = address.deployment();
        if (named != null) {
            return new Request(head, address, json, named, deployments.named(named));
        }
        String model = json.path("model").isTextual() ? json.path("model").asText() : null;
        LiveDeployment target = null;
        if (model != null) {
            boolean azure = address.surface() != Surface.OPENAI;
            target = azure ? deployments.named(model) : deployments.serving(model);
        }
        String found = target == null ? model : target.settings().name();
        return new Request(head, address, json, found, target);
    }

    /** What a whole request gets. */
    Turn turn(Request request) {
        boolean streams = request.json().path("stream").asBoolean(false);
        FaultOrder order = taken(request.target(), FaultQueue.late(streams));
        if (order != null) {
            return faulted(
                    order,
                    request.head(),
                    request.address(),
                    request.deployment(),
                    () -> answer(request),
                    () -> answer(request.inOtherForm()));
        }
        Answer answer =
                letterhead.dress(
                        answer(request),
                        request.address().surface(),
                        request.head(),
                        request.deployment());
        return new Turn(answer.steps(request.head()), null);
    }

    /** What a request gets when all places are taken. */
    Turn full(Request request) {
        Answer answer =
                AzureErrors.coded(
                        429, "429", "The deployment serves as many requests as it can. Try again.");
        return new Turn(
                letterhead
                        .dress(
                                answer,
                                request.address().surface(),
                                request.head(),
                                request.deployment())
                        .steps(request.head()),
                null);
    }

    /** What bytes get that are no request. */
    List<Step> malformed() {
        RequestHead nothing = new RequestHead("GET", "/", "HTTP/1.0", List.of());
        return AzureErrors.coded(400, "400", "Bad request").steps(nothing);
    }

    private @Nullable FaultOrder taken(
            @Nullable LiveDeployment target, Set<Scenario.Stage> stages) {
        FaultOrder own = target == null ? null : target.faults().take(stages);
        return own != null ? own : faults.take(stages);
    }

    private Turn faulted(
            FaultOrder order,
            RequestHead head,
            Address address,
            @Nullable String deployment,
            Supplier<Answer> normal,
            Supplier<Answer> other) {
        Operation operation = Objects.requireNonNullElse(address.operation(), Operation.CHAT);
        Occasion occasion =
                new Occasion(
                        order,
                        head,
                        operation,
                        normal,
                        other,
                        answer -> letterhead.dress(answer, address.surface(), head, deployment));
        return new Turn(order.scenario().steps(occasion), order.scenario());
    }

    private Answer answer(Request request) {
        RequestHead head = request.head();
        if (TokenDesk.isAsked(head)) {
            return tokenDesk.answer(head, request.json());
        }
        Surface surface = request.address().surface();
        Answer objection = guard.objection(head, request.address());
        if (objection != null) {
            return objection;
        }
        Operation operation = Objects.requireNonNull(request.address().operation());
        if (operation == Operation.MODELS) {
            return ModelList.of(
                    surface,
                    deployments.all().stream().map(live -> live.settings().model()).toList());
        }
        if (operation == Operation.RESPONSE) {
            return studio.back(
                    head,
                    head.path().substring(head.path().indexOf(RESPONSES) + RESPONSES.length()));
        }
        LiveDeployment target = request.target();
        if (target == null && surface == Surface.CLASSIC) {
            return AzureErrors.noDeployment();
        }
        if (request.json().isMissingNode()) {
            return guard.unreadable();
        }
        if (target == null) {
            return guard.nobody(surface, request.deployment());
        }
        DeploymentSettings settings = target.settings();
        Answer wrong = guard.objection(request.json(), surface, operation, settings.model(), head);
        if (wrong != null) {
            return wrong;
        }
        Question question =
                new Question(surface, operation, settings, target.nextQuestion(), request.json());
        return operation.isSpoken() ? speaker.answer(question) : studio.answer(question);
    }
}
