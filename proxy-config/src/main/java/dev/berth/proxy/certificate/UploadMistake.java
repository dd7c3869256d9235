package dev.berth.proxy.certificate;

/** What is wrong with a certificate that a person brought; no message shows anything of the key. */
public final class UploadMistake extends RuntimeException {
    /** Which of the two it is about. */
    public enum Part {
        CERTIFICATE,
        KEY
    }

    private static final long serialVersionUID = 1;

    private final Part part;
    private final String remedy;

    UploadMistake(Part part, String what, String remedy) {
        super(what);
        this.part = part;
        this.remedy = remedy;
    }

    public Part part() {
        return part;
    }

    public String remedy() {
        return remedy;
    }
}
