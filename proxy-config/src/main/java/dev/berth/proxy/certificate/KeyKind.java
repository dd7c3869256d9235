package dev.berth.proxy.certificate;

/** What key a certificate is asked for with. */
public enum KeyKind {
    /** ECDSA on the curve P-256. */
    P256,
    /** RSA with 2048 bits, for old clients. */
    RSA
}
