"""CloudWatch Logs: groups, streams, events."""
import time

import pytest
from harness import ACCOUNT, REGION, refused, unique


@pytest.fixture(scope="module")
def logs(lake):
    return lake.client("logs")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("logs", validate=False)


@pytest.fixture
def group(logs):
    name = "/firn/" + unique("group")
    logs.create_log_group(logGroupName=name)
    return name


@pytest.fixture
def stream(logs, group):
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    return {"logGroupName": group, "logStreamName": "s"}


def now():
    return int(time.time() * 1000)


def put(logs, stream, *messages, at=None):
    start = at or now() - len(messages)
    return logs.put_log_events(**stream, logEvents=[
        {"timestamp": start + index, "message": message} for index, message in enumerate(messages)])


def messages(answer):
    return [event["message"] for event in answer["events"]]


def test_group_is_made_described_and_removed(logs):
    name = "/firn/" + unique("group")
    logs.create_log_group(logGroupName=name, tags={"team": "ice"})
    shown, = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert (shown["logGroupName"], shown["arn"]) == (name, f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*")
    assert "retentionInDays" not in shown
    logs.put_retention_policy(logGroupName=name, retentionInDays=7)
    assert logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["retentionInDays"] == 7
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}"
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "ice"}
    logs.delete_log_group(logGroupName=name)
    assert logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"] == []


def test_groups_are_listed_in_pages(logs):
    prefix = "/firn/" + unique("page")
    for number in range(5):
        logs.create_log_group(logGroupName=f"{prefix}/{number}")
    pages = list(logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix, PaginationConfig={"PageSize": 2}))
    assert [group["logGroupName"] for page in pages for group in page["logGroups"]] == [f"{prefix}/{n}" for n in range(5)]
    assert [len(page["logGroups"]) for page in pages] == [2, 2, 1]


def test_stream_is_made_described_and_removed(logs, group, stream):
    shown, = logs.describe_log_streams(logGroupName=group)["logStreams"]
    assert shown["logStreamName"] == "s"
    assert shown["arn"] == f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:log-stream:s"
    logs.delete_log_stream(**stream)
    assert logs.describe_log_streams(logGroupName=group)["logStreams"] == []


def test_events_come_back_in_order(logs, stream):
    put(logs, stream, "one", "two ☃", "{\"three\": 3}")
    assert messages(logs.get_log_events(**stream, startFromHead=True)) == ["one", "two ☃", "{\"three\": 3}"]
    put(logs, stream, "four")
    assert messages(logs.get_log_events(**stream, startFromHead=True))[-1] == "four"
    event = logs.get_log_events(**stream, startFromHead=True)["events"][0]
    assert event["ingestionTime"] >= event["timestamp"] - 1000


def test_events_by_time_and_in_pages(logs, stream):
    start = now() - 1000
    put(logs, stream, *(f"m{number}" for number in range(10)), at=start)
    some = logs.get_log_events(**stream, startTime=start + 3, endTime=start + 6, startFromHead=True)
    assert messages(some) == ["m3", "m4", "m5"]
    first = logs.get_log_events(**stream, limit=4, startFromHead=True)
    second = logs.get_log_events(**stream, limit=4, startFromHead=True, nextToken=first["nextForwardToken"])
    assert (messages(first), messages(second)) == (["m0", "m1", "m2", "m3"], ["m4", "m5", "m6", "m7"])
    assert messages(logs.get_log_events(**stream, limit=2)) == ["m8", "m9"]


def test_filter_finds_words(logs, group, stream):
    logs.create_log_stream(logGroupName=group, logStreamName="other")
    put(logs, stream, "ERROR disk", "INFO fine")
    put(logs, {"logGroupName": group, "logStreamName": "other"}, "ERROR net")
    found = logs.filter_log_events(logGroupName=group, filterPattern="ERROR")
    assert sorted(messages(found)) == ["ERROR disk", "ERROR net"]
    only = logs.filter_log_events(logGroupName=group, filterPattern="ERROR", logStreamNames=["s"])
    assert [(event["logStreamName"], event["message"]) for event in only["events"]] == [("s", "ERROR disk")]
    assert len(logs.filter_log_events(logGroupName=group)["events"]) == 3


