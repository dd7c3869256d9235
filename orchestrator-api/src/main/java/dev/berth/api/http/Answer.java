package dev.berth.api.http;

import java.io.IOException;

/** What answers the requests of one route. */
interface Answer {
    void to(Exchange exchange) throws IOException;
}
