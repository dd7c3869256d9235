/** What is routed where: host names, paths, upstreams and the conflicts between them. Values only, no I/O. */
package dev.berth.proxy.route;
