"""Verifies requests that a receiver got, by hand, and that their bodies are what Python itself would write."""
import base64
import hashlib
import hmac
import json
import sys


def verify(request):
    raw = base64.b64decode(request["body"])
    headers = request["headers"]
    key = base64.b64decode(request["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + raw
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    legacy = hmac.new(request["legacySecret"].encode(), raw, hashlib.sha256).hexdigest()
    return {
        "standard": any(hmac.compare_digest(one, expected) for one in headers["webhook-signature"].split(" ")),
        "legacy": hmac.compare_digest(headers["x-flagsmith-signature"], legacy),
        "same_bytes": json.dumps(json.loads(raw), sort_keys=True).encode() == raw,
    }


json.dump([verify(request) for request in json.load(sys.stdin)["requests"]], sys.stdout)
