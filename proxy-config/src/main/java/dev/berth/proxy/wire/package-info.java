/** Talking with somebody who may never answer. */
package dev.berth.proxy.wire;
