package dev.berth.core.operate;

import dev.berth.core.definition.Reading;
import java.util.List;

/**
 * A project's definition with one application changed.
 *
 * @param basedOn the revision that was changed; 0: there was none
 * @param definition the whole of it, to be kept
 * @param reading of the whole; problems of what was sent name its own lines
 * @param missing files of the sender's machine that were not uploaded
 * @param sent the text that came, for showing its lines
 */
record Amendment(long basedOn, Definition definition, Reading reading, List<LocalFile> missing, String sent) {
    Amendment {
        missing = List.copyOf(missing);
    }
}
