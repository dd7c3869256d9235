/** Traefik's side: its dynamic files, the arguments it is started with, and its API. */
package dev.berth.proxy.traefik;
