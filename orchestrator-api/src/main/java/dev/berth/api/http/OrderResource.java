package dev.berth.api.http;

import dev.berth.api.view.DeploymentView;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Optional;

/** Orders to one application that leave its definition alone. */
final class OrderResource implements Resource {
    /** One of them. */
    private interface Order {
        Optional<Deployment> give(ProjectName project, ApplicationName application, String actor);
    }

    private static final String ONE = ApiRoute.PREFIX + "/projects/{p}/applications/{a}";

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
                order("start", "Starts it after a stop", operations::start));
    }

    private ApiRoute order(String path, String summary, Order order) {
        return ApiRoute.post(ONE + "/" + path, summary, exchange -> give(exchange, order))
                .gives(DeploymentView.class);
    }

    private void give(Exchange exchange, Order order) {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        Deployment deployment = order.give(project, application, exchange.caller().name())
                .orElseThrow(() -> ApiException.unknown("application " + project + "/" + application));
        answers.begun(exchange, deployment);
    }
}
