package dev.berth.api.http;

import java.util.List;

/** A group of routes about one thing. */
interface Resource {
    List<ApiRoute> routes();
}
