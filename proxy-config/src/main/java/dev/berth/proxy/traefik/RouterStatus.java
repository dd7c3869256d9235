package dev.berth.proxy.traefik;

import java.util.List;

/**
 * A router as Traefik runs it.
 *
 * @param name without the provider, such as {@code shop_web_0}
 * @param serving whether requests pass through it; Traefik disables what it cannot make sense of
 * @param errors Traefik's own words; a router that serves may have a warning here
 */
public record RouterStatus(
        String name, String rule, List<String> entryPoints, String service, boolean serving, List<String> errors) {

    public RouterStatus {
        entryPoints = List.copyOf(entryPoints);
        errors = List.copyOf(errors);
    }
}
