#!/usr/bin/env python3
"""Writes src/wire/testdata/sigv4.json: requests signed by botocore's own signer, so that ours is checked against another.

usage: make_vectors.py OUTPUT        (needs botocore; run again when a case is added)"""
import base64
import datetime
import json
import sys
from unittest import mock
from urllib.parse import urlsplit

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 11, 21, 6, 29, 0)
ARN = "arn%3Aaws%3As3tables%3Aus-east-1%3A111122223333%3Abucket%2Fb1"
HOST = "http://127.0.0.1:4566"
JSON = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSGlue.GetTable"}

# name, service, method, URL, headers, body, how: header, presigned, or a payload literal for S3
CASES = [
    ("query form", "iam", "POST", HOST + "/", {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
     b"Action=ListUsers&Version=2010-05-08", "header"),
    ("json", "glue", "POST", HOST + "/", JSON, b'{"DatabaseName":"d","Name":"t"}', "header"),
    ("json, empty body", "glue", "POST", HOST + "/", JSON, b"", "header"),
    ("an ARN as one segment", "s3tables", "GET", HOST + "/buckets/" + ARN, {}, b"", "header"),
    ("an ARN and a body", "s3tables", "PUT", HOST + "/tables/" + ARN + "/ns/t/rename", {}, b'{"newName":"u"}', "header"),
    ("raw colons in a path", "s3tables", "GET", HOST + "/iceberg/v1/arn:aws:s3tables:us-east-1:1:bucket%2Fb/namespaces",
     {}, b"", "header"),
    ("dots in a path", "lakeformation", "POST", HOST + "/a/./b/../GetDataLakeSettings", {}, b"{}", "header"),
    ("a slash at the end", "s3tables", "GET", HOST + "/buckets/", {}, b"", "header"),
    ("query sorted", "s3tables", "GET", HOST + "/get-table?name=t&namespace=ns&Z=1&a=%2Fb%20c", {}, b"", "header"),
    ("spaces in headers", "glue", "POST", HOST + "/", JSON | {"X-Amz-Meta": "  a   b  c "}, b"{}", "header"),
    ("port 443", "glue", "POST", "https://glue.us-east-1.amazonaws.com/", JSON, b"{}", "header"),
    ("s3 list", "s3", "GET", HOST + "/bucket?list-type=2&prefix=a%2Fb&delimiter=%2F", {}, b"", "header"),
    ("s3 literal key", "s3", "GET", HOST + "/bucket?uploads", {}, b"", "header"),
    ("s3 put", "s3", "PUT", HOST + "/bucket/a%20b/%C3%A9~x%3Dy%2Bz", {"Content-Type": "text/plain"}, b"hello", "header"),
    ("s3 double slash and dots", "s3", "GET", HOST + "/bucket//a/../b", {}, b"", "header"),
    ("s3 virtual host", "s3", "GET", "https://bucket.s3.us-east-1.amazonaws.com/k", {}, b"", "header"),
    ("s3 unsigned payload", "s3", "PUT", HOST + "/bucket/k", {}, b"hello", "UNSIGNED-PAYLOAD"),
    ("s3 unsigned trailer", "s3", "PUT", HOST + "/bucket/k",
     {"X-Amz-Trailer": "x-amz-checksum-crc32", "X-Amz-Decoded-Content-Length": "5", "Content-Encoding": "aws-chunked"},
     b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
    ("s3 presigned", "s3", "GET", HOST + "/bucket/a%20b?response-content-type=text%2Fplain", {}, b"", "presigned"),
    ("s3 presigned put", "s3", "PUT", HOST + "/bucket/k", {"X-Amz-Meta-A": "b"}, b"hello", "presigned"),
    ("sts presigned", "sts", "GET", HOST + "/?Action=GetCallerIdentity&Version=2011-06-15", {}, b"", "presigned"),
]


def sign(name, service, method, url, headers, body, how, token):
    credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    request = AWSRequest(method, url, dict(headers), b"" if how == "presigned" else body)
    s3 = service == "s3"
    if how == "presigned":
        signer = (auth.S3SigV4QueryAuth if s3 else auth.SigV4QueryAuth)(credentials, service, "us-east-1", expires=900)
    else:
        signer = (auth.S3SigV4Auth if s3 else auth.SigV4Auth)(credentials, service, "us-east-1")
    if how not in ("header", "presigned"):
        signer.payload = lambda _: how
    with mock.patch.object(auth, "get_current_datetime", lambda *_, **__: NOW):
        signer.add_auth(request)
    target = urlsplit(request.url)
    default = {"http": 80, "https": 443}[target.scheme]
    sent = dict(request.headers.items())
    sent["Host"] = target.hostname if target.port in (None, default) else target.netloc
    return {"name": name + (" with a session token" if token else ""), "service": service, "method": method,
            "path": target.path, "query": target.query, "headers": sorted(sent.items()), "original_url": url,
            "original_headers": sorted(headers.items()), "body": base64.b64encode(body).decode(), "how": how,
            "token": token or ""}


def main():
    vectors = [sign(*case, token) for case in CASES for token in (None, "IQoJb3JpZ2luX2VjEXAMPLE//tok+en==")]
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump({"now": NOW.strftime("%Y%m%dT%H%M%SZ"), "access_key_id": "AKIAIOSFODNN7EXAMPLE",
                   "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "region": "us-east-1",
                   "vectors": vectors}, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
