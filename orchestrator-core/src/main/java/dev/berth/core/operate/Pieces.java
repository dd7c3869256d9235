package dev.berth.core.operate;

import dev.berth.core.definition.PostedApplication;
import dev.berth.core.definition.Reading;
import dev.berth.core.definition.StoredDefinition;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.store.Revision;
import dev.berth.core.store.Store;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts one application into a project's newest definition, or takes it out; stores nothing. */
final class Pieces {
    private static final String ENV_FILE = "env_file";
    private static final String NAME = "name";

    /** The digest of a context that was not uploaded: it has to be, whatever others call by the same path. */
    private static final String NONE = "";

    /** What is changed: the newest revision, or a project that is new. */
    private record Base(long number, String file, String text, StoredDefinition stored, Map<String, String> uploads) {
        static Base of(Revision revision) {
            return new Base(
                    revision.number(),
                    revision.file(),
                    revision.text(),
                    StoredDefinition.of(revision.file(), revision.text()),
                    revision.uploads());
        }

        static Base none(ProjectName project) {
            return new Base(0, project + ".yml", "", StoredDefinition.empty(project), Map.of());
        }

        /** The uploads that go on meaning something when the application changes or goes. */
        Map<String, String> uploadsWithout(ApplicationName application) {
            Map<String, String> kept = new TreeMap<>(uploads);
            kept.keySet().removeIf(key -> key.startsWith(ResolveContext.own(application, "")));
            return kept;
        }
    }

    private final Store store;
    private final Definitions definitions;

    Pieces(Store store, Definitions definitions) {
        this.store = store;
        this.definitions = definitions;
    }

    /** The project's definition with this application as the body says; of a new project when there is none yet. */
    Amendment with(ProjectName project, ApplicationName name, Definition body) {
        Base base = base(project);
        PostedApplication posted = read(name, body);
        Map<String, String> uploads = base.uploadsWithout(name);
        posted.body()
                .flatMap(application -> context(name, application))
                .ifPresent(path -> uploads.put(
                        ResolveContext.own(name, path),
                        upload(project, name, path, body).orElse(NONE)));
        return amended(project, name, base, posted, uploads, body.text());
    }

    /** With the patch merged into this application (RFC 7396); empty when the definition does not have it. */
    Optional<Amendment> patched(ProjectName project, ApplicationName name, Definition patch) {
        Base base = base(project);
        return base.stored().application(name).map(present -> patched(project, name, patch, base, present));
    }

    private Amendment patched(
            ProjectName project, ApplicationName name, Definition patch, Base base, YamlMapping present) {
        PostedApplication posted = read(name, patch);
        PostedApplication merged = new PostedApplication(
                posted.name(), posted.body().map(body -> MergePatch.merge(present, body)), posted.problems());
        Map<String, String> uploads = new TreeMap<>(base.uploads());
        Optional<String> before = context(name, present);
        Optional<String> after = merged.body().flatMap(application -> context(name, application));
        boolean sent = posted.body()
                .flatMap(body -> body.get("build"))
                .filter(Pieces::namesContext)
                .isPresent();
        if (after.isPresent() && (sent || !after.equals(before))) {
            String own = ResolveContext.own(name, after.get());
            Optional<String> digest = upload(project, name, after.get(), patch);
            digest.or(() -> after.equals(before) ? Optional.empty() : Optional.of(NONE))
                    .ifPresent(found -> uploads.put(own, found));
        }
        return amended(project, name, base, merged, uploads, patch.text());
    }

    /** Without this application; empty when the project does not have it. */
    Optional<Amendment> without(ProjectName project, ApplicationName name) {
        Base base = base(project);
        boolean accepted = store.accepted().state(project).application(name).isPresent();
        if (base.number() == 0 || !accepted && base.stored().application(name).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> uploads = base.uploadsWithout(name);
        List<LocalFile> missing = new ArrayList<>();
        StoredDefinition.Revised revised =
                base.stored().without(name, definitions.surroundings(project, uploads, missing));
        return Optional.of(new Amendment(
                base.number(), definition(base, revised, uploads), revised.reading(), missing, base.text()));
    }

    private Amendment amended(
            ProjectName project,
            ApplicationName name,
            Base base,
            PostedApplication posted,
            Map<String, String> uploads,
            String sent) {
        List<LocalFile> missing = new ArrayList<>();
        StoredDefinition.Revised revised =
                base.stored().with(name, posted, definitions.surroundings(project, uploads, missing));
        boolean wrong = posted.problems().stream().anyMatch(Problem::isError);
        return new Amendment(
                base.number(),
                definition(base, revised, uploads),
                rereadable(base.file(), revised),
                wrong ? List.of() : missing,
                sent);
    }

    /** The whole may be too long to be read again, where each piece was not. */
    private static Reading rereadable(String file, StoredDefinition.Revised revised) {
        Problems problems = new Problems();
        YamlReader.read(file, revised.text(), problems);
        if (!problems.hasErrors()) {
            return revised.reading();
        }
        revised.reading().problems().forEach(problems::add);
        return new Reading(Optional.empty(), problems.all());
    }

    private static Definition definition(Base base, StoredDefinition.Revised revised, Map<String, String> uploads) {
        return new Definition(base.file(), revised.text(), uploads);
    }

    private Base base(ProjectName project) {
        return store.revisions().newest(project).map(Base::of).orElseGet(() -> Base.none(project));
    }

    /** What was sent, without what one application alone cannot bring along. */
    private static PostedApplication read(ApplicationName name, Definition sent) {
        PostedApplication posted = PostedApplication.read(sent.file(), sent.text());
        Problems problems = new Problems();
        posted.problems().forEach(problems::add);
        if (posted.name().filter(n -> !n.equals(name)).isPresent()) {
            problems.error(
                    nameIn(sent),
                    "the definition is of the application \"" + posted.name().get() + "\", but was sent for \"" + name
                            + "\"",
                    "write  name: " + name + "  or send it for the application that it names");
        }
        Optional<YamlNode> envFile =
                posted.body().flatMap(body -> body.get(ENV_FILE)).filter(node -> !isNull(node));
        envFile.ifPresent(node -> problems.error(
                node,
                "an env_file is a file of your machine, which a single application does not bring along",
                "write its lines under  env:  , or apply the whole project with  berth apply"));
        Optional<YamlMapping> body = envFile.isPresent() ? posted.body().map(b -> b.without(ENV_FILE)) : posted.body();
        return new PostedApplication(posted.name(), body, problems.all());
    }

    private static Located nameIn(Definition sent) {
        return YamlReader.read(sent.file(), sent.text(), new Problems())
                .map(YamlMapping.class::cast)
                .flatMap(body -> body.get(NAME))
                .orElseThrow();
    }

    /** The digest that a context is sent along under, else of the one uploaded for the application. */
    private Optional<String> upload(ProjectName project, ApplicationName name, String path, Definition sent) {
        return Optional.ofNullable(sent.uploads().get(path))
                .or(() -> store.pendingContexts().find(project, name));
    }

    private static Optional<String> context(ApplicationName name, YamlMapping application) {
        return LocalFiles.of(name.text(), application).stream()
                .filter(file -> file.kind().equals(LocalFiles.CONTEXT))
                .map(LocalFile::path)
                .findFirst();
    }

    private static boolean namesContext(YamlNode build) {
        return build instanceof YamlScalar
                || build instanceof YamlMapping mapping
                        && mapping.get("context").isPresent();
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.isNull();
    }
}
