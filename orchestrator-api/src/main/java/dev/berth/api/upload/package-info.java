/** What the command line sends from the user's machine: build contexts and env files, as archives. */
package dev.berth.api.upload;
