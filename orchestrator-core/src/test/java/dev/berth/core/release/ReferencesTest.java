package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReferencesTest {

    private static final Set<String> SECRETS = Set.of("A", "PASSWORD");

    @Test
    void valuesAreWrittenOutWhereverTheyStand() {
        Project project = project(
                Map.of(
                        "HOST", literal("db"),
                        "URL", template("redis://", own("HOST"), ":", shared("PORT")),
                        "PORT", literal("6379")),
                ApplicationBuilder.application("web")
                        .env("URL", template(shared("URL"), "/", own("BASE"), "?", secret("PASSWORD")))
                        .env("BASE", template("0"))
                        .env("HOST", template("mine"))
                        .env("EMPTY", template()));
        assertEquals("{BASE=0, EMPTY=, HOST=mine, URL=redis://db:6379/0?pa$$word}", env(project));
    }

    @Test
    void theContentOfAFileRefersToTheValuesOfItsApplication() {
        Application web = Altered.with(
                ApplicationBuilder.application("web").env("A", "1").get(),
                "files",
                List.of(new MountedFile("/f", template(own("A"), shared("B"), secret("PASSWORD")), 0600, 0)));
        Project project = new Project(new ProjectName("shop"), Map.of("B", literal("2")), List.of(web), Map.of());
        assertEquals("12pa$$word", release(project).files().get(0).content().reveal());
        assertEquals("", unresolved(project));
    }

    @Test
    void whatLeadsNowhereIsSaidOnceWhereItStands() {
        Project project = project(
                Map.of("X", template(own("NONE"), shared("NONE"), secret("OTHER"), secret("OTHER"))),
                ApplicationBuilder.application("web")
                        .env("A", template(own("B"), own("B")))
                        .env("B", template(own("NONE"), shared("GONE"), secret("GONE"), own("NONE"))));
        assertEquals(
                """
                env.X: project.NONE: there is no such value in the project's env; add it there or mend the name
                env.X: secret.OTHER: there is no secret OTHER; set it with  berth secret set PROJECT OTHER
                applications.web.env.B: NONE: there is no such value in this env; add it there or mend the name
                applications.web.env.B: project.GONE: there is no such value in the project's env; add it there or mend the name
                applications.web.env.B: secret.GONE: there is no secret GONE; set it with  berth secret set PROJECT GONE
                """,
                unresolved(project));
    }

    @Test
    void eachCircleIsSaidOnce() {
        Project project = project(
                Map.of("S", template(own("T")), "T", template(shared("S"))),
                ApplicationBuilder.application("web")
                        .env("A", template(own("B")))
                        .env("B", template("x", own("C")))
                        .env("C", template(own("B"), own("B")))
                        .env("SELF", template(own("SELF")))
                        .env("Z", template(own("A"), shared("S"))));
        assertEquals(
                """
                env.S: project.T: it leads back to itself: project.S → project.T → project.S; write one of them out
                applications.web.env.B: C: it leads back to itself: B → C → B; write one of them out
                applications.web.env.SELF: SELF: it leads back to itself: SELF → SELF; write one of them out
                """,
                unresolved(project));
    }

    @Test
    void aLongCircleIsCutShort() {
        ApplicationBuilder web = ApplicationBuilder.application("web");
        for (int i = 0; i < 1000; i++) {
            web.env("V" + (1000 + i), template(own("V" + (1000 + (i + 1) % 1000))));
        }
        assertEquals(
                "applications.web.env.V1000: V1001: it leads back to itself: V1000 → V1001 → V1002 → V1003 → V1004 →"
                        + " V1005 → … → V1000; write one of them out\n",
                unresolved(project(Map.of(), web)));
    }

    @Test
    void aChainMayBeOfAnyLength() {
        ApplicationBuilder web = ApplicationBuilder.application("web").env("V30000", "end");
        for (int i = 0; i < 20_000; i++) {
            web.env("V" + (10_000 + i), template(own("V" + (10_001 + i))));
        }
        Project project = project(Map.of(), web);
        assertEquals("", unresolved(project));
        assertEquals("end", release(project).env().get("V10000").reveal());
    }

    @Test
    void whatGrowsBeyondAllMeasureIsSaidAndNotWrittenOut() {
        ApplicationBuilder web = ApplicationBuilder.application("web").env("V99", "x");
        for (int i = 10; i < 99; i++) {
            web.env("V" + i, template(own("V" + (i + 1)), own("V" + (i + 1))));
        }
        Project project = project(Map.of(), web);
        assertEquals(
                "applications.web: : with all references written out its values and files are longer than 4 MiB;"
                        + " refer to long values less often, or keep them in a volume\n",
                unresolved(project));
        assertThrows(IllegalStateException.class, () -> release(project));
    }

    @Test
    void aFileThatGrowsBeyondAllMeasureIsSaid() {
        Template.Piece[] many = Stream.generate(() -> own("LONG")).limit(5000).toArray(Template.Piece[]::new);
        Application web = Altered.with(
                ApplicationBuilder.application("web")
                        .env("LONG", "x".repeat(1000))
                        .get(),
                "files",
                List.of(new MountedFile("/f", new Template(List.of(many)), 0600, 0)));
        Project project = new Project(new ProjectName("shop"), Map.of(), List.of(web), Map.of());
        assertTrue(unresolved(project).contains("longer than 4 MiB"), unresolved(project));
        assertThrows(IllegalStateException.class, () -> release(project));
    }

    @Test
    void whatIsUnresolvedIsSaidOnceAndWhatIsNotIsWrittenOut() {
        int written = 0;
        for (int seed = 0; seed < 3000; seed++) {
            RandomTemplates templates = new RandomTemplates(new Random(seed));
            ApplicationBuilder web = ApplicationBuilder.application("web");
            templates.some().forEach(web::env);
            Project project = project(templates.some(), web);
            List<Unresolved> unresolved = Resolver.unresolved(project, SECRETS);
            assertEquals(new HashSet<>(unresolved).size(), unresolved.size(), () -> "once: " + unresolved);
            Map<String, String> naive = Naive.of(project);
            assertEquals(naive.containsValue("?"), !unresolved.isEmpty(), () -> project + " " + unresolved);
            naive.keySet().removeIf(name -> name.startsWith("project."));
            if (naive.containsValue("?")) {
                assertThrows(IllegalStateException.class, () -> release(project), project::toString);
            } else if (unresolved.isEmpty()) {
                written++;
                assertEquals(naive.toString(), env(project), project::toString);
            }
        }
        assertTrue(written > 100, written + " could be written out");
    }

    /** Writes out by going down and down; {@code ?} for what leads nowhere, or deeper than any name leads. */
    private record Naive(Project project) {
        static Map<String, String> of(Project project) {
            Naive naive = new Naive(project);
            Map<String, String> all = new TreeMap<>();
            project.env().forEach((name, t) -> all.put("project." + name, naive.text(t, true, 0)));
            naive.own().forEach((name, t) -> all.put(name, naive.text(t, false, 0)));
            return all;
        }

        private Map<String, Template> own() {
            return project.applications().get(0).env();
        }

        private String text(Template template, boolean shared, int depth) {
            StringBuilder text = new StringBuilder();
            for (Template.Piece piece : template.pieces()) {
                text.append(text(piece, shared, depth));
            }
            return text.indexOf("?") >= 0 ? "?" : text.toString();
        }

        private String text(Template.Piece piece, boolean shared, int depth) {
            if (piece instanceof Template.Literal literal) {
                return literal.text();
            }
            if (piece instanceof Template.SecretReference secret) {
                return SECRETS.contains(secret.name()) ? "pa$$word" : "?";
            }
            boolean leadsToShared = shared || piece instanceof Template.SharedReference;
            String name = piece instanceof Template.SharedReference reference
                    ? reference.name()
                    : ((Template.OwnReference) piece).name();
            return Optional.ofNullable((leadsToShared ? project.env() : own()).get(name))
                    .filter(target -> depth < 12)
                    .map(target -> text(target, leadsToShared, depth + 1))
                    .orElse("?");
        }
    }

    private static Project project(Map<String, Template> env, ApplicationBuilder web) {
        return new Project(new ProjectName("shop"), env, List.of(web.get()), Map.of());
    }

    private static Release release(Project project) {
        Map<String, Secret> secrets = new TreeMap<>();
        SECRETS.forEach(name -> secrets.put(name, Secret.of("pa$$word")));
        ResolveContext context = new ResolveContext(secrets, Map.of(), Map.of(), Everything.KEY, Set.of());
        return Resolver.resolve(project, context).applications().get(0).release();
    }

    private static String env(Project project) {
        Map<String, String> values = new TreeMap<>();
        release(project).env().forEach((name, value) -> values.put(name, value.reveal()));
        return values.toString();
    }

    private static String unresolved(Project project) {
        return Resolver.unresolved(project, SECRETS).stream()
                .map(u -> u.path() + ": " + u.reference() + ": " + u.why() + "; " + u.remedy() + "\n")
                .collect(Collectors.joining());
    }

    /** Of texts and pieces. */
    private static Template template(Object... pieces) {
        return new Template(Stream.of(pieces)
                .map(piece -> piece instanceof Template.Piece p ? p : new Template.Literal((String) piece))
                .toList());
    }

    private static Template literal(String text) {
        return Template.literal(text);
    }

    private static Template.Piece own(String name) {
        return new Template.OwnReference(name);
    }

    private static Template.Piece shared(String name) {
        return new Template.SharedReference(name);
    }

    private static Template.Piece secret(String name) {
        return new Template.SecretReference(name);
    }
}
