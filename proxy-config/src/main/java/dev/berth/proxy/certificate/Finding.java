package dev.berth.proxy.certificate;

/**
 * Something that may keep an authority from issuing. It explains and never forbids: the authority sees with other eyes.
 *
 * @param what in plain words
 * @param remedy what to do about it
 */
public record Finding(String what, String remedy) {
    private static final int LONGEST = 500;

    /** Parts come from name servers, which anybody may run: one line each, and not endless. */
    public Finding {
        what = line(what);
        remedy = line(remedy);
    }

    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    @Override
    public String toString() {
        return what + "; " + remedy;
    }
}
