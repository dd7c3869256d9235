package dev.berth.proxy.x509;

/** A certificate or a key that cannot be used. The message says what is wrong with it and what to do; never a key. */
public final class CertificateProblem extends RuntimeException {
    /** Which of the two it is about. */
    public enum Part {
        CERTIFICATE,
        KEY
    }

    private static final long serialVersionUID = 1;

    private final Part part;
    private final String what;
    private final String remedy;

    public CertificateProblem(Part part, String what, String remedy) {
        super(what + "; " + remedy);
        this.part = part;
        this.what = what;
        this.remedy = remedy;
    }

    public Part part() {
        return part;
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
