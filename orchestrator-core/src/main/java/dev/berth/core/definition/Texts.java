package dev.berth.core.definition;

/** Shapes that many keys share. */
final class Texts {
    static final Shape TEXT = new Shape.Text("a text");
    static final Shape VARIABLE = new Shape.Form("a name without white space and =", "^[^= \\x00-\\x1f\\x7f]+$");
    static final Shape ENVIRONMENT = Shape.either(
            new Shape.Named(VARIABLE, TEXT),
            new Shape.Items(new Shape.Form("NAME=value", "^[^= \\x00-\\x1f\\x7f]+=[^\\x00]*$")));
    static final Shape LABELS =
            Shape.either(new Shape.Named(VARIABLE, Shape.either(TEXT, new Shape.Nothing())), new Shape.Items(TEXT));
    static final Shape COMMAND = new Shape.Command();
    static final Shape ONE_OR_MORE = Shape.either(TEXT, new Shape.Items(TEXT));
    static final Shape FLAG = new Shape.Flag();
    static final Shape PORT = new Shape.Whole(1, 65535);
    static final Shape SPAN = new Shape.Span();
    static final Shape SIZE = new Shape.Size();
    static final Shape ABSOLUTE = new Shape.Form("an absolute path", "^/.*$");
    /** What a GET can ask for, escapes and a query included (RFC 3986, 3.3 and 3.4). */
    static final Shape REQUEST = new Shape.Form(
            "a path such as /health, escaped as in URLs",
            "^/(?!.*%(?![0-9A-Fa-f]{2}))[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*$");

    static final Shape NAME = new Shape.Form(
            "1 to 20 lower-case letters, digits and hyphens, beginning with a letter", "^[a-z][a-z0-9-]{0,19}$");
    static final Shape VOLUME_NAME = new Shape.Form(
            "up to 100 letters, digits, _, . and -, beginning with a letter or digit",
            "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$");
    /** A token (RFC 9110, 5.6.2). */
    static final Shape HEADER_NAME = new Shape.Form("the name of a header", "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$");

    static final Shape HEADERS = new Shape.Named(HEADER_NAME, Shape.either(TEXT, new Shape.Nothing()));

    private Texts() {}

    static Shape whole(int least) {
        return new Shape.Whole(least, Integer.MAX_VALUE);
    }
}
