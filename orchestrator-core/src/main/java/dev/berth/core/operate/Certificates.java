package dev.berth.core.operate;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.route.HostName;
import java.util.List;

/**
 * What can be asked and ordered about certificates. Orders are written down and begin at once; none waits for an
 * authority. What cannot be done is a {@link CertificateRefusal}; a store that refuses is a
 * {@link dev.berth.proxy.file.FileFailure}.
 */
public interface Certificates {
    /** Every name that is wanted or kept, sorted. */
    List<CertificateStatus> all();

    /** Whether a certificate that is for this name is served, as was seen through the proxy. Answers at once. */
    boolean isServed(HostName name);

    /**
     * Has a name's certificate renewed now, whatever its age, and whatever failed before.
     *
     * @param hopeful whether authorities in trouble are asked again too, which concerns all names
     */
    void renew(HostName name, boolean hopeful);

    /** Keeps and serves a certificate that a person brought, in the place of what the name has. */
    void upload(HostName name, Certificate checked);

    /** Forgets a certificate that a person brought; a name that is wanted gets one from an authority again. */
    void remove(HostName name);

    /** Where the files lie that were not understood. */
    List<String> broken();

    /** What is kept and cannot be read at the moment, and what that keeps from being done; read again by itself. */
    List<String> unread();

    /** What is wrong beyond single names at the moment; empty when nothing is. */
    String trouble();

    /** Where nothing serves https: without a proxy. */
    static Certificates none() {
        return new NoCertificates();
    }
}
