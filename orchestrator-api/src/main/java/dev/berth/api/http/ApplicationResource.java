package dev.berth.api.http;

import dev.berth.api.view.ApplicationView;
import dev.berth.api.view.DeploymentView;
import dev.berth.api.view.ListView;
import dev.berth.api.view.StatusText;
import dev.berth.api.view.UnchangedView;
import dev.berth.core.definition.PostedApplication;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.CertificateOrders;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.KeptRelease;
import dev.berth.core.operate.Operations;
import dev.berth.core.operate.ProjectStatus;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Severity;
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

    /** What messages call the text that was sent. */
    private static final String BODY = "body";

    private final Operations operations;
    private final CertificateOrders certificates;
    private final ApplyAnswers answers;
    private final Clock clock;

    ApplicationResource(ApiParts parts, ApplyAnswers answers) {
        this.operations = parts.operations();
        this.certificates = parts.certificates();
        this.answers = answers;
        this.clock = parts.clock();
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "The applications of a project", this::list).givesList(ApplicationView.class),
                ApiRoute.post(ALL, "Defines one application; the project is made when it is new", this::define)
                        .takes(Body.APPLICATION)
                        .gives(DeploymentView.class)
                        .or(201, DeploymentView.class)
                        .or(200, UnchangedView.class),
                ApiRoute.get(ONE, "One application", this::look).gives(ApplicationView.class),
                ApiRoute.put(ONE, "Defines or replaces this application", this::replace)
                        .takes(Body.APPLICATION)
                        .gives(DeploymentView.class)
                        .or(201, DeploymentView.class)
                        .or(200, UnchangedView.class),
                ApiRoute.of("PATCH", ONE, Access.DEPLOY, "Changes this application's definition", 202, this::patch)
                        .takes(Body.PATCH)
                        .gives(DeploymentView.class)
                        .or(200, UnchangedView.class),
                ApiRoute.delete(
                                ONE,
                                "Removes this application; its volumes stay, and so does the project",
                                this::remove)
                        .gives(DeploymentView.class)
                        .or(200, UnchangedView.class));
    }

    private void list(Exchange exchange) {
        ProjectStatus project = status(exchange.project());
        exchange.answer(
                200,
                ListView.of(
                        project.applications().stream().map(ApplicationView::of).toList()),
                style -> new StatusText(style, clock.instant()).project(project));
    }

    private void look(Exchange exchange) {
        ApplicationName name = exchange.application();
        ProjectStatus project = status(exchange.project());
        ApplicationStatus status = find(project, name).orElseThrow(() -> unknown(project.name(), name));
        exchange.header("ETag", "\"" + project.revision() + "\"");
        List<KeptRelease> kept = operations.releases(project.name(), name);
        exchange.answer(
                200, ApplicationView.of(status).withReleases(kept), style -> new StatusText(style, clock.instant())
                        .application(status, certificates(project.name(), status), kept));
    }

    private List<CertificateStatus> certificates(ProjectName project, ApplicationStatus status) {
        return certificates.list(Optional.of(project)).stream()
                .filter(certificate -> status.secureHosts().contains(certificate.name()))
                .toList();
    }

    private void define(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        Definition body = Definitions.read(exchange, BODY);
        define(exchange, project, nameIn(body), body);
    }

    private static ApplicationName nameIn(Definition body) {
        PostedApplication posted = PostedApplication.read(body.file(), body.text());
        return posted.name()
                .orElseThrow(() -> ApplyAnswers.invalid(
                        body, new ApplyResult.Invalid(withoutName(posted.problems(), body), body.text())));
    }

    private static List<Problem> withoutName(List<Problem> found, Definition body) {
        Problem missing = new Problem(
                Severity.ERROR,
                "name",
                new Place(body.file(), 1, 1),
                1,
                "the application has no name",
                "give it one:  \"name\": \"web\"  , beside image or build");
        return found.isEmpty() ? List.of(missing) : found;
    }

    private void replace(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        define(exchange, project, exchange.application(), Definitions.read(exchange, BODY));
    }

    private void define(Exchange exchange, ProjectName project, ApplicationName name, Definition body) {
        boolean made = operations.project(project).flatMap(p -> find(p, name)).isEmpty();
        ApplyResult result = exchange.caller()
                .may(operations)
                .applyApplication(
                        project,
                        name,
                        body,
                        exchange.basedOn(),
                        exchange.caller().name());
        answers.answer(exchange, project, body, result, made);
    }

    private void patch(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        ApplicationName name = exchange.application();
        Definition patch = Definitions.read(exchange, BODY);
        ApplyResult result = exchange.caller()
                .may(operations)
                .patchApplication(
                        project,
                        name,
                        patch,
                        exchange.basedOn(),
                        exchange.caller().name())
                .orElseThrow(() -> unknown(project, name));
        answers.answer(exchange, project, patch, result, false);
    }

    private void remove(Exchange exchange) {
        ProjectName project = exchange.project();
        ApplicationName name = exchange.application();
        ApplyResult result = operations
                .removeApplication(
                        project, name, exchange.basedOn(), exchange.caller().name())
                .orElseThrow(() -> unknown(project, name));
        Definition present =
                operations.definition(project).orElseThrow(() -> ApiException.unknown("project " + project));
        if (result instanceof ApplyResult.Invalid invalid) {
            throw ApplyAnswers.needed(project, name, present, invalid);
        }
        answers.answer(exchange, project, present, result, false);
    }

    private ProjectStatus status(ProjectName name) {
        return operations.project(name).orElseThrow(() -> ApiException.unknown("project " + name));
    }

    private static ApiException unknown(ProjectName project, ApplicationName name) {
        return ApiException.unknown("application " + project + "/" + name);
    }

    private static Optional<ApplicationStatus> find(ProjectStatus project, ApplicationName name) {
        return project.applications().stream()
                .filter(a -> a.name().equals(name))
                .findFirst();
    }
}
