package dev.berth.proxy.acme;

import java.util.Map;

/**
 * What a {@link FakeAuthority} answers.
 *
 * @param status see also {@link #CUT}, {@link #SILENCE} and {@link #USUAL}
 */
record Reply(int status, String type, String body, Map<String, String> headers) {
    static final Reply CUT = new Reply(0, "", "", Map.of());

    /** The connection stays, and nothing comes. */
    static final Reply SILENCE = new Reply(-1, "", "", Map.of());

    /** As if nothing had been scripted for this request. */
    static final Reply USUAL = new Reply(-2, "", "", Map.of());

    static Reply json(int status, String body) {
        return new Reply(status, "application/json", body, Map.of());
    }

    static Reply text(int status, String body) {
        return new Reply(status, "text/plain", body, Map.of());
    }

    /** A problem document of RFC 8555 section 6.7. */
    static Reply problem(int status, String type, String detail) {
        return new Reply(
                status,
                "application/problem+json",
                "{\"type\":\"urn:ietf:params:acme:error:" + type + "\",\"detail\":\"" + detail + "\"}",
                Map.of());
    }

    Reply with(String header, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, body, more);
    }
}
