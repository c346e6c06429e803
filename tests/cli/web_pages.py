"""A web server on loopback with a page of each kind, for the scripts."""

import http.server
import threading
import time

REDIRECTS = {"/moved": (301, "/ok"), "/found": (302, "/ok"),
             "/circle": (302, "/circle")}
STATUSES = {"/ok": 200, "/signin": 401, "/gone": 404, "/broken": 500}


class Page(http.server.BaseHTTPRequestHandler):
    """/slow takes two seconds; what is not named above is not there."""

    def do_HEAD(self):  # pylint: disable=invalid-name
        if self.path == "/slow":
            time.sleep(2)
        status, place = REDIRECTS.get(
            self.path, (STATUSES.get(self.path, 404), None))
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


class WebPages:
    """Serves while it is entered; `url` has no slash at its end."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
