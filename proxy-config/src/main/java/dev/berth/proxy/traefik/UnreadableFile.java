package dev.berth.proxy.traefik;

import java.nio.file.Path;

/**
 * A file in Traefik's directory that Berth did not write or does not understand. Traefik may stumble over it too, and
 * then takes up no change of any owner.
 *
 * @param foreign whether somebody else wrote it: Berth leaves it alone
 * @param why in words, with the place where there is one
 */
public record UnreadableFile(Path path, boolean foreign, String why) {

    @Override
    public String toString() {
        return path + ": " + why;
    }
}
