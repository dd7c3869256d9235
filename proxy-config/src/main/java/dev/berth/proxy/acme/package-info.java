/** Certificates over ACME (RFC 8555). Only this package sees acme4j and BouncyCastle. */
package dev.berth.proxy.acme;
