package dev.berth.core.release;

import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.PublishedPort;
import java.util.Map;

/**
 * What a fingerprint is made of: everything in a release, in this order, and nothing else. A change here makes every
 * instance of every user new, so it needs a new version, and the old one must stay comparable.
 */
final class FingerprintRecipe {
    static final String VERSION = "v1";

    private FingerprintRecipe() {}

    /** The fingerprint of a release; its own name's {@code brief}, fingerprint and image id do not matter. */
    static Fingerprint fingerprint(Release release, FingerprintKey key) {
        return new Fingerprint(VERSION, key.code(encoded(release)));
    }

    static byte[] encoded(Release release) {
        CanonicalBytes bytes = new CanonicalBytes();
        bytes.text(VERSION)
                .text(release.name().project().text())
                .text(release.name().application().text());
        image(bytes, release.image());
        invocation(bytes, release.invocation());
        bytes.texts(release.labels());
        bytes.each(release.env().entrySet(), e -> secret(bytes.text(e.getKey()), e.getValue()));
        bytes.each(release.mounts(), m -> mount(bytes, m));
        bytes.each(release.volumes().entrySet(), e -> volume(bytes, e));
        bytes.each(
                release.files(),
                f -> secret(bytes.text(f.path()), f.content()).number(f.mode()).number(f.uid()));
        bytes.each(release.ports(), p -> port(bytes, p));
        bytes.texts(release.privileges().capAdd()).flag(release.privileges().readOnly());
        bytes.texts(release.sysctls());
        return bytes.toByteArray();
    }

    private static void image(CanonicalBytes bytes, ImageSpec image) {
        if (image instanceof ImageSpec.Pulled pulled) {
            bytes.text("pulled").text(pulled.reference()).number(pulled.generation());
            return;
        }
        ImageSpec.Built built = (ImageSpec.Built) image;
        bytes.text("built").text(built.reference());
        build(bytes, built);
    }

    /** What a built image is made from. */
    static void build(CanonicalBytes bytes, ImageSpec.Built built) {
        bytes.optionalText(built.contextDigest())
                .text(built.dockerfile())
                .optionalText(built.dockerfileInline())
                .optionalText(built.target())
                .texts(built.args())
                .number(built.generation());
    }

    private static void invocation(CanonicalBytes bytes, Invocation invocation) {
        bytes.optional(invocation.entrypoint(), bytes::texts)
                .optional(invocation.command(), bytes::texts)
                .optionalText(invocation.user())
                .optionalText(invocation.workingDir())
                .optional(invocation.init(), bytes::flag)
                .number(invocation.stopGracePeriod().toNanos());
    }

    private static void mount(CanonicalBytes bytes, Mount mount) {
        if (mount instanceof Mount.Volume volume) {
            bytes.text("volume").text(volume.name()).text(volume.target()).flag(volume.readOnly());
        } else if (mount instanceof Mount.Bind bind) {
            bytes.text("bind").text(bind.source()).text(bind.target()).flag(bind.readOnly());
        } else if (mount instanceof Mount.Tmpfs tmpfs) {
            bytes.text("tmpfs").text(tmpfs.target()).text(tmpfs.options());
        }
    }

    private static void volume(CanonicalBytes bytes, Map.Entry<String, VolumeName> volume) {
        bytes.text(volume.getKey())
                .text(volume.getValue().text())
                .flag(volume.getValue().external());
    }

    private static void port(CanonicalBytes bytes, PublishedPort port) {
        bytes.text(port.address())
                .number(port.hostPort())
                .number(port.port())
                .text(port.protocol().name());
    }

    private static CanonicalBytes secret(CanonicalBytes bytes, Secret secret) {
        return bytes.text(secret.reveal());
    }
}
