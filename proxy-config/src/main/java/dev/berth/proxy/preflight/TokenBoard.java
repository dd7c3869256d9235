package dev.berth.proxy.preflight;

/** Where a token is shown to whoever asks below {@code /.well-known/acme-challenge/} (RFC 8555 section 8.3). */
public interface TokenBoard {
    /** @param token of the base64url alphabet; nobody else shows the same */
    void show(String token, String answer);

    void hide(String token);
}
