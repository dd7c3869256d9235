/** Writing a file so that it is always whole: the old content or the new, never a part of either. */
package dev.berth.proxy.file;
