package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonBody;
import dev.signalbox.http.remote.JsonView;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;

/** Says what would happen to a call, without making it. */
public final class ExplainCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "explain",
                    "Says what would happen to a call for MODEL: who is calling, which"
                            + " alias applies, which deployments could serve it and why"
                            + " the others could not. Nothing is sent to a provider.",
                    List.of("", GatewayAccess.KEY_NOTE),
                    List.of(
                            "export SIGNALBOX_API_KEY=sk-...",
                            "signalbox explain gpt-3.5-turbo --tag eu"),
                    GatewayAccess.exits(
                            "a call would be served",
                            "a call would be refused; the reason is printed"));

    private static final String STREAM = "--stream";
    private static final String TAG = "--tag";

    private final GatewayAccess access;

    public ExplainCommand(Surroundings surroundings) {
        this.access = new GatewayAccess(surroundings);
    }

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addPositional(Guide.word("MODEL", "what a caller writes as \"model\""));
        spec.addOption(Guide.flag(STREAM, "as if the answer were to be streamed"));
        spec.addOption(
                OptionSpec.builder(TAG)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("TAG")
                        .description("a tag of the call; may be said several times")
                        .build());
        GatewayAccess.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        JsonBody body = body(said);
        String answer = access.ask(said, gateway -> gateway.post("/v1/route/explain", body));
        JsonView view = JsonView.of(answer);
        if (said.hasMatchedOption(GatewayAccess.JSON)) {
            access.print(answer);
        } else {
            new Explanation(view).lines().forEach(access::print);
        }
        return view.at("verdict").at("served").isFalse() ? Exit.FINDING : Exit.DONE;
    }

    private static JsonBody body(ParseResult said) {
        JsonBody question = new JsonBody().with("role", "user").with("content", "explain");
        JsonBody body =
                new JsonBody()
                        .with("model", GatewayAccess.word(said))
                        .withOne("messages", question);
        if (said.hasMatchedOption(STREAM)) {
            body = body.with("stream", true);
        }
        List<String> tags = said.matchedOptionValue(TAG, List.of());
        return tags.isEmpty() ? body : body.with("tags", tags);
    }
}
