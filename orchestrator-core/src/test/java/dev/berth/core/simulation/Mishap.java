package dev.berth.core.simulation;

/** How a call on the world goes wrong. */
enum Mishap {
    /** It fails and has done nothing. */
    REFUSED,
    /** It is done, and its answer is lost. */
    LOST,
    /** It is done, and answers late. */
    SLOW,
    /** It is carried out twice, as by a client that asks again. */
    TWICE,
    /** It does not answer before its deadline, and is done some time later. */
    NEVER,
    /** The daemon dies before it. */
    CRASH_BEFORE,
    /** The daemon dies when it is half done, if it has a half; else right after it. */
    CRASH_HALF,
    /** The daemon dies right after it. */
    CRASH_AFTER;

    boolean kills() {
        return this == CRASH_BEFORE || this == CRASH_HALF || this == CRASH_AFTER;
    }
}
