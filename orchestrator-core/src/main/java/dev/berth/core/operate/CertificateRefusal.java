package dev.berth.core.operate;

/** An order about a certificate that is not carried out; no message shows anything of a key. */
public final class CertificateRefusal extends RuntimeException {
    /** What it is about. */
    public enum Kind {
        /** As things are, it cannot be done. */
        NOT_POSSIBLE,
        /** The name that was given is none. */
        NAME,
        /** The certificate that was brought is wrong. */
        CERTIFICATE,
        /** The key that was brought is wrong. */
        KEY
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String remedy;

    public CertificateRefusal(Kind kind, String what, String remedy) {
        super(what);
        this.kind = kind;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    public String remedy() {
        return remedy;
    }
}
