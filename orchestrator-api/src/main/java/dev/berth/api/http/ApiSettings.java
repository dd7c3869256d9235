package dev.berth.api.http;

/**
 * How the server listens.
 *
 * @param address such as {@code 127.0.0.1}
 * @param port 0 for any that is free
 * @param maxContext the largest build context, in bytes
 * @param heartBeatMillis how long a stream of events may be silent
 */
public record ApiSettings(String address, int port, long maxContext, long heartBeatMillis) {
    public static ApiSettings of(String address, int port, long maxContext) {
        return new ApiSettings(address, port, maxContext, 15_000);
    }
}
