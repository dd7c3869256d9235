package dev.berth.api.http;

import dev.berth.api.view.DeploymentText;
import dev.berth.api.view.DeploymentView;
import dev.berth.api.view.ErrorView;
import dev.berth.api.view.PlanText;
import dev.berth.api.view.PlanView;
import dev.berth.api.view.ProblemDetails;
import dev.berth.api.view.Style;
import dev.berth.api.view.UnchangedView;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.LocalFile;
import dev.berth.core.plan.Plan;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Says what became of a definition. */
final class ApplyAnswers {
    private final Clock clock;

    ApplyAnswers(Clock clock) {
        this.clock = clock;
    }

    /** @param made whether the application did not exist before */
    void answer(Exchange exchange, ProjectName project, Definition definition, ApplyResult result, boolean made) {
        if (result instanceof ApplyResult.Started started) {
            started(exchange, definition, started, made);
            return;
        }
        if (result instanceof ApplyResult.Unchanged unchanged) {
            exchange.header("ETag", etag(unchanged.revision()));
            UnchangedView view = new UnchangedView(
                    project.text(),
                    unchanged.revision(),
                    "unchanged",
                    errors(unchanged.warnings()),
                    unchanged.notices());
            exchange.answer(
                    200,
                    view,
                    style -> warnings(definition, unchanged.warnings()) + project + " is up to date (revision "
                            + unchanged.revision() + ")\n" + new PlanText(style).notices(unchanged.notices()));
            return;
        }
        if (result instanceof ApplyResult.Planned planned) {
            planned(exchange, definition, planned);
            return;
        }
        throw refusal(project, definition, result);
    }

    /** Answers that an order was taken. */
    void begun(Exchange exchange, Deployment deployment) {
        head(exchange, deployment);
        exchange.answer(
                202, DeploymentView.of(deployment, List.of()), style -> new DeploymentText(style, clock.instant())
                        .begun(deployment));
    }

    private void started(Exchange exchange, Definition definition, ApplyResult.Started started, boolean made) {
        Deployment deployment = started.deployment();
        head(exchange, deployment);
        exchange.header("ETag", etag(deployment.revision()));
        exchange.answer(
                made ? 201 : 202,
                DeploymentView.of(deployment, List.of())
                        .withNotices(started.plan().notices()),
                style -> warnings(definition, started.warnings()) + new PlanText(style).of(started.plan()));
    }

    private static void planned(Exchange exchange, Definition definition, ApplyResult.Planned planned) {
        exchange.header("ETag", etag(planned.revision()))
                .header("Berth-Changes", String.valueOf(steps(planned.plan())));
        exchange.answer(
                200,
                PlanView.of(planned.plan(), planned.revision(), errors(planned.warnings())),
                style -> warnings(definition, planned.warnings()) + new PlanText(style).of(planned.plan()));
    }

    private static void head(Exchange exchange, Deployment deployment) {
        exchange.header("Location", ApiRoute.PREFIX + "/deployments/" + deployment.id())
                .header("Berth-Deployment", String.valueOf(deployment.id()));
    }

    private static ApiException refusal(ProjectName project, Definition definition, ApplyResult result) {
        if (result instanceof ApplyResult.Invalid invalid) {
            return invalid(definition, invalid);
        }
        if (result instanceof ApplyResult.NeedsFiles needs) {
            return needs(project, needs.files());
        }
        if (result instanceof ApplyResult.NeedsConsent consent) {
            String names = String.join(", ", consent.removed());
            return ApiException.of(ProblemDetails.of(
                                    409,
                                    "This would remove applications",
                                    "the definition of " + project + " no longer has: " + names
                                            + "; they would be removed (their volumes stay)",
                                    "add ?remove=true when this is meant")
                            .withRemoves(consent.removed()))
                    .header("Berth-Consent", String.join(",", consent.removed()));
        }
        if (result instanceof ApplyResult.Stale stale) {
            return stale(project, stale.current());
        }
        ApplyResult.Conflict conflict = (ApplyResult.Conflict) result;
        return ApiException.of(409, "Conflict", conflict.message(), null);
    }

    static ApiException stale(ProjectName project, long current) {
        return ApiException.of(
                        412,
                        "Changed meanwhile",
                        project + " is at revision " + current
                                + " by now: somebody applied another definition since you looked",
                        "look at the plan again, then apply")
                .header("ETag", etag(current));
    }

    static ApiException invalid(Definition definition, ApplyResult.Invalid invalid) {
        List<Problem> problems = invalid.problems();
        long mistakes = problems.stream().filter(Problem::isError).count();
        ProblemDetails details = ProblemDetails.of(
                422,
                "Wrong definition",
                mistakes == 1 ? "the definition has a mistake" : "the definition has " + mistakes + " mistakes",
                "mend what errors names; nothing was changed");
        return ApiException.of(details.withErrors(errors(problems)))
                .shownAs(problems(definition.file(), invalid.text(), problems));
    }

    /** That an application stays because the others' definition would be wrong without it. */
    static ApiException needed(
            ProjectName project, ApplicationName name, Definition present, ApplyResult.Invalid invalid) {
        ProblemDetails details = ProblemDetails.of(
                409,
                "Still needed",
                project + "/" + name + " was not removed: the rest of the definition does not go without it",
                "mend what errors names first; nothing was changed");
        return ApiException.of(details.withErrors(errors(invalid.problems())))
                .shownAs(details.detail() + "\n" + problems(present.file(), invalid.text(), invalid.problems()));
    }

    private static ApiException needs(ProjectName project, List<LocalFile> files) {
        String names = String.join(", ", files.stream().map(LocalFile::path).toList());
        String remedy =
                files.stream().map(file -> remedy(project, file)).distinct().collect(Collectors.joining("; "));
        return ApiException.of(ProblemDetails.of(
                                422,
                                "Files are missing",
                                "the definition names files that only its author has: " + names,
                                remedy)
                        .withNeeds(files))
                .header("Berth-Need", files.stream().map(ApplyAnswers::need).toArray(String[]::new));
    }

    private static String remedy(ProjectName project, LocalFile file) {
        return file.kind().equals("context")
                ? "send \"" + file.path() + "\" as tar with PUT " + ApiRoute.PREFIX + "/projects/" + project
                        + "/applications/" + file.application() + "/context, then this again; or use dockerfile_inline"
                : "write the lines of \"" + file.path() + "\" under env";
    }

    private static String need(LocalFile file) {
        return file.kind() + " " + encode(file.path()) + " " + encode(file.dockerfile());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int steps(Plan plan) {
        return plan.stages().stream().mapToInt(stage -> stage.steps().size()).sum();
    }

    private static String etag(long revision) {
        return "\"" + revision + "\"";
    }

    private static List<ErrorView> errors(List<Problem> problems) {
        return problems.stream().map(ErrorView::of).toList();
    }

    private static String problems(String file, String text, List<Problem> problems) {
        return Style.plain(ProblemText.of(file, text).render(problems));
    }

    private static String warnings(Definition definition, List<Problem> warnings) {
        return warnings.isEmpty() ? "" : problems(definition.file(), definition.text(), warnings) + "\n";
    }
}
