package dev.berth.api.http;

import dev.berth.api.view.ApplicationView;
import dev.berth.api.view.DeploymentView;
import dev.berth.api.view.ListView;
import dev.berth.api.view.StatusText;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Operations;
import dev.berth.core.operate.ProjectStatus;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Applications of a project: list, look, define one, change one, remove one. */
final class ApplicationResource implements Resource {
    private static final String ALL = ApiRoute.PREFIX + "/projects/{p}/applications";
    private static final String ONE = ALL + "/{a}";

    private final Operations operations;
    private final ApplyAnswers answers;
    private final Clock clock;

    ApplicationResource(Operations operations, ApplyAnswers answers, Clock clock) {
        this.operations = operations;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "The applications of a project", this::list).givesList(ApplicationView.class),
                ApiRoute.post(ALL, "Defines one application; the project is made when it is new", this::define)
                        .takes(Body.APPLICATION)
                        .gives(DeploymentView.class, 201, 202, 200),
                ApiRoute.get(ONE, "One application", this::look).gives(ApplicationView.class),
                ApiRoute.put(ONE, "Defines or replaces this application", this::replace)
                        .takes(Body.APPLICATION)
                        .gives(DeploymentView.class, 202, 201, 200),
                ApiRoute.of("PATCH", ONE, Access.DEPLOY, "Changes this application's definition", 202, this::patch)
                        .takes(Body.PATCH)
                        .gives(DeploymentView.class, 202, 200),
                ApiRoute.of("DELETE", ONE, Access.DEPLOY, "Removes this application; its volumes stay", 202, this::remove)
                        .gives(DeploymentView.class));
    }

    private void list(Exchange exchange) {
        ProjectStatus project = status(exchange.project());
        exchange.answer(
                200,
                ListView.of(project.applications().stream().map(ApplicationView::of).toList()),
                style -> new StatusText(style, clock.instant()).project(project));
    }

    private void look(Exchange exchange) {
        ApplicationName name = exchange.application();
        ProjectStatus project = status(exchange.project());
        ApplicationStatus status = find(project, name)
                .orElseThrow(() -> ApiException.unknown("application " + project.name() + "/" + name));
        exchange.header("ETag", "\"" + project.revision() + "\"");
        exchange.answer(
                200,
                ApplicationView.of(status),
                style -> new StatusText(style, clock.instant()).application(status));
    }

    private void define(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        Definition body = Definitions.read(exchange, "application");
        String text = DefinedName.of(body, "name")
                .orElseThrow(() -> ApiException.wrong(
                        "the definition has no name", "give it one:  \"name\": \"web\"  , beside image or build"));
        ApplicationName name;
        try {
            name = ApplicationName.of(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong(e.getMessage(), "use another name");
        }
        define(exchange, project, name, body);
    }

    private void replace(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        define(exchange, project, exchange.application(), Definitions.read(exchange, "application"));
    }

    private void define(Exchange exchange, ProjectName project, ApplicationName name, Definition body) {
        boolean made = operations.project(project).flatMap(p -> find(p, name)).isEmpty();
        ApplyResult result = operations.applyApplication(
                project, name, body, exchange.basedOn(), exchange.caller().name());
        answers.answer(exchange, project, body, result, made);
    }

    private void patch(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        ApplicationName name = exchange.application();
        require(project, name);
        Definition patch = Definitions.read(exchange, "patch");
        ApplyResult result = operations.patchApplication(
                project, name, patch, exchange.basedOn(), exchange.caller().name());
        answers.answer(exchange, project, patch, result, false);
    }

    private void remove(Exchange exchange) {
        ProjectName project = exchange.project();
        ApplicationName name = exchange.application();
        require(project, name);
        ApplyResult result =
                operations.removeApplication(project, name, exchange.caller().name());
        answers.answer(exchange, project, new Definition("project", "", java.util.Map.of()), result, false);
    }

    private void require(ProjectName project, ApplicationName name) {
        if (find(status(project), name).isEmpty()) {
            throw ApiException.unknown("application " + project + "/" + name);
        }
    }

    private ProjectStatus status(ProjectName name) {
        return operations.project(name).orElseThrow(() -> ApiException.unknown("project " + name));
    }

    private static Optional<ApplicationStatus> find(ProjectStatus project, ApplicationName name) {
        return project.applications().stream()
                .filter(a -> a.name().equals(name))
                .findFirst();
    }
}
