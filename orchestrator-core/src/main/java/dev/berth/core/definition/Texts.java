package dev.berth.core.definition;

import java.util.List;

/** Shapes that many keys share. */
final class Texts {
    static final Shape TEXT = new Shape.Text("a text");
    static final Shape ENVIRONMENT = Shape.either(new Shape.Named(TEXT), new Shape.Items(TEXT));
    static final Shape COMMAND = Shape.either(TEXT, new Shape.Items(TEXT));
    static final Shape ONE_OR_MORE = Shape.either(TEXT, new Shape.Items(TEXT));
    static final Shape FLAG = new Shape.Flag();
    static final Shape PORT = new Shape.Whole(1, 65535);
    static final Shape SPAN = new Shape.Span();
    static final Shape SIZE = new Shape.Size();
    static final Shape ABSOLUTE = new Shape.Form("an absolute path", "^/.*$");
    static final Shape TRUE = new Shape.Choice(List.of("true"));
    static final Shape NAME = new Shape.Form(
            "1 to 20 lower-case letters, digits and hyphens, beginning with a letter", "^[a-z][a-z0-9-]{0,19}$");

    private Texts() {}

    static Shape whole(long least) {
        return new Shape.Whole(least, Long.MAX_VALUE);
    }
}
