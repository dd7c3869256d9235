package dev.berth.proxy.acme;

/**
 * An account that a person has with the authority outside of ACME, and that ours is bound to (RFC 8555 section 7.3.4).
 *
 * @param keyId as the authority calls it
 * @param hmacKey in base64url, as the authority shows it
 */
public record ExternalAccount(String keyId, String hmacKey) {
    public ExternalAccount {
        if (keyId.isBlank() || !hmacKey.matches("[A-Za-z0-9_-]{43,}=*")) {
            throw new IllegalArgumentException(
                    "an external account has a key id, and an HMAC key of 32 bytes or more in"
                            + " base64url; copy both as the authority shows them");
        }
    }

    @Override
    public String toString() {
        return "ExternalAccount[" + keyId + "]";
    }
}
