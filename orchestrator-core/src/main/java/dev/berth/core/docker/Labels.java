package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that say whose a thing on the engine is, and what: identity is read from them, never from names.
 *
 * @param store the id of the data directory
 * @param instance of the daemon; often empty
 */
record Labels(String store, String instance) {
    static final String PREFIX = "dev.berth.";
    static final String STORE = PREFIX + "store";
    static final String INSTANCE = PREFIX + "instance";
    static final String PROJECT = PREFIX + "project";
    static final String APPLICATION = PREFIX + "application";
    static final String RELEASE = PREFIX + "release";
    static final String REPLICA = PREFIX + "replica";
    static final String RECIPE = PREFIX + "recipe";

    /** For a network. */
    SortedMap<String, String> of(ProjectName project) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put(STORE, store);
        labels.put(INSTANCE, instance);
        labels.put(PROJECT, project.text());
        return labels;
    }

    /** For a volume or a built image. */
    SortedMap<String, String> of(ProjectName project, ApplicationName application) {
        SortedMap<String, String> labels = of(project);
        labels.put(APPLICATION, application.text());
        return labels;
    }

    /** For a container. */
    SortedMap<String, String> of(InstanceName name, String recipe) {
        SortedMap<String, String> labels =
                of(name.release().project(), name.release().application());
        labels.put(RELEASE, name.release().brief());
        labels.put(REPLICA, Integer.toString(name.slot()));
        labels.put(RECIPE, recipe);
        return labels;
    }

    /** Whether these labels say that the thing was made by this daemon for this store. */
    boolean own(JsonNode labels) {
        return store.equals(labels.path(STORE).asText(null))
                && instance.equals(labels.path(INSTANCE).asText(null));
    }

    boolean own(JsonNode labels, ProjectName project) {
        return own(labels) && project.text().equals(labels.path(PROJECT).asText(null));
    }

    static Optional<ProjectName> project(JsonNode labels) {
        String text = labels.path(PROJECT).asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(new ProjectName(text));
    }

    /** Which instance a container is; empty when its labels do not say. */
    static Optional<InstanceName> instanceName(JsonNode labels) {
        String application = labels.path(APPLICATION).asText("");
        String release = labels.path(RELEASE).asText("");
        int slot = labels.path(REPLICA).asInt(0);
        if (application.isEmpty() || release.isEmpty() || slot < 1 || slot > 999) {
            return Optional.empty();
        }
        return project(labels)
                .map(p -> new InstanceName(new ReleaseName(p, new ApplicationName(application), release), slot));
    }

    /** Who made a thing that is not ours, in words. */
    String owner(JsonNode labels) {
        String other = labels.path(STORE).asText("");
        if (other.isEmpty()) {
            return "no Berth at all";
        }
        return other.equals(store)
                ? "this store's daemon of instance \"" + labels.path(INSTANCE).asText("") + "\""
                : "another Berth store (" + other.substring(0, Math.min(8, other.length())) + "…)";
    }

    ForeignThing foreign(String kind, String name, JsonNode labels) {
        return new ForeignThing(kind, name, owner(labels));
    }

    /** What a list is filtered by. */
    String[] filter() {
        return new String[] {STORE + "=" + store, INSTANCE + "=" + instance};
    }

    String[] filter(InstanceName name) {
        return new String[] {
            STORE + "=" + store,
            INSTANCE + "=" + instance,
            PROJECT + "=" + name.release().project(),
            APPLICATION + "=" + name.release().application(),
            RELEASE + "=" + name.release().brief(),
            REPLICA + "=" + name.slot()
        };
    }

    String[] filter(ProjectName project) {
        return new String[] {STORE + "=" + store, INSTANCE + "=" + instance, PROJECT + "=" + project};
    }
}
