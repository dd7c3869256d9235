package dev.berth.api.doctor;

/**
 * What one look found.
 *
 * @param what it is like, in words
 * @param remedy what to do; empty when it is ok
 */
public record Check(String name, Verdict verdict, String what, String remedy) {
    /** Whether something has to be done. */
    public enum Verdict {
        OK,
        /** Works, but is worth knowing. */
        NOTICE,
        BAD
    }

    public static Check ok(String name, String what) {
        return new Check(name, Verdict.OK, what, "");
    }

    public static Check notice(String name, String what, String remedy) {
        return new Check(name, Verdict.NOTICE, what, remedy);
    }

    public static Check bad(String name, String what, String remedy) {
        return new Check(name, Verdict.BAD, what, remedy);
    }
}
