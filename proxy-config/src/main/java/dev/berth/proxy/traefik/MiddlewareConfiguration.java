package dev.berth.proxy.traefik;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One middleware as Traefik names its fields: exactly one component is set. */
public record MiddlewareConfiguration(
        AddPrefix addPrefix,
        BasicAuth basicAuth,
        Buffering buffering,
        Compress compress,
        Headers headers,
        IpAllowList ipAllowList,
        RateLimit rateLimit,
        RedirectRegex redirectRegex,
        RedirectScheme redirectScheme,
        Retry retry,
        StripPrefix stripPrefix) {

    public record AddPrefix(String prefix) {}

    public record BasicAuth(List<String> users, Boolean removeHeader) {
        @Override
        public String toString() {
            return "BasicAuth[(secret)]";
        }
    }

    public record Buffering(Long maxRequestBodyBytes) {}

    public record Compress(List<String> excludedContentTypes, Integer minResponseBodyBytes) {}

    public record Headers(
            SortedMap<String, String> customRequestHeaders, SortedMap<String, String> customResponseHeaders) {
        public Headers {
            customRequestHeaders = customRequestHeaders == null ? new TreeMap<>() : customRequestHeaders;
            customResponseHeaders = customResponseHeaders == null ? new TreeMap<>() : customResponseHeaders;
        }
    }

    public record IpAllowList(List<String> sourceRange) {}

    public record RateLimit(Integer average, Integer burst) {}

    public record RedirectRegex(String regex, String replacement, Boolean permanent) {}

    public record RedirectScheme(String scheme, String port, Boolean permanent) {}

    /** @param maxRequestBodyBytes of a longer one, no answer is asked for again because of its status */
    public record Retry(Integer attempts, String initialInterval, List<String> status, Long maxRequestBodyBytes) {
        public Retry {
            status = status == null ? List.of() : List.copyOf(status);
        }
    }

    public record StripPrefix(List<String> prefixes) {}

    static MiddlewareConfiguration of(AddPrefix set) {
        return new MiddlewareConfiguration(set, null, null, null, null, null, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(BasicAuth set) {
        return new MiddlewareConfiguration(null, set, null, null, null, null, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(Buffering set) {
        return new MiddlewareConfiguration(null, null, set, null, null, null, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(Compress set) {
        return new MiddlewareConfiguration(null, null, null, set, null, null, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(Headers set) {
        return new MiddlewareConfiguration(null, null, null, null, set, null, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(IpAllowList set) {
        return new MiddlewareConfiguration(null, null, null, null, null, set, null, null, null, null, null);
    }

    static MiddlewareConfiguration of(RateLimit set) {
        return new MiddlewareConfiguration(null, null, null, null, null, null, set, null, null, null, null);
    }

    static MiddlewareConfiguration of(RedirectRegex set) {
        return new MiddlewareConfiguration(null, null, null, null, null, null, null, set, null, null, null);
    }

    static MiddlewareConfiguration of(RedirectScheme set) {
        return new MiddlewareConfiguration(null, null, null, null, null, null, null, null, set, null, null);
    }

    static MiddlewareConfiguration of(Retry set) {
        return new MiddlewareConfiguration(null, null, null, null, null, null, null, null, null, set, null);
    }

    static MiddlewareConfiguration of(StripPrefix set) {
        return new MiddlewareConfiguration(null, null, null, null, null, null, null, null, null, null, set);
    }
}
