#!/usr/bin/env python3
"""Amazon's Selling Partner API as Amazon's own models have it: amazon_models.py MODELS_DIR DOUBLES_DIR

Each model is served by Prism, which refuses what breaks the contract. Before that, in a copy, Amazon's own sandbox answers and the
error bodies of fbaInbound become the models' examples, and the header x-amz-access-token becomes required. In front stands a server
that sends a path to its model, plays the login, and notes what Prism says of each request. Prints "PORT n". POST /__plant with
{"/fba/": 403, "login": [400, {…}]}: from now on paths that begin so get that status, and the login that answer. GET /__requests:
what came since then, as a list of {method, path, status, violations, unknown: [parameter]}.
"""
import http.server
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

MODELS, DOUBLES = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PLANTED = {}
SERVED = ("sellers", "fbaInventory", "orders_2026-01-01", "reports_2021-06-30", "notifications", "sales")
TOKEN = {"access_token": "Atza|planted-access-token", "token_type": "bearer", "expires_in": 3600, "refresh_token": "Atzr|planted0refresh"}
REQUESTS = []


def load(name):
    return json.loads((MODELS / f"{name}.json").read_text())


def error_bodies():
    """Status -> body, as Amazon wrote them for fbaInbound's sandbox."""
    operation = next(operations["get"] for operations in load("fbaInbound")["paths"].values() if "get" in operations)
    return {status: answer["x-amzn-api-sandbox"]["static"][0]["response"] for status, answer in operation["responses"].items() if int(status) >= 400}


def prepared(name, errors):
    model = load(name)
    model["securityDefinitions"] = {"lwa": {"type": "apiKey", "in": "header", "name": "x-amz-access-token"}}
    model["security"] = [{"lwa": []}]
    for operations in model["paths"].values():
        for operation in operations.values():
            for status, answer in (operation.get("responses", {}) if isinstance(operation, dict) else {}).items():
                examples = [entry["response"] for entry in answer.get("x-amzn-api-sandbox", {}).get("static", []) if "response" in entry]
                if status in errors and status != "400":
                    answer["examples"] = {"application/json": errors[status]}
                elif examples:
                    answer["examples"] = {"application/json": examples[0]}
    if name == "fbaInventory":  # has no example of its own; the schema's is a body with payload and errors at once
        answer = model["paths"]["/fba/inventory/v1/summaries"]["get"]["responses"]["200"]
        answer["examples"] = {"application/json": {"payload": {"granularity": {"granularityType": "Marketplace", "granularityId": "ATVPDKIKX0DER"}, "inventorySummaries": [
            {"asin": "B0", "fnSku": "X0", "sellerSku": "S1", "condition": "NewItem", "totalQuantity": 7, "lastUpdatedTime": "2026-11-20T10:00:00Z"}]}}}
    return model


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Models:
    def __init__(self, directory):
        errors = error_bodies()
        self.routes, self.processes = [], []
        for name in SERVED:
            file, port = pathlib.Path(directory) / f"{name}.json", free_port()
            model = prepared(name, errors)
            file.write_text(json.dumps(model))
            self.processes.append(subprocess.Popen(["node", DOUBLES / "node_modules/@stoplight/prism-cli/dist/index.js", "mock", "-h", "127.0.0.1", "-p", str(port), file],
                                                   stdout=subprocess.DEVNULL))
            self.routes += [(path.split("{")[0], port, {entry["name"] for entry in operations["get"].get("parameters", []) if "name" in entry})
                            for path, operations in model["paths"].items() if "get" in operations]
            self.routes.sort(key=lambda route: -len(route[0]))
        deadline = time.monotonic() + 60
        while not all(is_open(port) for _, port, _ in self.routes):
            if time.monotonic() > deadline or any(process.poll() is not None for process in self.processes):
                self.close()
                sys.exit("Prism does not start")
            time.sleep(0.1)

    def close(self):
        for process in self.processes:
            process.kill()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    models = None

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **dict(headers), "content-length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/__plant":
            PLANTED.clear()
            REQUESTS.clear()
            PLANTED.update(json.loads(body))
            return self.answer(200, {})
        REQUESTS.append({"method": "POST", "path": self.path, "violations": [], "unknown": []})
        return self.answer(*PLANTED.get("login", [200, TOKEN]))

    def do_GET(self):
        if self.path == "/__requests":
            return self.answer(200, REQUESTS)
        path, _, query = self.path.partition("?")
        found = next((route for route in self.models.routes if path.startswith(route[0])), None)
        entry = {"method": "GET", "path": self.path, "status": 404, "violations": [], "unknown": []}
        REQUESTS.append(entry)
        if found is None:
            return self.answer(404, {"errors": [{"code": "NotFound", "message": "no model has this path"}]})
        _, port, names = found
        entry["unknown"] = [name for name, _ in urllib.parse.parse_qsl(query) if name not in names]  # exact case: Prism does not look
        wanted = next((status for start, status in PLANTED.items() if path.startswith(start)), None)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection", "accept-encoding")}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{self.path}", headers={**headers, **({"Prefer": f"code={wanted}"} if wanted else {})})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                status, body, back = reply.status, reply.read(), reply.headers
        except urllib.error.HTTPError as reply:
            status, body, back = reply.code, reply.read(), reply.headers
        entry["status"] = status
        entry["violations"] = [found for found in json.loads(back.get("sl-violations") or "[]") if found["location"][0] == "request"]
        if status == 401:  # Prism's own word for a missing header; Amazon says 403
            return self.answer(403, {"errors": [{"code": "Unauthorized", "message": "Access to requested resource is denied.",
                                                 "details": "Access token is missing in the request header."}]})
        return self.answer(status, body, {name: back[name] for name in ("x-amzn-RateLimit-Limit", "x-amzn-RequestId") if name in back})


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory() as directory:
        Handler.models = Models(directory)
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            print("PORT", server.server_address[1], flush=True)
            server.serve_forever()
        finally:
            Handler.models.close()


if __name__ == "__main__":
    main()
