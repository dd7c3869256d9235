package dev.berth.core.docker;

import java.util.Set;
import java.util.TreeSet;

/**
 * An image reference in its two parts.
 *
 * @param tagOrDigest {@code latest} when none is written
 */
record ImageAddress(String name, String tagOrDigest) {
    static ImageAddress of(String reference) {
        int at = reference.indexOf('@');
        if (at > 0) {
            String name = reference.substring(0, at);
            return new ImageAddress(untagged(name), reference.substring(at + 1));
        }
        String name = untagged(reference);
        return new ImageAddress(
                name, name.length() == reference.length() ? "latest" : reference.substring(name.length() + 1));
    }

    private static String untagged(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    /** All the ways in which a user may write this reference. */
    Set<String> spellings() {
        Set<String> heads = new TreeSet<>();
        heads.add(name);
        String first = name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
        if (!first.contains(".") && !first.contains(":") && !first.equals("localhost")) {
            String path = first.isEmpty() ? "library/" + name : name;
            heads.add(path);
            heads.add("docker.io/" + path);
            heads.add("docker.io/" + name);
            heads.add("index.docker.io/" + path);
        }
        Set<String> spellings = new TreeSet<>();
        for (String head : heads) {
            if (tagOrDigest.contains(":")) {
                spellings.add(head + "@" + tagOrDigest);
            } else {
                spellings.add(head + ":" + tagOrDigest);
                if (tagOrDigest.equals("latest")) {
                    spellings.add(head);
                }
            }
        }
        return spellings;
    }
}
