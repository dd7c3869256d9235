package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.VolumeName;
import java.util.Optional;

/** The volumes of projects. */
final class DockerVolumes {
    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final DockerNetworks networks;

    DockerVolumes(DockerApi api, EngineNames names, Labels labels, DockerNetworks networks) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.networks = networks;
    }

    /** Makes a volume unless it is there; one of another owner under its name is a failure. */
    void create(ProjectName project, ApplicationName application, VolumeName volume) {
        String name = names.volume(volume);
        Optional<JsonNode> there = look(name);
        if (volume.external()) {
            if (there.isEmpty()) {
                throw new EngineException(
                        Kind.NOT_FOUND,
                        "cannot adopt volume " + name + ": there is none of that name; create it with"
                                + " docker volume create " + name + ", or correct the name in the project file");
            }
            requireAdoptable(name, project, there.get().path("Labels"));
            return;
        }
        if (there.isPresent()) {
            requireOwn(name, project, there.get());
            return;
        }
        ObjectNode body = DockerApi.JSON.createObjectNode();
        body.put("Name", name);
        body.put("Driver", "local");
        ObjectNode marks = body.putObject("Labels");
        labels.of(project, application).forEach(marks::put);
        // The engine answers with the volume that is there if somebody else was quicker.
        requireOwn(
                name,
                project,
                api.post("/volumes/create")
                        .attempting("create volume " + name)
                        .body(body)
                        .json());
    }

    void remove(VolumeName volume) {
        String name = names.volume(volume);
        if (volume.external()) {
            throw new IllegalStateException("the adopted volume " + name + " is not ours to remove");
        }
        Optional<JsonNode> there = look(name);
        if (there.isEmpty()) {
            return;
        }
        if (!labels.own(there.get().path("Labels"))) {
            throw DockerFailures.foreign(
                    "volume", name, labels.owner(there.get().path("Labels")));
        }
        api.delete("/volumes/" + DockerApi.encode(name))
                .attempting("remove volume " + name)
                .jsonIfThere();
    }

    /** What Berth made for one project is not another's to read, as long as that one is there. */
    private void requireAdoptable(String name, ProjectName project, JsonNode marks) {
        boolean berths = marks.has(Labels.STORE);
        if (!berths || labels.own(marks, project)) {
            return;
        }
        Optional<ProjectName> owner = labels.own(marks) ? Labels.project(marks) : Optional.empty();
        if (owner.isPresent() && networks.id(owner.get()).isEmpty()) {
            return;
        }
        throw new EngineException(
                Kind.FOREIGN,
                "cannot adopt volume " + name + ": it belongs to "
                        + (owner.isPresent() ? "another project" : labels.owner(marks))
                        + "; use a volume of this project's own, or delete that project first (its volumes stay)");
    }

    private Optional<JsonNode> look(String name) {
        return api.get("/volumes/" + DockerApi.encode(name))
                .attempting("look for volume " + name)
                .jsonIfThere();
    }

    private void requireOwn(String name, ProjectName project, JsonNode volume) {
        if (!labels.own(volume.path("Labels"), project)) {
            throw DockerFailures.foreign("volume", name, labels.owner(volume.path("Labels")));
        }
    }
}
