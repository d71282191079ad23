"""One signed read of the S3 Tables Iceberg REST endpoint, with nothing but the standard library."""
import datetime
import hashlib
import hmac
import http.client
import json
import urllib.parse


def load_table(endpoint, region, bucket_arn, namespace, table):
    """The table as Iceberg REST loads it: its metadata and where that lies."""
    prefix = urllib.parse.quote(bucket_arn, safe="")
    path = f"/iceberg/v1/{prefix}/namespaces/{namespace}/tables/{table}"
    host = urllib.parse.urlsplit(endpoint).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", path, headers=signature(host, path, region, "s3tables"))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise OSError(f"GET {path} was answered {response.status}: {body[:500]!r}")
    return json.loads(body)


def signature(host, path, region, service, key="test", secret="test"):
    """The headers that sign a GET without body or query (AWS Signature Version 4)."""
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    # Every service but S3 signs the path as it is sent, percent-encoded once more.
    canonical = "\n".join(("GET", urllib.parse.quote(path, safe="/-_.~"), "", f"host:{host}", f"x-amz-date:{stamp}", "",
                           "host;x-amz-date", hashlib.sha256(b"").hexdigest()))
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    derived = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    proof = hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()
    return {"Host": host, "X-Amz-Date": stamp, "Authorization":
            f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=host;x-amz-date, Signature={proof}"}
