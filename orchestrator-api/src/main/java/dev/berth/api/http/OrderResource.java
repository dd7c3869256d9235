package dev.berth.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.api.view.DeploymentView;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.operate.Operations;
import dev.berth.core.operate.RollbackResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Orders to one application that leave its definition alone. */
final class OrderResource implements Resource {
    /** One of them. */
    private interface Order {
        Optional<Deployment> give(ProjectName project, ApplicationName application, String actor);
    }

    private static final String ONE = ApiRoute.PREFIX + "/projects/{p}/applications/{a}";

    private static final String EXAMPLE = "{\"replicas\": 2}";
    private static final String EXAMPLE_BACK = "{\"to\": 5}";
    private static final int LARGEST = 4096;
    private static final int MOST = 99;

    private final Operations operations;
    private final ApplyAnswers answers;

    OrderResource(Operations operations, ApplyAnswers answers) {
        this.operations = operations;
        this.answers = answers;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                order("deployments", "Deploys it once more, looking again at its image", operations::deploy),
                order("restart", "Replaces every instance by a new one of the same release", operations::restart),
                order("stop", "Stops it until it is started again; apply and reboot respect that", operations::stop),
                order("start", "Starts it after a stop", operations::start),
                ApiRoute.post(
                                ONE + "/rollback",
                                "Goes back to an earlier release; without a body to the one before the present",
                                this::rollback)
                        .takes(Body.ROLLBACK)
                        .gives(DeploymentView.class),
                ApiRoute.post(ONE + "/scale", "Runs another number of instances", this::scale)
                        .takes(Body.SCALE)
                        .gives(DeploymentView.class));
    }

    private ApiRoute order(String path, String summary, Order order) {
        return ApiRoute.post(ONE + "/" + path, summary, exchange -> give(exchange, order))
                .gives(DeploymentView.class);
    }

    private void scale(Exchange exchange) throws IOException {
        JsonNode replicas = exchange.jsonBody(LARGEST, EXAMPLE).path("replicas");
        if (!replicas.isInt() || replicas.asInt() < 1 || replicas.asInt() > MOST) {
            throw ApiException.wrong(
                    "replicas must be a whole number from 1 to " + MOST
                            + (replicas.isMissingNode() ? "; the body has none" : ", not " + replicas),
                    "send such as " + EXAMPLE + "; to have none, stop it");
        }
        give(
                exchange,
                (project, application, actor) -> operations.scale(project, application, replicas.asInt(), actor));
    }

    private void rollback(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        RollbackResult result = operations.rollback(
                project, application, target(exchange), exchange.caller().name());
        if (result instanceof RollbackResult.Started started) {
            answers.begun(exchange, started.deployment());
        } else if (result instanceof RollbackResult.Refused refused) {
            throw ApiException.of(409, "Not possible", refused.why(), refused.remedy());
        } else {
            throw ApiException.unknown("application " + project + "/" + application);
        }
    }

    private static OptionalLong target(Exchange exchange) throws IOException {
        Optional<JsonNode> body = exchange.jsonBodyIfAny(LARGEST, EXAMPLE_BACK);
        JsonNode to = body.map(node -> node.path("to")).orElse(MissingNode.getInstance());
        if (to.isMissingNode() && body.map(JsonNode::isEmpty).orElse(true)) {
            return OptionalLong.empty();
        }
        if (!to.isIntegralNumber() || !to.canConvertToLong() || to.asLong() < 1) {
            throw ApiException.wrong(
                    "to must be a deployment's number" + (to.isMissingNode() ? "; the body has none" : ", not " + to),
                    "send such as " + EXAMPLE_BACK + ", or no body for the release before the present one");
        }
        return OptionalLong.of(to.asLong());
    }

    private void give(Exchange exchange, Order order) {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        Deployment deployment = order.give(
                        project, application, exchange.caller().name())
                .orElseThrow(() -> ApiException.unknown("application " + project + "/" + application));
        answers.begun(exchange, deployment);
    }
}
