/** The look at a name, before an authority is asked to look: it warns and explains, and never forbids. */
package dev.berth.proxy.preflight;
