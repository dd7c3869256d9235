"""A small shop window: counts visits in Redis and keeps a guest book in a file. Standard library only."""

import fcntl
import html
import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NAME = os.environ.get("SHOP_NAME", "Shop")
REDIS = urlsplit(os.environ.get("REDIS_URL", "redis://localhost:6379"))
GUEST_BOOK = os.path.join(os.environ.get("DATA_DIR", "/data"), "guestbook.txt")
PORT = int(os.environ.get("PORT", "8000"))
GRACE_SECONDS = 8

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<style>
:root {{ color-scheme: light dark; --sea: #0b6e99; --sand: #f6f2ea; --ink: #1d2b33; --card: #fff; }}
@media (prefers-color-scheme: dark) {{ :root {{ --sand: #12202a; --ink: #dfe9ee; --card: #1a2c38; --sea: #56b8e0; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: var(--sand); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }}
main {{ max-width: 40rem; margin: 0 auto; padding: 3rem 1.2rem; }}
h1 {{ margin: 0 0 1.5rem; font-size: 2rem; letter-spacing: -.02em; }}
.count {{ font-size: 4.5rem; font-weight: 700; line-height: 1; color: var(--sea); font-variant-numeric: tabular-nums; }}
section {{ background: var(--card); border-radius: 14px; padding: 1.3rem 1.5rem; margin: 0 0 1.2rem;
  box-shadow: 0 1px 3px rgb(0 0 0 / .12); }}
h2 {{ font-size: 1rem; margin: 0 0 .6rem; opacity: .7; font-weight: 600; }}
ul {{ list-style: none; margin: 0 0 1rem; padding: 0; }}
li {{ padding: .35rem 0; border-bottom: 1px solid rgb(128 128 128 / .2); overflow-wrap: anywhere; }}
time {{ opacity: .55; font-size: .85rem; margin-right: .6rem; }}
form {{ display: flex; gap: .6rem; }}
input {{ flex: 1; min-width: 0; font: inherit; padding: .5rem .8rem; border: 1px solid rgb(128 128 128 / .4);
  border-radius: 9px; background: transparent; color: inherit; }}
button {{ font: inherit; font-weight: 600; border: 0; border-radius: 9px; padding: .5rem 1.1rem;
  background: var(--sea); color: #fff; cursor: pointer; }}
footer {{ opacity: .55; font-size: .85rem; }}
</style>
</head>
<body>
<main>
<h1>{name}</h1>
<section><h2>Visits so far</h2><div class="count">{visits}</div></section>
<section>
<h2>Guest book</h2>
<ul>{entries}</ul>
<form method="post" action="/guestbook">
<input name="message" maxlength="200" required placeholder="Leave a line" aria-label="Leave a line">
<button>Sign</button>
</form>
</section>
<footer>Served by {instance}</footer>
</main>
</body>
</html>
"""


class RedisError(Exception):
    """Redis cannot be reached, or said no."""


def redis(*command):
    """Sends one command on a connection of its own; two seconds at most for each step."""
    request = b"*%d\r\n" % len(command)
    for word in command:
        data = str(word).encode()
        request += b"$%d\r\n%s\r\n" % (len(data), data)
    try:
        with socket.create_connection((REDIS.hostname, REDIS.port or 6379), timeout=2) as connection:
            connection.sendall(request)
            with connection.makefile("rb") as answers:
                line = answers.readline()
                kind, text = line[:1], line[1:].strip()
                if kind == b"$" and int(text) >= 0:
                    return answers.read(int(text)).decode()
    except OSError as e:
        raise RedisError(f"cannot reach Redis at {REDIS.hostname}:{REDIS.port or 6379}: {e}") from e
    if kind in (b"+", b":"):
        return text.decode()
    if kind == b"$":
        return None
    raise RedisError(f"Redis said: {text.decode() or 'nothing'}")


def entries(newest=8):
    """The newest lines of the guest book, newest first."""
    if not os.path.exists(GUEST_BOOK):
        return []
    with open(GUEST_BOOK, encoding="utf-8") as book:
        lines = [line.rstrip("\n").split("\t", 1) for line in book]
    return [line for line in reversed(lines) if len(line) == 2][:newest]


def sign(message):
    """Adds a line; several instances may write to the same book."""
    line = " ".join(message.split())[:200]
    if not line:
        return
    with open(GUEST_BOOK, "a", encoding="utf-8") as book:
        fcntl.flock(book, fcntl.LOCK_EX)
        book.write(f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())}\t{line}\n")
        book.flush()
        os.fsync(book.fileno())


class Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "shop"
    sys_version = ""
    timeout = 75
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/":
            self.answer(self.page)
        elif path == "/health":
            self.answer(self.health, "text/plain; charset=utf-8")
        elif path == "/visits":
            self.answer(lambda: redis("INCR", "visits") + "\n", "text/plain; charset=utf-8")
        elif path == "/slow":
            self.answer(self.slow, "text/plain; charset=utf-8")
        else:
            self.send("Nothing here.\n", 404, "text/plain; charset=utf-8")

    do_HEAD = do_GET

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > 10_000:
            self.close_connection = True
            self.send("A guest book entry is at most 200 characters.\n", 413, "text/plain; charset=utf-8")
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        if urlsplit(self.path).path != "/guestbook":
            self.send("Nothing here.\n", 404, "text/plain; charset=utf-8")
            return
        sign(parse_qs(body).get("message", [""])[0])
        self.send("", 303, "text/plain; charset=utf-8", [("Location", "/")])

    def page(self):
        rows = [f"<li><time>{html.escape(at)}</time>{html.escape(line)}</li>" for at, line in entries()]
        return PAGE.format(
            name=html.escape(NAME),
            visits=html.escape(redis("INCR", "visits")),
            entries="\n".join(rows) or "<li>Nobody has signed yet.</li>",
            instance=html.escape(socket.gethostname()),
        )

    def health(self):
        redis("PING")
        return "ok\n"

    def slow(self):
        """Answers after a while, to see that a request in flight outlives a deployment."""
        wanted = parse_qs(urlsplit(self.path).query).get("seconds", ["3"])[0]
        time.sleep(min(int(wanted), 30) if wanted.isdigit() else 3)
        return "done\n"

    def answer(self, make, kind="text/html; charset=utf-8"):
        try:
            body, status = make(), 200
        except RedisError as e:
            body, status, kind = f"{e}\n", 503, "text/plain; charset=utf-8"
        self.send(body, status, kind)

    def send(self, body, status, kind, headers=()):
        data = body.encode()
        if self.server.leaving:
            self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_one_request(self):
        # Busy from the request's first byte until its answer is out, so that leaving can wait for it.
        try:
            if not self.rfile.peek(1):
                self.close_connection = True
                return
        except (TimeoutError, ConnectionError):
            self.close_connection = True
            return
        with self.server.request():
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

    def log_message(self, form, *args):
        if getattr(self, "path", "") != "/health":
            print(f"{self.address_string()} {form % args}")


class Shop(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("", PORT), Visitor)
        self.leaving = False
        self.busy = 0
        self.seen = 0
        self.changed = threading.Condition()

    def request(self):
        return Request(self)

    def leave(self):
        """Ends each connection with its answer, and closes when nothing has come for a quarter of a second."""
        self.leaving = True
        last_call = time.monotonic() + GRACE_SECONDS
        seen = -1
        with self.changed:
            while time.monotonic() < last_call and (self.busy or seen != self.seen):
                seen = self.seen
                self.changed.wait_for(lambda: not self.busy, last_call - time.monotonic())
                self.changed.wait(0.25)
        self.shutdown()
        self.server_close()


class Request:
    def __init__(self, shop):
        self.shop = shop

    def __enter__(self):
        with self.shop.changed:
            self.shop.busy += 1
            self.shop.seen += 1

    def __exit__(self, *_):
        with self.shop.changed:
            self.shop.busy -= 1
            self.shop.changed.notify_all()


def serve():
    shop = Shop()
    asked = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print(f"{NAME} is open on port {PORT}")
    asked.wait()
    print("closing: finishing the requests in flight")
    shop.leave()
    print("closed")


if __name__ == "__main__":
    serve()
