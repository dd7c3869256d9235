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
    ACME_DIRECTORY("URL", "the certificate authority: letsencrypt (the default), letsencrypt-staging or a URL"),
    ACME_EMAIL("ADDRESS", "whom the certificate authority may write to"),
    ACME_CA_FILE("FILE", "trusts this CA for the authority's own https; any but Let's Encrypt is a private one then"),
    ACME_PROFILE("NAME", "the kind of certificate, where the authority offers several, such as shortlived"),
    ACME_KEY("KIND", "the keys of certificates: p256 (the default) or rsa"),
    ACME_EAB_KID(
            "ID", "who you are at an authority that wants an account of its own; at the fallback, if there is one"),
    ACME_EAB_KEY_FILE("FILE", "the key to that, as the authority gave it, in a file that only you can read"),
    ACME_FALLBACK_DIRECTORY("URL", "another authority, asked when the first is in trouble"),
    ACME_FIRST_EAB_KID("ID", "who you are at the first authority, where there is a fallback"),
    ACME_FIRST_EAB_KEY_FILE("FILE", "the key to that, in a file that only you can read"),
    DNS_PROVIDER("KIND", "proves names by DNS, which wildcards need: rfc2136 or cloudflare"),
    DNS_SERVER("HOST[:PORT]", "the server that takes updates (rfc2136; port 53)"),
    DNS_KEY_NAME("NAME", "the name of the TSIG key (rfc2136)"),
    DNS_KEY_ALGORITHM("NAME", "what the TSIG key is for (rfc2136): hmac-sha256 (the default), hmac-sha512, …"),
    DNS_SECRET_FILE("FILE", "the TSIG secret or the API token, in a file that only you can read"),
    DNS_ZONE("DOMAIN", "the zone that the records stand in (it is looked for)"),
    PROXY("MODE", "managed (Berth runs Traefik itself, the default), external or none"),
    PROXY_IMAGE("REFERENCE", "the image of the managed proxy"),
    PROXY_CONTAINER("NAME", "the container of an external Traefik"),
    PROXY_DIRECTORY("DIR", "the directory that an external Traefik watches"),
    INSTANCE("NAME", "keeps this daemon's things apart from another's on the same engine (at most 8 characters)"),
    DOCKER_HOST("URI", "the engine's socket (unix:///var/run/docker.sock)"),
    BIND_ROOT("DIR", "applications may mount what is below (repeatable)"),
    SUBNET_POOL("CIDR", "where the projects' private networks come from (10.201.0.0/16)"),
    DNS_RESOLVER("HOST[:PORT]", "asked whether a name leads here before an authority is (this machine's)"),
    MAX_CONTEXT("SIZE", "the largest build context that is accepted (512M)"),
    BUILD_CACHE(
            "SIZE",
            "the most build cache that the engine keeps after a build, of everybody who builds on it; 0 leaves it alone (10G)"),
    BUILD_ROOM("SIZE", "how much of the engine's disk must be free when a build begins (1G)");

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