def test_cli_reads_events(lake, logs, stream):
    put(logs, stream, "hello")
    shown = lake.cli("logs", "get-log-events", "--log-group-name", stream["logGroupName"], "--log-stream-name", "s",
                     "--start-from-head")
    assert [event["message"] for event in shown["events"]] == ["hello"]


# Bad input


def test_second_of_a_name_is_refused(logs, group, stream):
    with refused("ResourceAlreadyExistsException", 400, "The specified log group already exists"):
        logs.create_log_group(logGroupName=group)
    with refused("ResourceAlreadyExistsException", 400, "The specified log stream already exists"):
        logs.create_log_stream(**stream)


def test_missing_group_is_named(logs):
    name = unique("missing")
    for call in (lambda: logs.delete_log_group(logGroupName=name), lambda: logs.describe_log_streams(logGroupName=name),
                 lambda: logs.create_log_stream(logGroupName=name, logStreamName="s"),
                 lambda: logs.put_retention_policy(logGroupName=name, retentionInDays=1),
                 lambda: logs.filter_log_events(logGroupName=name)):
        with refused("ResourceNotFoundException", 400, "The specified log group does not exist."):
            call()


def test_missing_stream_is_named(logs, group):
    missing = {"logGroupName": group, "logStreamName": "none"}
    for call in (lambda: put(logs, missing, "x"), lambda: logs.get_log_events(**missing),
                 lambda: logs.delete_log_stream(**missing)):
        with refused("ResourceNotFoundException", 400, "The specified log stream does not exist."):
            call()


def test_events_out_of_order_are_refused(logs, stream):
    with refused("InvalidParameterException", 400,
                 "Log events in a single PutLogEvents request must be in chronological order."):
        logs.put_log_events(**stream, logEvents=[{"timestamp": now(), "message": "b"}, {"timestamp": now() - 9, "message": "a"}])
    assert logs.get_log_events(**stream, startFromHead=True)["events"] == []


def test_old_and_future_events_are_named_and_skipped(logs, stream):
    hour = 3_600_000
    answer = logs.put_log_events(**stream, logEvents=[
        {"timestamp": now() - 1, "message": "good"}, {"timestamp": now() + 3 * hour, "message": "new"}])
    assert answer["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    answer = logs.put_log_events(**stream, logEvents=[
        {"timestamp": now() - 15 * 24 * hour, "message": "old"}, {"timestamp": now() - 15 * 24 * hour + 1, "message": "old"}])
    assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 2}
    assert messages(logs.get_log_events(**stream, startFromHead=True)) == ["good"]


def test_span_over_a_day_is_refused(logs, stream):
    with refused("InvalidParameterException", 400, "24 hours"):
        logs.put_log_events(**stream, logEvents=[{"timestamp": now() - 100_000_000, "message": "a"},
                                                 {"timestamp": now(), "message": "b"}])


def test_limits_are_checked(loose, stream):
    with refused("InvalidParameterException", 400):
        put(loose, stream, *(["x" * 110_000] * 10))
    with refused("InvalidParameterException", 400):
        loose.put_log_events(**stream, logEvents=[])
    with refused("InvalidParameterException", 400):
        put(loose, stream, *(["x"] * 10_001))
    with refused("InvalidParameterException", 400):
        loose.get_log_events(**stream, limit=10_001)


def test_names_are_validated(loose, group):
    for name in ("", "has space", "x" * 513, "star*"):
        with refused("InvalidParameterException", 400):
            loose.create_log_group(logGroupName=name)
    for name in ("", "co:lon", "star*"):
        with refused("InvalidParameterException", 400):
            loose.create_log_stream(logGroupName=group, logStreamName=name)


def test_odd_retention_is_refused(logs, group):
    with refused("InvalidParameterException", 400):
        logs.put_retention_policy(logGroupName=group, retentionInDays=2)


def test_malformed_bodies_are_refused(lake):
    for body in (b"{", b"[]", b'{"logGroupName": 7}', b"\xff"):
        answer = lake.json_call("logs", "Logs_20140328.CreateLogGroup", body)
        assert (answer.status, answer.code) in ((400, "SerializationException"), (400, "InvalidParameterException")), body


def test_unknown_operation_is_refused(lake):
    answer = lake.json_call("logs", "Logs_20140328.MakeCoffee", {})
    assert (answer.status, answer.code) == (400, "UnknownOperationException")
