"""Runs the real program and gives the clients that talk to it; nothing here knows what an answer should be."""
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.parse
import uuid
from unittest import mock

import boto3
import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIRN = pathlib.Path(os.environ.get("FIRN", ROOT / "build" / "firn"))
ACCOUNT, REGION = "123456789012", "us-east-1"
START_S, STOP_S, DONE_S = 30, 30, 60


def unique(prefix):
    """A name nobody else uses, valid as bucket, role, stream and log group."""
    return f"{prefix}-{uuid.uuid4().hex[:10]}"


def unique_(prefix):
    """The same for namespaces, tables and databases, which know no hyphen."""
    return unique(prefix).replace("-", "_")


def until(condition, what, seconds=DONE_S):
    """The first true value of `condition()`, asked again and again; fails naming `what` after the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def clean_environment(home, **more):
    """The environment without anything of this machine that AWS clients would read."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("AWS_") and name not in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")}
    return {**kept, "HOME": str(home), "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "*", **more}


class Lake:
    """One `firn serve` over one data directory. May be stopped, killed and started again."""

    def __init__(self, folder, *options):
        self.folder, self.options = pathlib.Path(folder), options
        self.data, self.log = self.folder / "data", self.folder / "serve.log"
        self.process, self.endpoint = None, None
        self._sessions = {}

    def launch(self, data=None, *options):
        """Starts a process without waiting for it; the caller ends it."""
        port_file = self.folder / f"port-{uuid.uuid4().hex}"
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [FIRN, "serve", "--data", data or self.data, "--port", "0", "--port-file", port_file, *self.options,
                 *options], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=clean_environment(self.folder), start_new_session=True)
        return process, port_file

    def start(self):
        assert FIRN.exists(), f"{FIRN} is not built: run `make build` first, or set FIRN to the program"
        self.process, port_file = self.launch()

        def port():
            if self.process.poll() is not None:
                raise AssertionError(f"firn serve ended with {self.process.returncode}:\n{self.tail()}")
            return port_file.read_text().strip() if port_file.exists() else None
        self.endpoint = f"http://127.0.0.1:{until(port, 'firn serve writes its port file', START_S)}"
        until(self.healthy, "GET /_firn/health answers 200", START_S)
        return self

    def healthy(self):
        try:
            return self.raw("GET", "/_firn/health").status == 200
        except OSError:
            return False

    def stop(self):
        """Asks the process to stop and returns its exit code."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"firn serve did not stop within {STOP_S} s:\n{self.tail()}") from None
        return self.process.returncode if self.process else None

    def kill(self):
        """What a power cut does to the process."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(STOP_S)

    def restart(self):
        self.stop()
        return self.start()

    def tail(self, characters=4000):
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    # Clients

    def client(self, service, key="test", secret="test", token=None, region=REGION, validate=True):
        """A boto3 client without retries. validate=False sends what the client would refuse to send."""
        session = self._sessions.setdefault(region, boto3.Session(
            aws_access_key_id="test", aws_secret_access_key="test", region_name=region))
        return session.client(
            service, endpoint_url=self.endpoint, aws_access_key_id=key, aws_secret_access_key=secret,
            aws_session_token=token, config=Config(
                retries={"total_max_attempts": 1}, parameter_validation=validate, connect_timeout=10, read_timeout=60,
                signature_version="s3v4" if service == "s3" else None, s3={"addressing_style": "path"}))

    def as_session(self, service, credentials, **more):
        """A client with the Credentials member of AssumeRole's or the AccessKey member of CreateAccessKey's answer."""
        return self.client(service, credentials["AccessKeyId"], credentials["SecretAccessKey"],
                           credentials.get("SessionToken"), **more)

    def cli(self, *words, key="test", secret="test", check=True):
        """Runs the AWS CLI with only the endpoint set; its JSON answer, its text when it is none."""
        done = subprocess.run(
            [pathlib.Path(sys.executable).with_name("aws"), *map(str, words)], capture_output=True, text=True, timeout=120,
            stdin=subprocess.DEVNULL, check=False, env=clean_environment(
                self.folder, AWS_ENDPOINT_URL=self.endpoint, AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret,
                AWS_DEFAULT_REGION=REGION, AWS_REGION=REGION, AWS_PAGER="", AWS_MAX_ATTEMPTS="1"))
        if not check:
            return done
        assert done.returncode == 0, f"aws {' '.join(map(str, words))}\n{done.stderr}\n{self.tail(1500)}"
        try:
            return json.loads(done.stdout)
        except ValueError:
            return done.stdout

    def catalog(self, bucket_arn, **more):
        """pyiceberg over REST with SigV4 against the table bucket."""
        from pyiceberg.catalog import load_catalog
        return load_catalog(unique("catalog"), **{
            "type": "rest", "uri": self.endpoint + "/iceberg", "warehouse": bucket_arn,
            "rest.sigv4-enabled": "true", "rest.signing-name": "s3tables", "rest.signing-region": REGION,
            "client.access-key-id": "test", "client.secret-access-key": "test", "client.region": REGION,
            "s3.endpoint": self.endpoint, "s3.access-key-id": "test", "s3.secret-access-key": "test",
            "s3.region": REGION, **more})

    def duckdb(self, bucket_arn):
        """DuckDB, with its own Iceberg reader, the table bucket attached as `lake`.

        It comes without time zones: ask for epoch_us(t) of a timestamp with zone."""
        import duckdb
        from duckdb_extensions import import_extension
        connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        for extension in ("avro", "httpfs", "aws", "iceberg"):
            import_extension(extension, con=connection)
            connection.execute(f"LOAD {extension}")
        host = self.endpoint.split("://")[1]
        connection.execute("CREATE SECRET lake (TYPE s3, KEY_ID 'test', SECRET 'test', "
                           f"REGION '{REGION}', ENDPOINT '{host}', URL_STYLE 'path', USE_SSL false)")
        connection.execute(f"ATTACH '{bucket_arn}' AS lake (TYPE iceberg, ENDPOINT '{self.endpoint}/iceberg', "
                           f"AUTHORIZATION_TYPE 'sigv4', SIGV4_SERVICE 's3tables', SIGV4_REGION '{REGION}', SECRET 'lake', "
                           "STAGE_CREATE_TABLES false)")  # S3 Tables refuses staged creation
        return connection

    # Requests no client would send

    def raw(self, method, target, body=b"", headers=None):
        """One request with exactly this target, unsigned unless the headers say so."""
        host = urllib.parse.urlsplit(self.endpoint).netloc
        connection = http.client.HTTPConnection(host, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, target, body or None, headers or {})
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()},
                          response.read())

    def signed(self, service, method, target, body=b"", headers=None, *, key="test", secret="test", at=None,
               region=REGION, signed_body=None):
        """One request signed by botocore. `at` signs for another time, `signed_body` for another body."""
        request = AWSRequest(method, self.endpoint + target, headers=headers or {},
                             data=body if signed_body is None else signed_body)
        kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
        with shifted(at):
            kind(Credentials(key, secret), service, region).add_auth(request)
        return self.raw(method, target, body, dict(request.headers.items()))

    def json_call(self, service, target, body, version="1.1", **more):
        """A call of a JSON protocol with a body given as bytes or as a value."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.signed(service, "POST", "/", data, {
            "Content-Type": f"application/x-amz-json-{version}", "X-Amz-Target": target}, **more)


@contextlib.contextmanager
def shifted(at):
    """Signs as if it were `at`."""
    if at is None:
        yield
        return
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda *_, **__: at):
        yield


def hours_ago(hours):
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.timedelta(hours=hours)


class Answer:
    """One HTTP response: status, headers by lower-case name, body."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error code, wherever this protocol puts it."""
        named = self.headers.get("x-amzn-errortype")
        if named:
            return named.split(":")[0]
        if self.body.lstrip()[:1] == b"{":
            value = self.json.get("__type") or self.json.get("code") or ""
            return value.rsplit("#", 1)[-1]
        text = self.text
        return text.split("<Code>")[1].split("</Code>")[0] if "<Code>" in text else ""


