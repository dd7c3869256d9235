package dev.berth.core.release;

import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.PublishedPort;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application bound to one exact image and configuration; immutable. Everything in it is in the fingerprint, except
 * the resolved image id.
 *
 * @param imageId what the reference meant when the release was accepted; empty before that
 * @param mounts as declared; {@code volumes} says what each volume is called on the engine
 * @param volumes name in the project file → volume on the engine
 * @param sysctls kernel settings of the instance's own namespaces; only Berth's own proxy has any
 */
public record Release(
        ReleaseName name,
        Fingerprint fingerprint,
        ImageSpec image,
        Optional<String> imageId,
        Invocation invocation,
        Map<String, String> labels,
        Map<String, Secret> env,
        List<Mount> mounts,
        Map<String, VolumeName> volumes,
        List<FileContent> files,
        List<PublishedPort> ports,
        Privileges privileges,
        Map<String, String> sysctls) {
    public Release {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        env = Collections.unmodifiableMap(new TreeMap<>(env));
        mounts = List.copyOf(mounts);
        volumes = Collections.unmodifiableMap(new TreeMap<>(volumes));
        files = List.copyOf(files);
        ports = List.copyOf(ports);
        sysctls = Collections.unmodifiableMap(new TreeMap<>(sysctls));
    }

    /** The same release, pinned to the image it was proven with. */
    public Release pinnedTo(String id) {
        return with(name, fingerprint, Optional.of(id));
    }

    /** The same release without that. */
    public Release unpinned() {
        return with(name, fingerprint, Optional.empty());
    }

    /** The same with these kernel settings, under the name and fingerprint that follow from them. */
    public Release withSysctls(Map<String, String> settings, FingerprintKey key) {
        return new Release(
                        name,
                        fingerprint,
                        image,
                        imageId,
                        invocation,
                        labels,
                        env,
                        mounts,
                        volumes,
                        files,
                        ports,
                        privileges,
                        settings)
                .named(key);
    }

    /** The same release under the name and fingerprint that follow from what is in it. */
    public Release named(FingerprintKey key) {
        Fingerprint made = FingerprintRecipe.fingerprint(this, key);
        return with(new ReleaseName(name.project(), name.application(), made.brief()), made, imageId);
    }

    /** Whether the other one is made of the same, whatever recipe its fingerprint is from. */
    public boolean isMadeAs(Release other) {
        return equals(other.with(name, fingerprint, imageId));
    }

    /** The volumes that its instances can write to. */
    public SortedSet<VolumeName> written() {
        return mounts.stream()
                .filter(mount -> mount instanceof Mount.Volume volume && !volume.readOnly())
                .map(mount -> volumes.get(((Mount.Volume) mount).name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether this value stands in its environment or in one of its files. */
    public boolean holds(Secret value) {
        return Stream.concat(env.values().stream(), files.stream().map(FileContent::content))
                .anyMatch(text -> text.reveal().contains(value.reveal()));
    }

    private Release with(ReleaseName newName, Fingerprint newFingerprint, Optional<String> newImageId) {
        return new Release(
                newName,
                newFingerprint,
                image,
                newImageId,
                invocation,
                labels,
                env,
                mounts,
                volumes,
                files,
                ports,
                privileges,
                sysctls);
    }

    public InstanceName instance(int slot) {
        return new InstanceName(name, slot);
    }
}
