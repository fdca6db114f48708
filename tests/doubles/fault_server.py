#!/usr/bin/env python3
"""A loopback server that answers as it is told, well or badly: fault_server.py SCRIPT.json

SCRIPT: {"routes": [{"method": "GET", "path": "/x", "header": {"x-token": "t"}, "body_has": "shop", "answers": [ANSWER, ...]}]}
The first route that fits is used; its answers are given in turn, the last one again and again. ANSWER: status, headers, body (text or
JSON), and one of "fault": slow (drips for seconds), hang, reset, short (Content-Length too long), big (many megabytes), html,
garbage (no HTTP). Prints "PORT n" on standard output; on SIGTERM, or when asked for GET /__requests, gives the requests made, as JSON.
"""
import http.server
import json
import os
import socketserver
import struct
import socket
import sys
import threading
import time

SCRIPT = json.load(open(sys.argv[1], encoding="utf-8"))
REQUESTS = []
USED = {}
LOCK = threading.Lock()


def fits(value, wanted):
    """The same text, or one that begins as `wanted` does before its *."""
    return value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every second answer on a connection waits for the client's delayed acknowledgement

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/__requests":
            return self.send(200, {}, json.dumps(REQUESTS).encode())
        return self.play()

    def do_POST(self):
        return self.play()

    do_PUT = do_PATCH = do_DELETE = do_HEAD = do_POST

    def play(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8", "replace")
        with LOCK:
            REQUESTS.append({"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body})
            answer = self.choose(body)
        fault = answer.get("fault")
        if fault == "hang":
            time.sleep(answer.get("seconds", 30))
            return None
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            os.close(self.connection.detach())
            return None
        if fault == "garbage":
            self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
            self.close_connection = True
            return None
        if answer.get("delay_ms"):
            time.sleep(answer["delay_ms"] / 1000)
        payload = answer.get("body", {})
        data = payload.encode() if isinstance(payload, str) else json.dumps(payload).encode()
        if fault == "big":
            data = b'{"x":"' + b"a" * (64 << 20) + b'"}'
        headers = {"content-type": "application/json", **answer.get("headers", {})}
        if fault == "html":
            headers["content-type"], data = "text/html", b"<!doctype html><html><title>Sorry</title></html>"
        return self.send(answer.get("status", 200), headers, data, fault)

    def choose(self, body):
        for number, route in enumerate(SCRIPT["routes"]):
            if route.get("method", self.command) != self.command or not self.path.startswith(route["path"]):
                continue
            if not all(fits(self.headers.get(name, ""), value) for name, value in route.get("header", {}).items()):
                continue
            if route.get("body_has", "") not in body:
                continue
            turn = USED.get(number, 0)
            USED[number] = turn + 1
            return route["answers"][min(turn, len(route["answers"]) - 1)]
        return {"status": 404, "body": {"errors": "Not Found"}}

    def send(self, status, headers, data, fault=None):
        if any(name.lower() == "date" for name in headers):
            self.send_response_only(status)
        else:
            self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data) + (100 if fault == "short" else 0)))
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            if fault == "slow":
                for byte in data:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.2)
            else:
                self.wfile.write(data)
        except OSError:
            pass
        if fault == "short":
            self.close_connection = True


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        """A client that went away is no news."""


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    print("PORT", server.server_address[1], flush=True)
    server.serve_forever()
