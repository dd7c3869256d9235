package dev.berth.proxy.certificate;

/** A certificate or a key that cannot be used. The message says what is wrong with it and what to do; never a key. */
public final class CertificateProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String remedy;

    public CertificateProblem(String what, String remedy) {
        super(what + "; " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
