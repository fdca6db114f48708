#!/usr/bin/env python3
"""A NetSuite that only checks who calls, by other people's code: netsuite_login.py CONFIG.json

Every request must bear an OAuth 1.0a signature that oauthlib accepts, or the bearer token that the token endpoint gave for a client
assertion that PyJWT accepts. CONFIG: key, secret, token, token_secret, realm; client_id, kid, certificate (PEM), audience. Answers
SuiteQL with one row; refusals as NetSuite words them. Prints "PORT n". GET /__log: what happened, as JSON lines' list.
"""
import http.server
import json
import sys
import time
import urllib.parse

import jwt
from cryptography.x509 import load_pem_x509_certificate
from oauthlib.oauth1 import SIGNATURE_HMAC_SHA256, RequestValidator, ResourceEndpoint

CONFIG = json.load(open(sys.argv[1], encoding="utf-8"))
LOG = []
BEARER = "planted-bearer-token"


class Validator(RequestValidator):
    enforce_ssl = False
    allowed_signature_methods = (SIGNATURE_HMAC_SHA256,)
    timestamp_lifetime = 300
    nonce_length = (6, 64)
    dummy_client = "d" * 64
    dummy_access_token = "d" * 64
    seen = set()

    def check_client_key(self, _):
        return True

    def check_access_token(self, _):
        return True

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None, access_token=None):
        once = (timestamp, nonce)
        is_new = once not in self.seen
        self.seen.add(once)
        return is_new

    def validate_client_key(self, key, _):
        return key == CONFIG["key"]

    def validate_access_token(self, key, token, _):
        return token == CONFIG["token"]

    def get_client_secret(self, key, _):
        return CONFIG["secret"] if key == CONFIG["key"] else "x"

    def get_access_token_secret(self, key, token, _):
        return CONFIG["token_secret"] if token == CONFIG["token"] else "x"

    def validate_realms(self, key, token, request, uri=None, realms=None):
        return request.realm == CONFIG["realm"]


def assertion_problem(form):
    """None if the client assertion is as NetSuite wants it."""
    try:
        assertion = form["client_assertion"][0]
        if form["grant_type"] != ["client_credentials"] or not form["client_assertion_type"][0].endswith("jwt-bearer"):
            return "form"
        header = jwt.get_unverified_header(assertion)
        if header["kid"] != CONFIG["kid"] or header["alg"] not in ("PS256", "ES256"):
            return "header"
        key = load_pem_x509_certificate(CONFIG["certificate"].encode()).public_key()
        claims = jwt.decode(assertion, key, algorithms=["PS256", "ES256"], audience=CONFIG["audience"], issuer=CONFIG["client_id"],
                            options={"require": ["iss", "aud", "exp", "iat", "scope"]})
        return "too broad" if claims["exp"] - claims["iat"] > 3600 else None
    except (jwt.PyJWTError, KeyError, IndexError) as problem:
        return repr(problem)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/__log":
            return self.answer(200, LOG)
        return self.check("")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if self.path.startswith("/services/rest/auth/oauth2/v1/token"):
            problem = assertion_problem(urllib.parse.parse_qs(body))
            LOG.append({"token": problem or "given", "assertion": urllib.parse.parse_qs(body).get("client_assertion", [""])[0]})
            if problem:
                return self.answer(400, {"error": "invalid_grant"})
            return self.answer(200, {"access_token": BEARER, "expires_in": 3600, "token_type": "bearer"})
        return self.check(body)

    def check(self, _):
        authorization = self.headers.get("authorization", "")
        if authorization.startswith("Bearer "):
            good = authorization == "Bearer " + BEARER
        elif authorization.startswith("OAuth "):
            good, _ = ResourceEndpoint(Validator()).validate_protected_resource_request(
                f"http://{self.headers['host']}{self.path}", self.command, None, {"Authorization": authorization}, realms=None)
        else:
            good = False
        LOG.append({"call": self.path, "kind": authorization.split(" ")[0], "good": bool(good), "time": time.time()})
        if good:
            return self.answer(200, {"count": 1, "hasMore": False, "serverTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "items": [{"id": "1", "n": "3"}], "totalResults": 1})
        return self.answer(401, {"title": "Unauthorized", "status": 401, "o:errorDetails": [
            {"detail": "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI", "o:errorCode": "INVALID_LOGIN"}]})


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print("PORT", server.server_address[1], flush=True)
    server.serve_forever()
