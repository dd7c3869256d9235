package dev.berth.api.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The header of an entry: POSIX ustar, with a pax header before it where a name is long or not ASCII. */
final class TarHeader {
    static final int BLOCK = 512;

    /** 1980-01-01 00:00:01 UTC: the same for everything, so that equal content is an equal archive; ZIP can still say it. */
    private static final long TIME = 315_532_801;

    private static final int NAME = 100;

    private TarHeader() {}

    static byte[] of(ArchiveEntry entry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK);
        StringBuilder extended = new StringBuilder();
        if (!fits(entry.name())) {
            extended.append(paxRecord("path", entry.name()));
        }
        if (!fits(entry.link())) {
            extended.append(paxRecord("linkpath", entry.link()));
        }
        if (extended.length() > 0) {
            byte[] records = extended.toString().getBytes(StandardCharsets.UTF_8);
            out.writeBytes(block("pax", 0644, records.length, 'x', ""));
            out.writeBytes(records);
            out.writeBytes(new byte[padding(records.length)]);
        }
        char type = entry.isDirectory() ? '5' : entry.isFile() ? '0' : '2';
        out.writeBytes(block(entry.name(), entry.mode(), entry.size(), type, entry.link()));
        return out.toByteArray();
    }

    /** Zero bytes after so much content. */
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static boolean fits(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > '~') {
                return false;
            }
        }
        return name.length() <= NAME;
    }

    /** {@code LENGTH KEY=VALUE\n}, where the length counts itself. */
    private static String paxRecord(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        length = bytes + Integer.toString(length).length();
        return length + rest;
    }

    private static byte[] block(String name, int mode, long size, char type, String link) {
        byte[] block = new byte[BLOCK];
        text(block, 0, name);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        size(block, size);
        octal(block, 136, 12, TIME);
        block[156] = (byte) type;
        text(block, 157, link);
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
        checksum(block);
        return block;
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(NAME, bytes.length));
    }

    private static void octal(byte[] block, int at, int width, long number) {
        String digits = Long.toOctalString(number);
        String padded = "00000000000".substring(0, width - 1 - digits.length()) + digits;
        System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, block, at, width - 1);
    }

    /** From 8 GiB on in base 256, as GNU and Go write it. */
    private static void size(byte[] block, long size) {
        if (size < 1L << 33) {
            octal(block, 124, 12, size);
            return;
        }
        block[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            block[135 - i] = (byte) (size >> 8 * i);
        }
    }

    private static void checksum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        String digits = Integer.toOctalString(sum);
        byte[] field = ("000000".substring(digits.length()) + digits + "\0 ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(field, 0, block, 148, 8);
    }
}
