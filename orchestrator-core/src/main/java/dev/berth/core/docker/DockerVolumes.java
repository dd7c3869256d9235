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

    DockerVolumes(DockerApi api, EngineNames names, Labels labels) {
        this.api = api;
        this.names = names;
        this.labels = labels;
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
