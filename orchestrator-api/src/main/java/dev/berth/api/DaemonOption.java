package dev.berth.api;

import java.util.Locale;
import java.util.Optional;

/**
 * One option of {@code berth daemon}. Each is given as {@code --data-dir DIR}, as {@code BERTH_DATA_DIR=DIR}, or as
 * {@code data_dir: DIR} in the file that {@code --config} names; the command line wins over the environment, that over
 * the file.
 */
public enum DaemonOption {
    CONFIG("FILE", "reads these options from a YAML file"),
    DATA_DIR("DIR", "where everything is kept (root: /var/lib/berth, else ~/.local/share/berth)"),
    LISTEN("ADDRESS:PORT", "where the API listens (127.0.0.1:7070)"),
    HTTP_PORT("PORT", "the proxy's port for http (80)"),
    HTTPS_PORT("PORT", "the proxy's port for https (443)"),
    ACME_DIRECTORY("URL", "the certificate authority (Let's Encrypt); no effect yet"),
    ACME_EMAIL("ADDRESS", "whom the certificate authority may write to; no effect yet"),
    ACME_CA_FILE("FILE", "trusts this CA for the certificate authority's own https; no effect yet"),
    PROXY("MODE", "managed (Berth runs Traefik itself, the default), external or none"),
    PROXY_IMAGE("REFERENCE", "the image of the managed proxy"),
    PROXY_CONTAINER("NAME", "the container of an external Traefik"),
    PROXY_DIRECTORY("DIR", "the directory that an external Traefik watches"),
    INSTANCE("NAME", "keeps this daemon's things apart from another's on the same engine (at most 8 characters)"),
    DOCKER_HOST("URI", "the engine's socket (unix:///var/run/docker.sock)"),
    BIND_ROOT("DIR", "applications may mount what is below (repeatable)"),
    SUBNET_POOL("CIDR", "where the projects' private networks come from (10.201.0.0/16)"),
    DNS_RESOLVER("ADDRESS", "asked before a certificate authority is; no effect yet"),
    MAX_CONTEXT("SIZE", "the largest build context that is accepted (512M)");

    private final String value;
    private final String text;

    DaemonOption(String value, String text) {
        this.value = value;
        this.text = text;
    }

    /** Such as {@code --data-dir}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Such as {@code BERTH_DATA_DIR}. */
    public String variable() {
        return "BERTH_" + name();
    }

    /** Such as {@code data_dir}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the value is, for the help. */
    public String value() {
        return value;
    }

    public String text() {
        return text;
    }

    static Optional<DaemonOption> ofFlag(String flag) {
        for (DaemonOption option : values()) {
            if (option.flag().equals(flag)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    static Optional<DaemonOption> ofKey(String key) {
        for (DaemonOption option : values()) {
            if (option.key().equals(key)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
