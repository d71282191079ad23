"""botocore against our protocol interpreters: its requests are verified and read by ours, our answers are read by it.

Every operation we handle is called with every member set (generated from the model), through the real client with its
serialisers, signers and customisations; instead of a socket there is tests/wire/driver.cc."""
import base64
import datetime
import json
import os
import pathlib
import subprocess
from urllib.parse import urlsplit

import botocore.model
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRIVER = pathlib.Path(os.environ.get("FIRN", ROOT / "build" / "firn")).parent / "tests" / "firn_wire_driver"
SERVICES = ["athena", "cloudwatch", "firehose", "glue", "iam", "lakeformation", "logs", "s3", "s3tables", "sts"]
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
WHEN = datetime.datetime(2026, 11, 21, 6, 29, 0, tzinfo=datetime.timezone.utc)
DEPTH_MAX = 14
# One for all, since it keeps the models it has read.
SESSION = botocore.session.Session()
SESSION.set_credentials("AKIAIOSFODNN7EXAMPLE", SECRET, "session//token==")


class Driver:
    def __init__(self):
        self.process = subprocess.Popen([DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


DRIVER_OF_MODULE = []


def driver():
    if not DRIVER_OF_MODULE:
        DRIVER_OF_MODULE.append(Driver())
    return DRIVER_OF_MODULE[0]


def teardown_module():
    for started in DRIVER_OF_MODULE:
        started.process.stdin.close()
        started.process.wait()


def value_of(shape, where="body", depth=0, path=()):
    """A value with every member set, as botocore takes it; recursion through the same shape ends."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {"a": [1, "b", {"c": True}], "d": 2.5}
        members = {}
        for name, member in shape.members.items():
            if member.name in path or depth > DEPTH_MAX or getattr(member, "is_streaming", False):
                continue
            if member.serialization.get("eventstream") or member.type_name == "structure" and getattr(
                    member, "is_eventstream", False):
                continue
            place = member.serialization.get("location", "body")
            members[name] = value_of(member, place, depth + 1, path + (shape.name,))
            if getattr(shape, "is_tagged_union", False):
                break
        return members
    if kind == "list":
        if shape.member.name in path or depth > DEPTH_MAX:
            return []
        return [value_of(shape.member, where, depth + 1, path + (shape.name,)) for _ in range(2 if depth < 4 else 1)]
    if kind == "map":
        keys = shape.key.enum[:2] or ["one", "two"]
        return {key: value_of(shape.value, where, depth + 1, path + (shape.name,)) for key in keys}
    if kind == "string":
        if shape.enum:
            return shape.enum[0]
        return "a b" if where in ("header", "headers") else "s/é <&>+\"'%2F"
    return {"integer": 7, "long": 1 << 40, "float": 2.5, "double": 0.1, "boolean": True, "timestamp": WHEN,
            "blob": b"\x00\xffbytes", "character": "c"}[kind]


def as_json(value):
    """A botocore value the way the driver prints it: by model names, seconds for times, base64 for bytes."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, datetime.datetime):
        return int(value.timestamp())
    if value in ("2026-11-21T06:29:00Z", "Sat, 21 Nov 2026 06:29:00 GMT"):
        return int(WHEN.timestamp())  # of shapes that fix their format
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


class Raw:
    """What botocore wants of urllib3."""
    def __init__(self, body):
        self.body = body

    def stream(self, *_, **__):
        yield self.body

    def read(self, *_, **__):
        body, self.body = self.body, b""
        return body


class Wire:
    """Stands where the socket would be."""
    def __init__(self, service, output, error=None, **config):
        endpoint = config.pop("endpoint", "http://127.0.0.1:4566")
        self.client = SESSION.create_client(service, region_name="us-east-1", endpoint_url=endpoint, config=Config(
            parameter_validation=False, inject_host_prefix=False, retries={"max_attempts": 0}, **config))
        self.service, self.output, self.error, self.answer = service, output, error, None
        self.client.meta.events.register("before-send", self.send)

    def send(self, request, **_):
        target = urlsplit(request.url)
        body = request.body or b""
        if hasattr(body, "read"):
            stream, start = body, body.tell() if hasattr(body, "tell") else 0
            body = stream.read()
            stream.seek(start)  # botocore may sign and send it again
        if isinstance(body, str):
            body = body.encode()
        headers = [(name, value.decode() if isinstance(value, bytes) else value)
                   for name, value in request.headers.items()]
        default = {"http": 80, "https": 443}[target.scheme]
        headers.append(("Host", target.hostname if target.port in (None, default) else target.netloc))
        if any(name.lower() == "authorization" and "AWS4" not in value for name, value in headers):
            raise AssertionError("not signed with SigV4")
        self.headers = dict(headers)
        command = {"do": "serve", "service": self.service, "secret": SECRET,
                   "now": datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
                   "request": {"method": request.method, "path": target.path or "/", "query": target.query,
                               "headers": headers, "body": base64.b64encode(body).decode()}}
        command |= {"error": self.error} if self.error else {"output": self.output}
        self.answer = driver().ask(**command)
        assert "error" not in self.answer, self.answer
        body = base64.b64decode(self.answer["body"])
        answered = {name.lower(): value for name, value in self.answer["headers"]}
        if "content-length" not in answered or request.method != "HEAD":
            answered["content-length"] = str(len(body))
        return AWSResponse(request.url, self.answer["status"], answered, Raw(body))


def operations():
    return list(every_operation())


def every_operation():
    for service in SERVICES:
        if not DRIVER.exists():
            return
        for name in driver().ask(do="operations", service=service)["operations"]:
            protocols = ["json", "smithy-rpc-v2-cbor", "query"] if service == "cloudwatch" else [None]
            for protocol in protocols:
                yield pytest.param(service, name, protocol, id="-".join(filter(None, (service, name, protocol))))


@pytest.fixture(autouse=True)
def one_protocol(request, monkeypatch):
    protocol = request.node.callspec.params.get("protocol") if hasattr(request.node, "callspec") else None
    if protocol:
        order = (protocol,)
        monkeypatch.setattr(botocore.model, "PRIORITY_ORDERED_SUPPORTED_PROTOCOLS", order)


def input_of(service, model):
    if model.input_shape is None:
        return {}, {}
    params = value_of(model.input_shape)
    expected = dict(params)
    payload = model.input_shape.serialization.get("payload")
    streams = {}
    if payload and model.input_shape.members[payload].type_name == "blob":
        expected.pop(payload, None)
        params[payload] = b"\x00stream"
        streams[payload] = base64.b64encode(b"\x00stream").decode()
    if service == "s3":
        for name in list(params):
            # What the client computes by itself, checks against the body, or wants well-formed.
            if name.startswith("Checksum") or name in ("ContentMD5", "ContentLength", "CopySource", "MFA", "Bucket") or \
                    "SSECustomer" in name or name == "Expires":
                params.pop(name)
                expected.pop(name, None)
        params["Bucket"] = expected["Bucket"] = "bucket"
        if "CopySource" in model.input_shape.members:
            params["CopySource"] = expected["CopySource"] = "other/key"
        if "Bucket" not in model.input_shape.members:
            params.pop("Bucket"), expected.pop("Bucket")
    return params, expected


@pytest.mark.parametrize("service,operation,protocol", operations())
def test_every_member_arrives(service, operation, protocol):
    wire = Wire(service, {})
    model = wire.client.meta.service_model.operation_model(operation)
    params, expected = input_of(service, model)
    output = value_of(model.output_shape) if model.output_shape else {}
    payload = model.output_shape.serialization.get("payload") if model.output_shape else None
    raw = payload and model.output_shape.members[payload].type_name == "blob"
    if raw:
        output[payload] = b"\x00body"
    for name in list(output):
        if service == "s3" and (name in ("ContentLength", "Expires", "ExpiresString") or name.startswith("Checksum")):
            output.pop(name)  # botocore checks these or treats them by itself
    wire.output = as_json(output)
    answer = wire.client._make_api_call(operation, params)
    assert wire.answer["operation"] == operation
    received = wire.answer["input"]
    for name in list(received):
        # What botocore adds by itself.
        if name not in expected and (name.startswith("Checksum") or name in ("ContentMD5", "ContentLength", "ContentType",
                                                                            "ContentEncoding", "EncodingType")):
            received.pop(name)
    assert as_json(received) == as_json(expected)
    answer.pop("ResponseMetadata")
    if service == "s3":
        answer.pop("ContentLength", None)
    if raw:
        assert answer.pop(payload).read() == output.pop(payload)
    assert as_json(answer) == as_json(output)


@pytest.mark.parametrize("service,operation,protocol", operations())
def test_every_error_is_understood(service, operation, protocol):
    wire = Wire(service, {})
    model = wire.client.meta.service_model.operation_model(operation)
    params, _ = input_of(service, model)
    for shape in model.error_shapes[:2]:
        code = shape.error_code
        wire.error = {"code": code, "message": "words <&> and \"more\""}
        with pytest.raises(ClientError) as failure:
            wire.client._make_api_call(operation, params)
        metadata = failure.value.response["ResponseMetadata"]
        assert metadata["RequestId"] == "request-1"
        if metadata["HTTPStatusCode"] in (404, 403, 400) and wire.answer["body"] == "":
            continue  # HEAD
        assert failure.value.response["Error"]["Code"] in (code, shape.name)
        assert failure.value.response["Error"]["Message"] == "words <&> and \"more\""
        assert isinstance(failure.value, wire.client.exceptions.from_code(code))


@pytest.mark.parametrize("service,operation,protocol", operations())
def test_our_client_writes_what_our_server_reads(service, operation, protocol):
    model = SESSION.get_service_model(service).operation_model(operation)
    _, expected = input_of(service, model)
    name = {"smithy-rpc-v2-cbor": "cbor"}.get(protocol, protocol or "")
    built = driver().ask(do="build", service=service, operation=operation, protocol=name, input=as_json(expected))
    assert "error" not in built, built
    request = built | {"headers": built["headers"] + [["Host", "127.0.0.1:4566"]]}
    served = driver().ask(do="serve", service=service, request=request, output={})
    assert "error" not in served, served
    served["input"].pop("ContentMD5", None)  # added where an operation demands a checksum
    assert as_json(served["input"]) == as_json(expected), served


def test_virtual_hosts_and_presigned_requests():
    wire = Wire("s3", {}, endpoint="http://s3.localhost:4566", s3={"addressing_style": "virtual"})
    wire.client.head_object(Bucket="bucket", Key="a/b c")
    assert wire.headers["Host"] == "bucket.s3.localhost:4566"
    assert wire.answer["input"] == {"Bucket": "bucket", "Key": "a/b c"}


def test_chunked_upload_with_trailer():
    wire = Wire("s3", {}, endpoint="https://127.0.0.1:4566", s3={"addressing_style": "path"})
    wire.client.put_object(Bucket="bucket", Key="k", Body=b"hello" * 1000, ChecksumAlgorithm="CRC32")
    assert wire.headers["X-Amz-Content-SHA256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    assert wire.answer["streams"]["Body"] == base64.b64encode(b"hello" * 1000).decode()
    assert wire.answer["input"]["ChecksumCRC32"]
    assert "ContentEncoding" not in wire.answer["input"]


def test_wrong_secret_is_refused(monkeypatch):
    wire = Wire("glue", {})
    monkeypatch.setattr(wire.client._request_signer._credentials, "secret_key", "wrong")
    with pytest.raises(AssertionError, match="InvalidSignatureException"):
        wire.client.get_databases()


def test_compressed_metrics():
    wire = Wire("cloudwatch", {}, request_min_compression_size_bytes=1)
    wire.client.put_metric_data(Namespace="n", MetricData=[{"MetricName": "m", "Value": 1.5}])
    assert wire.headers["Content-Encoding"] == "gzip"
    assert wire.answer["input"] == {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1.5}]}


def test_every_pattern_is_supported():
    answer = driver().ask(do="patterns")
    assert answer["shapes"] > 100 and answer["refused"] == []
