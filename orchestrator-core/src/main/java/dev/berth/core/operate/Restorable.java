package dev.berth.core.operate;

import dev.berth.core.context.Uploads;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Template;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import dev.berth.core.store.EarlierRelease;
import dev.berth.core.store.SecretsVault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an earlier release can be made again as it was. Its values are stored with it, but what a user has taken away
 * since does not come back by this way: the value of a secret has to be kept still, and nothing else may go by the name of
 * its image.
 */
record Restorable(SecretsVault secrets, Uploads uploads) {
    /**
     * Why it cannot; empty when it can.
     *
     * @param definition that it was made from; empty when it does not read any more, so that nobody knows which secrets
     *     its values are of
     * @param images references and ids of all images that the engine has
     */
    Optional<String> obstacle(
            ProjectName project, Optional<Project> definition, EarlierRelease earlier, Set<String> images) {
        Release release = earlier.application().release();
        return secret(project, definition, release).or(() -> image(release, images));
    }

    /** Which value a secret had then stands nowhere but in the values that were made of it. */
    private Optional<String> secret(ProjectName project, Optional<Project> definition, Release release) {
        SortedSet<String> gone =
                definition.map(d -> named(d, release.name().application())).orElse(new TreeSet<>());
        gone.removeIf(name -> secrets.versions(project, name).stream().anyMatch(release::holds));
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of("the value that it had of "
                        + gone.stream().map(name -> "the secret " + name).collect(Collectors.joining(" and "))
                        + " is not kept any more; set it as it was with  berth secret set " + project + " "
                        + gone.first() + "  , or go back to a later release");
    }

    /** The secrets that the application's values and files were made of, also by way of the project's values. */
    private static SortedSet<String> named(Project definition, ApplicationName name) {
        List<Template> templates = definition.application(name).stream()
                .flatMap(a -> Stream.concat(
                        a.env().values().stream(), a.files().stream().map(MountedFile::content)))
                .collect(Collectors.toCollection(ArrayList::new));
        Set<String> seen = new TreeSet<>();
        List<String> next = shared(templates, false);
        while (!next.isEmpty()) {
            List<Template> reached = next.stream()
                    .filter(seen::add)
                    .flatMap(value -> Optional.ofNullable(definition.env().get(value)).stream())
                    .toList();
            templates.addAll(reached);
            next = shared(reached, true);
        }
        return secretsIn(templates);
    }

    /** @param either whether they are the project's values, which call each other by either name */
    private static List<String> shared(Collection<Template> templates, boolean either) {
        List<String> names = new ArrayList<>();
        for (Template template : templates) {
            for (Template.Piece piece : template.pieces()) {
                if (piece instanceof Template.SharedReference shared) {
                    names.add(shared.name());
                } else if (either && piece instanceof Template.OwnReference own) {
                    names.add(own.name());
                }
            }
        }
        return names;
    }

    private static SortedSet<String> secretsIn(Collection<Template> templates) {
        return templates.stream()
                .flatMap(t -> t.pieces().stream())
                .filter(p -> p instanceof Template.SecretReference)
                .map(p -> ((Template.SecretReference) p).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> image(Release release, Set<String> images) {
        String reference = release.image().reference();
        if (release.imageId().filter(images::contains).isPresent()) {
            return Optional.empty();
        }
        if (release.image() instanceof ImageSpec.Built built) {
            boolean canBeBuilt = images.contains(reference)
                    || built.contextDigest().map(uploads::has).orElse(true);
            return canBeBuilt
                    ? Optional.empty()
                    : Optional.of("its image " + reference + " is not on the engine any more, and neither is the build"
                            + " context here that it was built from; apply the sources as they were");
        }
        String id = release.imageId().orElse("");
        return Optional.of("its image " + reference + " (" + id + ") is not on the engine any more, and nobody knows"
                + " whether a registry still has the same under that name; apply the earlier file, which pulls it");
    }
}
