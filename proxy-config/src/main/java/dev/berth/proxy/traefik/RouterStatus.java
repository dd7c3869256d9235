package dev.berth.proxy.traefik;

import java.util.List;

/**
 * A router as Traefik runs it.
 *
 * @param name without the provider, such as {@code shop_web_0}
 * @param status {@code enabled}, {@code warning} (serves nevertheless) or {@code disabled}
 * @param errors Traefik's own words
 */
public record RouterStatus(
        String name,
        String rule,
        int priority,
        List<String> entryPoints,
        List<String> middlewares,
        String service,
        String status,
        List<String> errors) {

    public boolean isServing() {
        return !status.equals("disabled");
    }
}
