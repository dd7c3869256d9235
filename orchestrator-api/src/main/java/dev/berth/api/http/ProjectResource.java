package dev.berth.api.http;

import dev.berth.api.view.DepartureView;
import dev.berth.api.view.DeploymentView;
import dev.berth.api.view.ListView;
import dev.berth.api.view.PlanView;
import dev.berth.api.view.ProjectView;
import dev.berth.api.view.StatusText;
import dev.berth.api.view.UnchangedView;
import dev.berth.core.definition.ProjectReader;
import dev.berth.core.definition.Reading;
import dev.berth.core.definition.Surroundings;
import dev.berth.core.engine.Engine;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Operations;
import dev.berth.core.operate.ProjectStatus;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Projects: list, look, plan, apply, delete. */
final class ProjectResource implements Resource {
    private static final String ONE = ApiRoute.PREFIX + "/projects/{p}";

    private final Operations operations;
    private final Engine engine;
    private final ApplyAnswers answers;
    private final Clock clock;

    ProjectResource(ApiParts parts, ApplyAnswers answers) {
        this.operations = parts.operations();
        this.engine = parts.engine();
        this.answers = answers;
        this.clock = parts.clock();
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ApiRoute.PREFIX + "/projects", "All projects with what runs in them", this::list)
                        .givesList(ProjectView.class),
                ApiRoute.get(ONE, "One project; as application/yaml its newest definition", this::look)
                        .query("preview", "delete: what DELETE would take away")
                        .query("volumes", "true: with the volumes, for that")
                        .gives(ProjectView.class)
                        .or(200, DepartureView.class)
                        .gives("application/yaml"),
                ApiRoute.put(
                                ONE,
                                "Makes the project what the body says ({p} may be -: the name in the text)",
                                this::apply)
                        .takes(Body.PROJECT)
                        .query("remove", "true: applications that the definition no longer has may be removed")
                        .query("rebuild", "true: images are pulled and built again")
                        .gives(DeploymentView.class)
                        .or(200, UnchangedView.class),
                ApiRoute.delete(ONE, "Takes the project away; its volumes stay", this::delete)
                        .query("volumes", "true: its volumes go too, with their data; also when only they are left")
                        .gives(DeploymentView.class),
                ApiRoute.of(
                                "POST",
                                ONE + "/plan",
                                Access.READ,
                                "What PUT of the body would do; changes nothing",
                                200,
                                this::plan)
                        .takes(Body.PROJECT)
                        .gives(PlanView.class));
    }

    private void list(Exchange exchange) {
        List<ProjectStatus> seen = operations.projects().stream()
                .filter(p -> exchange.caller().sees(p.name()))
                .toList();
        exchange.answer(200, ListView.of(seen.stream().map(ProjectView::of).toList()), style -> new StatusText(
                        style, clock.instant())
                .list(seen));
    }

    private void look(Exchange exchange) {
        ProjectName name = exchange.project();
        boolean leaving = exchange.query("preview").map("delete"::equals).orElse(false);
        if (leaving && exchange.flag("volumes") && operations.project(name).isEmpty()) {
            DepartureView left = leftOver(name);
            exchange.answer(200, left, left::text);
            return;
        }
        ProjectStatus status = operations.project(name).orElseThrow(() -> ApiException.unknown("project " + name));
        exchange.header("ETag", "\"" + status.revision() + "\"");
        if (exchange.header("Accept").orElse("").contains("yaml")) {
            definition(exchange, name);
            return;
        }
        if (leaving) {
            DepartureView departure = departure(status, exchange.flag("volumes"));
            exchange.answer(200, departure, departure::text);
            return;
        }
        exchange.answer(200, ProjectView.of(status), style -> new StatusText(style, clock.instant()).project(status));
    }

    /** What {@code volumes} takes of a project that is gone already. */
    private DepartureView leftOver(ProjectName name) {
        List<String> volumes = List.copyOf(operations.keptVolumes(name));
        if (volumes.isEmpty()) {
            throw ApiException.unknown("project " + name);
        }
        return new DepartureView(name.text(), List.of(), volumes, true);
    }

    private DepartureView departure(ProjectStatus status, boolean withVolumes) {
        List<String> applications =
                status.applications().stream().map(a -> a.name().text()).toList();
        List<String> volumes = engine.observe(status.name()).volumes().stream()
                .filter(volume -> volume.startsWith(status.name() + "_")) // the others are external
                .toList();
        return new DepartureView(status.name().text(), applications, volumes, withVolumes);
    }

    private void definition(Exchange exchange, ProjectName name) {
        Definition definition =
                operations.definition(name).orElseThrow(() -> ApiException.unknown("definition of " + name));
        exchange.answerText(200, definition.text());
        exchange.header("Content-Type", "application/yaml; charset=utf-8");
    }

    private void apply(Exchange exchange) throws IOException {
        Definition definition = Definitions.read(exchange, "project.yml");
        ProjectName project = project(exchange, definition);
        answers.answer(
                exchange,
                project,
                definition,
                exchange.caller()
                        .may(operations)
                        .apply(
                                project,
                                definition,
                                exchange.basedOn(),
                                exchange.flag("remove"),
                                exchange.flag("rebuild"),
                                exchange.caller().name()),
                false);
    }

    private void plan(Exchange exchange) throws IOException {
        Definition definition = Definitions.read(exchange, "project.yml");
        ProjectName project = project(exchange, definition);
        answers.answer(
                exchange, project, definition, exchange.caller().may(operations).plan(project, definition), false);
    }

    private void delete(Exchange exchange) {
        ProjectName name = exchange.project();
        long revision = operations.project(name).map(ProjectStatus::revision).orElse(0L);
        OptionalLong seen = exchange.basedOn();
        if (seen.isPresent() && seen.getAsLong() != revision) {
            throw ApplyAnswers.stale(name, revision);
        }
        answers.begun(
                exchange,
                operations
                        .removeProject(
                                name,
                                exchange.flag("volumes"),
                                exchange.caller().name())
                        .orElseThrow(() -> ApiException.unknown("project " + name)));
    }

    private static ProjectName project(Exchange exchange, Definition definition) {
        if (!exchange.path("p").equals("-")) {
            return exchange.project();
        }
        ProjectName named = named(definition);
        if (!exchange.caller().sees(named)) {
            throw ApiException.unknown("project " + named);
        }
        return named;
    }

    private static ProjectName named(Definition definition) {
        Optional<String> name = DefinedName.of(definition, "project");
        try {
            return ProjectName.of(name.orElse(""));
        } catch (IllegalArgumentException e) {
            Reading reading = ProjectReader.read(definition.file(), definition.text(), Surroundings.NONE);
            return reading.project()
                    .map(Project::name)
                    .orElseThrow(() -> ApplyAnswers.invalid(
                            definition, new ApplyResult.Invalid(reading.problems(), definition.text())));
        }
    }
}
