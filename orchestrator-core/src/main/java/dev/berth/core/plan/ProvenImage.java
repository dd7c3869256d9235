package dev.berth.core.plan;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.release.Release;
import java.util.Set;
import java.util.stream.Collectors;

/** The image that was proven with a release: what its instances run on, whatever its reference means by then. */
final class ProvenImage {
    private ProvenImage() {}

    /** @throws HealthException when its instances run on different ones */
    static String of(Release release, Engine engine) {
        return release.imageId().orElseGet(() -> found(release, engine));
    }

    private static String found(Release release, Engine engine) {
        Set<String> images = engine.observe(release.name().project()).instances().stream()
                .filter(i -> i.name().release().equals(release.name()))
                .map(ObservedInstance::imageId)
                .collect(Collectors.toSet());
        String reference = release.image().reference();
        if (images.size() > 1) {
            throw new HealthException("the image " + reference + " was exchanged while instances of " + release.name()
                    + " were started, which run on " + images.size() + " different ones now; apply again");
        }
        return images.stream().findFirst().orElse(reference);
    }
}
