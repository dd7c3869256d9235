/** The life of a certificate: which is due, whom it is asked from, where it is kept, whether it is served. */
package dev.berth.proxy.certificate;
