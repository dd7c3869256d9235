/** Certificates and keys as people and authorities hand them over: PEM and DER. Sees only the Java platform. */
package dev.berth.proxy.x509;
