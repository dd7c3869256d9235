/** Certificates over ACME (RFC 8555). Only this package sees acme4j, BouncyCastle and dnsjava. */
package dev.berth.proxy.acme;
