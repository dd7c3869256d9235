package dev.berth.core.docker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a BuildKit build's progress.
 *
 * @see <a href="https://github.com/moby/buildkit/blob/master/api/services/control/control.proto">StatusResponse</a>
 */
record BuildTrace(List<Vertex> vertexes, List<Log> logs) {
    /** A step; {@code error} is empty while there is none. */
    record Vertex(String digest, String name, boolean cached, boolean started, boolean completed, String error) {}

    /** What a step printed. */
    record Log(String vertex, byte[] text) {}

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    static BuildTrace decode(byte[] message) throws IOException {
        List<Vertex> vertexes = new ArrayList<>();
        List<Log> logs = new ArrayList<>();
        for (Field field : fields(message)) {
            if (field.number == 1) {
                vertexes.add(vertex(field.bytes));
            } else if (field.number == 3) {
                logs.add(log(field.bytes));
            }
        }
        return new BuildTrace(vertexes, logs);
    }

    private static Vertex vertex(byte[] message) throws IOException {
        String digest = "";
        String name = "";
        String error = "";
        boolean cached = false;
        boolean started = false;
        boolean completed = false;
        for (Field field : fields(message)) {
            switch (field.number) {
                case 1 -> digest = field.text();
                case 3 -> name = field.text();
                case 4 -> cached = field.value != 0;
                case 5 -> started = true;
                case 6 -> completed = true;
                case 7 -> error = field.text();
                default -> {}
            }
        }
        return new Vertex(digest, name, cached, started, completed, error);
    }

    private static Log log(byte[] message) throws IOException {
        String vertex = "";
        byte[] text = {};
        for (Field field : fields(message)) {
            if (field.number == 1) {
                vertex = field.text();
            } else if (field.number == 4) {
                text = field.bytes;
            }
        }
        return new Log(vertex, text);
    }

    /** A field of a protobuf message. */
    private record Field(int number, long value, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static List<Field> fields(byte[] message) throws IOException {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (in.hasRemaining()) {
                long key = varint(in);
                int number = (int) (key >>> 3);
                switch ((int) (key & 7)) {
                    case VARINT -> fields.add(new Field(number, varint(in), new byte[0]));
                    case FIXED64 -> fields.add(new Field(number, in.getLong(), new byte[0]));
                    case FIXED32 -> fields.add(new Field(number, in.getInt(), new byte[0]));
                    case BYTES -> {
                        long length = varint(in);
                        if (length < 0 || length > in.remaining()) {
                            throw new IOException("the engine's build progress is cut off");
                        }
                        byte[] bytes = new byte[(int) length];
                        in.get(bytes);
                        fields.add(new Field(number, 0, bytes));
                    }
                    default -> throw new IOException("the engine's build progress is not protobuf");
                }
            }
        } catch (java.nio.BufferUnderflowException e) {
            throw new IOException("the engine's build progress is cut off", e);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0 || shift > 56) {
                return value;
            }
        }
    }
}