class Refused:
    """What `refused` saw: code, message, status of a client's error."""

    def __init__(self):
        self.code = self.message = self.status = None


@contextlib.contextmanager
def refused(code, status=None, text=None):
    """The block must end in this AWS error. `code` may be several; each of `text` must occur in the message."""
    codes = (code,) if isinstance(code, str) else code
    texts = (text,) if isinstance(text, str) else text or ()
    seen = Refused()
    try:
        yield seen
    except ClientError as error:
        seen.code = error.response["Error"]["Code"]
        seen.message = error.response["Error"].get("Message", "")
        seen.status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert seen.code in codes, f"{seen.code} ({seen.status}): {seen.message}; expected {' or '.join(codes)}"
        if status is not None:
            assert seen.status == status, f"{seen.code}: HTTP {seen.status}, expected {status}"
        for part in texts:
            assert part in seen.message, f"{seen.code}: {seen.message!r} lacks {part!r}"
        return
    raise AssertionError(f"no error; expected {' or '.join(codes)}")


TRUST_ACCOUNT = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}]})


def trust_service(service, *actions, **condition):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": list(actions) or ["sts:AssumeRole"]}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(*actions, resource="*"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": list(actions), "Resource": resource}]})


def make_role(lake, policy, trust=TRUST_ACCOUNT):
    """A role with one inline policy; its ARN."""
    iam, name = lake.client("iam"), unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy)
    return arn


def assume(lake, arn):
    return lake.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
