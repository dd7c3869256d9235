package dev.berth.proxy.traefik;

import java.util.List;

/**
 * A service as Traefik runs it.
 *
 * @param name without the provider, such as {@code shop_web_0}
 * @param servers the URLs of its servers, sorted
 * @param status {@code enabled}, {@code warning} or {@code disabled}
 * @param errors Traefik's own words
 */
public record ServiceStatus(String name, List<String> servers, String status, List<String> errors) {

    public boolean isServing() {
        return !status.equals("disabled");
    }
}
