"""/_firn/: health for everyone; reset, clock and weather only for a lake that was started to be controlled."""
import json

import pytest
from botocore.exceptions import ClientError
from harness import Lake, unique


@pytest.fixture(scope="module")
def controlled(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("controlled"), "--controls")
    lake.start()
    yield lake
    assert lake.stop() == 0


@pytest.fixture(autouse=True)
def fair_weather(request):
    yield
    if "controlled" in request.fixturenames:
        assert control(request.getfixturevalue("controlled"), "POST", "reset") == (200, {})


def control(lake, method, what, body=None, headers=None):
    answer = lake.raw(method, f"/_firn/{what}", json.dumps(body).encode() if body is not None else b"", headers)
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("method, what", [("POST", "reset"), ("GET", "clock"), ("POST", "clock"), ("PUT", "faults")])
def test_a_lake_is_not_controlled_unless_started_so(lake, method, what):
    lake.client("iam").create_user(UserName=(name := unique("kept")))
    status, body = control(lake, method, what, {})
    assert status == 403 and "--controls" in body["error"]
    assert lake.client("iam").get_user(UserName=name)


def test_pages_in_a_browser_control_nothing(controlled):
    for header in ({"Origin": "http://example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        status, body = control(controlled, "POST", "reset", headers=header)
        assert status == 403 and "browser" in body["error"]


def test_reset_removes_everything_and_the_lake_goes_on(controlled):
    s3, glue = controlled.client("s3"), controlled.client("glue")
    for _ in range(2):
        s3.create_bucket(Bucket="again")
        s3.put_object(Bucket="again", Key="a", Body=b"x" * 3_000_000)
        glue.create_database(DatabaseInput={"Name": "again"})
        assert control(controlled, "POST", "reset") == (200, {})
        assert s3.list_buckets()["Buckets"] == []
        assert glue.get_databases()["DatabaseList"] == []
    files = [path for path in controlled.data.rglob("*") if path.is_file() and path.stat().st_size > 1_000_000]
    assert files == []


def test_the_clock_moves_forward_and_sessions_end(controlled):
    iam, sts = controlled.client("iam"), controlled.client("sts")
    user = iam.create_user(UserName="walker")["User"]
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": user["Arn"]}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="walk", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    key = iam.create_access_key(UserName="walker")["AccessKey"]
    session = controlled.as_session("sts", key).assume_role(RoleArn=role["Arn"], RoleSessionName="stroll")["Credentials"]
    assert controlled.as_session("sts", session).get_caller_identity()
    status, told = control(controlled, "POST", "clock", {"advance_s": 7200})
    assert status == 200 and told["advanced_s"] == 7200
    with pytest.raises(ClientError, match="ExpiredToken"):
        controlled.as_session("sts", session).get_caller_identity()
    assert sts.get_caller_identity()  # whose signature is of real time
    made = iam.create_user(UserName="later")["User"]["CreateDate"]
    assert made.timestamp() - user["CreateDate"].timestamp() >= 7199


@pytest.mark.parametrize("body", [{"advance_s": -1}, {"advance_s": "1"}, {"advance_s": 1e12}, {}, []])
def test_the_clock_refuses_what_is_no_step_forward(controlled, body):
    status, told = control(controlled, "POST", "clock", body)
    assert status == 400 and "advance_s" in told["error"]
    assert control(controlled, "GET", "clock")[1]["advanced_s"] == 0


@pytest.mark.parametrize("service, call, code, status", [
    ("glue", lambda client: client.get_databases(), "ThrottlingException", 400),
    ("iam", lambda client: client.list_users(), "Throttling", 400),
    ("s3", lambda client: client.list_buckets(), "SlowDown", 503),
    ("s3tables", lambda client: client.list_table_buckets(), "TooManyRequestsException", 429),
    ("lakeformation", lambda client: client.list_permissions(), "ThrottlingException", 429),
])
def test_throttling_speaks_each_protocol(controlled, service, call, code, status):
    forecast = {"throttle": {"rate": 1, "services": [service]}, "seed": 3}
    assert control(controlled, "PUT", "faults", forecast) == (200, forecast)
    with pytest.raises(ClientError) as refused:
        call(controlled.client(service))
    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert controlled.client("logs").describe_log_groups()["logGroups"] == []


def test_the_seed_decides_which_requests_are_struck(controlled):
    def struck():
        assert control(controlled, "PUT", "faults", {"throttle": {"rate": 0.5}, "seed": 11})[0] == 200
        codes = []
        for _ in range(40):
            try:
                controlled.client("sts").get_caller_identity()
                codes.append(False)
            except ClientError as error:
                assert error.response["Error"]["Code"] == "Throttling"
                codes.append(True)
        return codes
    first = struck()
    assert first == struck() and 8 < sum(first) < 32


@pytest.mark.parametrize("body, named", [
    ([], "body"), ({"thunder": 1}, "thunder"), ({"throttle": 1}, "throttle"), ({"throttle": {}}, "throttle.rate"),
    ({"throttle": {"rate": 2}}, "throttle.rate"), ({"throttle": {"rate": 1, "services": "s3"}}, "throttle.services"),
    ({"throttle": {"rate": 1, "service": []}}, "service"), ({"seed": "x"}, "seed")])
def test_weather_that_cannot_be_is_refused_and_changes_nothing(controlled, body, named):
    status, told = control(controlled, "PUT", "faults", body)
    assert status == 400 and named in told["error"]
    assert control(controlled, "GET", "faults") == (200, {"seed": 1})
