package dev.berth.core.definition;

/** The keys at the top of a project file. */
final class ProjectKeys {
    static final Section VOLUME = Section.of(
                    "a volume",
                    Key.of(
                            "external",
                            Shape.either(new Shape.Flag(), Texts.TEXT),
                            "the engine's name of a volume that is there already",
                            "old_data"),
                    Key.of("name", Texts.TEXT, "the engine's name, with `external: true`", "old_data"))
            .refusing(Foreign.VOLUME);

    static final Section PROJECT = Section.of(
                    "a project file",
                    Key.of("project", Texts.NAME, "the project's name", "shop"),
                    Key.of(
                            "env",
                            Texts.ENVIRONMENT,
                            "values that applications share as `${{project.X}}`; none is given to them by itself",
                            "{REGION: eu}"),
                    Key.of(
                            "applications",
                            new Shape.Named(Texts.NAME, new Shape.Part(ApplicationKeys.APPLICATION)),
                            "what runs, by name",
                            "{web: {image: nginx}}"),
                    Key.of(
                            "volumes",
                            new Shape.Named(
                                    Texts.VOLUME_NAME, Shape.either(new Shape.Part(VOLUME), new Shape.Nothing())),
                            "volumes that are there already and are adopted",
                            "{data: {external: old_data}}"))
            .requiring("project", "applications")
            .refusing(Foreign.TOP);

    private ProjectKeys() {}
}
