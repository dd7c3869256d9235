package dev.berth.core.operate;

import dev.berth.core.context.Uploads;
import dev.berth.core.definition.HostRules;
import dev.berth.core.definition.ProjectReader;
import dev.berth.core.definition.Reading;
import dev.berth.core.definition.Surroundings;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Severity;
import dev.berth.core.project.Application;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Source;
import dev.berth.core.reconcile.RequestException;
import dev.berth.core.reconcile.RequestedStates;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import dev.berth.core.release.Secret;
import dev.berth.core.release.Unresolved;
import dev.berth.core.store.EarlierRelease;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads definitions and resolves them with what the store has: secrets, uploads, generations, standing wishes. */
public final class Definitions implements RequestedStates {
    private static final Pattern SECRET = Pattern.compile("secret\\.(\\w+)");

    private final Store store;
    private final Uploads uploads;
    private final HostRules host;

    /** @param host that the definitions are for */
    public Definitions(Store store, Uploads uploads, HostRules host) {
        this.store = store;
        this.uploads = uploads;
        this.host = host;
    }

    @Override
    public DesiredState of(ProjectName project, long revision) {
        Revision stored = store.revisions()
                .find(project, revision)
                .orElseThrow(() -> new RequestException("revision " + revision + " of " + project
                        + " is not kept any more; apply the definition again"));
        Understood understood = understand(project, new Definition(stored.file(), stored.text(), stored.uploads()));
        if (understood instanceof Understood.Right right) {
            return right.state();
        }
        if (understood instanceof Understood.Wrong wrong) {
            throw new RequestException(wrong.problems().stream()
                    .filter(Problem::isError)
                    .map(p -> p.place() + ": " + p.what() + "; fix: " + p.remedy())
                    .collect(Collectors.joining("\n")));
        }
        throw new RequestException(((Understood.Incomplete) understood)
                .missing().stream()
                        .map(f -> "the upload of \"" + f.path() + "\" is not here any more; apply the definition again")
                        .collect(Collectors.joining("\n")));
    }

    @Override
    public Optional<String> obstacle(ProjectName project, EarlierRelease earlier, Set<String> images) {
        Optional<Project> definition =
                store.revisions().find(project, earlier.revision()).flatMap(this::projectAsItWas);
        return new Restorable(store.secrets(), uploads).obstacle(project, definition, earlier, images);
    }

    /** A revision's definition as if every secret that it names were still there; empty when it does not read any more. */
    private Optional<Project> projectAsItWas(Revision revision) {
        Set<String> named =
                new TreeSet<>(store.secrets().names(revision.project()).keySet());
        SECRET.matcher(revision.text()).results().forEach(found -> named.add(found.group(1)));
        return project(revision, named);
    }

    /** A revision's definition; empty when it does not read any more, or a secret that it names is not there. */
    Optional<Project> project(Revision revision) {
        return project(revision, store.secrets().names(revision.project()).keySet());
    }

    private Optional<Project> project(Revision revision, Set<String> secrets) {
        Surroundings surroundings =
                new Surroundings(secrets, host, path -> envFile(revision.uploads(), path, new ArrayList<>()));
        return ProjectReader.read(revision.file(), revision.text(), surroundings)
                .project();
    }

    Understood understand(ProjectName name, Definition definition) {
        List<LocalFile> missing = new ArrayList<>();
        Surroundings surroundings = surroundings(name, definition.uploads(), missing);
        return understand(
                name, definition, ProjectReader.read(definition.file(), definition.text(), surroundings), missing);
    }

    /** What a definition of the project may refer to; {@code missing} takes the env files that are not here. */
    Surroundings surroundings(ProjectName name, Map<String, String> uploaded, List<LocalFile> missing) {
        return new Surroundings(store.secrets().names(name).keySet(), host, path -> envFile(uploaded, path, missing));
    }

    /**
     * As {@link #understand(ProjectName, Definition)}, of what has been read already.
     *
     * @param missing files that were found to be missing meanwhile
     */
    Understood understand(ProjectName name, Definition definition, Reading reading, List<LocalFile> missing) {
        Map<String, Secret> secrets = store.secrets().values(name);
        if (!missing.isEmpty()) {
            return new Understood.Incomplete(missing);
        }
        if (reading.project().isEmpty()) {
            return new Understood.Wrong(reading.problems());
        }
        Project project = reading.project().get();
        if (!project.name().equals(name)) {
            return new Understood.Wrong(List.of(wrongName(name, project, definition)));
        }
        List<LocalFile> unsent = new ArrayList<>();
        Map<String, String> contexts = contexts(project, definition, unsent);
        if (!unsent.isEmpty()) {
            return new Understood.Incomplete(unsent);
        }
        List<Unresolved> unresolved = Resolver.unresolved(project, secrets.keySet());
        if (!unresolved.isEmpty()) {
            return new Understood.Wrong(
                    unresolved.stream().map(u -> problem(u, definition)).toList());
        }
        ResolveContext context = new ResolveContext(
                secrets, contexts, store.generations().all(name), FingerprintKey.of(store.fingerprintKey()), Set.of());
        DesiredState state = store.wishes().uponDefined(Resolver.resolve(project, context));
        return new Understood.Right(project, state, contexts, reading.problems());
    }

    private Optional<String> envFile(Map<String, String> uploaded, String path, List<LocalFile> missing) {
        Optional<String> upload = Optional.ofNullable(uploaded.get(path));
        if (upload.equals(Optional.of(Definition.ABSENT))) {
            return Optional.empty();
        }
        Optional<String> text = upload.flatMap(uploads::text);
        if (text.isEmpty()) {
            missing.add(new LocalFile(path, "env_file", "", ""));
        }
        return text.or(() -> Optional.of(""));
    }

    /** What each local context stands for: what was sent along, else what was uploaded for the application before. */
    private Map<String, String> contexts(Project project, Definition definition, List<LocalFile> missing) {
        Map<String, String> found = new TreeMap<>(definition.uploads());
        for (Application application : project.applications()) {
            if (!(application.source() instanceof Source.Build build)
                    || build.context().isEmpty()) {
                continue;
            }
            String path = build.context().get();
            String own = ResolveContext.own(application.name(), path);
            String digest = path.startsWith("sha256:") ? path : found.getOrDefault(own, found.get(path));
            if (digest == null) {
                Optional<String> ready = store.pendingContexts().find(project.name(), application.name());
                ready.ifPresent(d -> found.put(own, d));
                digest = ready.orElse("");
            }
            if (!uploads.has(digest)) {
                missing.add(new LocalFile(
                        path, "context", build.dockerfile(), application.name().text()));
            }
        }
        return found;
    }

    private static Problem wrongName(ProjectName name, Project project, Definition definition) {
        return new Problem(
                Severity.ERROR,
                "project",
                new Place(definition.file(), 1, 1),
                1,
                "the definition is of the project \"" + project.name() + "\", but was sent for \"" + name + "\"",
                "write  project: " + name + "  or send it for the project that it names");
    }

    private static Problem problem(Unresolved unresolved, Definition definition) {
        return new Problem(
                Severity.ERROR,
                unresolved.path(),
                new Place(definition.file(), 1, 1),
                1,
                unresolved.path() + ": " + unresolved.why(),
                unresolved.remedy());
    }
}
