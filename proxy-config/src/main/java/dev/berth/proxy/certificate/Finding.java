package dev.berth.proxy.certificate;

/**
 * Something that may keep an authority from issuing. It explains and never forbids: the authority sees with other eyes.
 *
 * @param what in plain words
 * @param remedy what to do about it
 */
public record Finding(String what, String remedy) {
    @Override
    public String toString() {
        return what + "; " + remedy;
    }
}
