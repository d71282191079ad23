"""CloudWatch Logs: groups, streams, events."""
import json
import time

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique


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


# Filters, policies and what else belongs to groups


def test_filter_patterns(logs, group, stream):
    put(logs, stream, '{"level": "error", "status": 503, "user": {"id": 7}}', '{"level": "info", "status": 200}',
        '127.0.0.1 - anna [10/Oct/2000:13:25:15 -0700] "GET /a" 404 15', "plain ERROR here")

    def found(pattern):
        return len(logs.filter_log_events(logGroupName=group, filterPattern=pattern)["events"])
    assert found('{ $.level = "error" }') == 1
    assert found("{ $.status >= 200 && $.level = * }") == 2
    assert found("{ $.user NOT EXISTS }") == 1
    assert found("[ip, id, user, time, request, status = 4*, size]") == 1
    assert found("?ERROR ?GET") == 2
    assert found('"plain ERROR" -here') == 0


def test_metric_filters(logs, group):
    transformation = {"metricName": "errors", "metricNamespace": "ns", "metricValue": "1"}
    logs.put_metric_filter(logGroupName=group, filterName="f", filterPattern="ERROR", metricTransformations=[transformation])
    shown, = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
    assert (shown["filterName"], shown["metricTransformations"]) == ("f", [transformation])
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["metricFilterCount"] == 1
    logs.delete_metric_filter(logGroupName=group, filterName="f")
    assert logs.describe_metric_filters(logGroupName=group)["metricFilters"] == []


def test_a_pattern_is_tried(logs):
    match, = logs.test_metric_filter(filterPattern="{ $.a > 1 }", logEventMessages=['{"a": 1}', '{"a": 2}'])["matches"]
    assert (match["eventNumber"], match["extractedValues"]) == (2, {"$.a": "2"})


def test_retention_hides_what_is_older(logs, group, stream):
    put(logs, stream, "old", at=now() - 36 * 3_600_000)
    put(logs, stream, "new")
    assert messages(logs.get_log_events(**stream, startFromHead=True)) == ["old", "new"]
    logs.put_retention_policy(logGroupName=group, retentionInDays=1)
    assert messages(logs.get_log_events(**stream, startFromHead=True)) == ["new"]
    answer = put(logs, stream, "older", at=now() - 30 * 3_600_000)
    assert answer["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
    logs.delete_retention_policy(logGroupName=group)
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]


def test_protected_groups_stay(logs):
    name = unique("kept")
    logs.create_log_group(logGroupName=name, deletionProtectionEnabled=True)
    with refused("ValidationException", 400, "Deletion protection"):
        logs.delete_log_group(logGroupName=name)
    logs.put_log_group_deletion_protection(logGroupIdentifier=name, deletionProtectionEnabled=False)
    logs.delete_log_group(logGroupName=name)


def test_tags_old_and_new(logs, group):
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}"
    logs.tag_log_group(logGroupName=group, tags={"a": "1", "b": "2"})
    logs.tag_resource(resourceArn=arn, tags={"c": "3"})
    logs.untag_log_group(logGroupName=group, tags=["a"])
    logs.untag_resource(resourceArn=arn, tagKeys=["b"])
    assert logs.list_tags_log_group(logGroupName=group)["tags"] == {"c": "3"}
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "3"}


def test_resource_policy_denies_and_allows(lake, logs, group, stream):
    role = make_role(lake, allow("logs:*"))
    theirs = lake.as_session("logs", assume(lake, role))
    put(theirs, stream, "before")
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"AWS": role}, "Action": "logs:PutLogEvents",
                                                    "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:*"}]}
    name = unique("policy")
    logs.put_resource_policy(policyName=name, policyDocument=json.dumps(deny))
    try:
        with refused("AccessDeniedException", 400, "explicit deny"):
            put(theirs, stream, "after")
        listed = logs.describe_resource_policies()["resourcePolicies"]
        assert json.dumps(deny) in [policy["policyDocument"] for policy in listed]
    finally:
        logs.delete_resource_policy(policyName=name)
    put(theirs, stream, "after")


ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"
TARGET = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/s"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/s"


def test_destinations_and_subscriptions(logs, group):
    name = unique("destination")
    arn = logs.put_destination(destinationName=name, targetArn=TARGET, roleArn=ROLE)["destination"]["arn"]
    logs.put_destination_policy(destinationName=name, accessPolicy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "logs:PutSubscriptionFilter", "Resource": arn}]}))
    logs.put_subscription_filter(logGroupName=group, filterName="a", filterPattern="", destinationArn=arn)
    logs.put_subscription_filter(logGroupName=group, filterName="b", filterPattern="x", destinationArn=STREAM, roleArn=ROLE)
    with refused("LimitExceededException", 400):
        logs.put_subscription_filter(logGroupName=group, filterName="c", filterPattern="", destinationArn=arn)
    shown = logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"]
    assert [(entry["filterName"], entry["destinationArn"]) for entry in shown] == [("a", arn), ("b", STREAM)]
    logs.delete_subscription_filter(logGroupName=group, filterName="a")
    logs.delete_destination(destinationName=name)
    assert logs.describe_destinations(DestinationNamePrefix=name)["destinations"] == []


def test_deliveries(logs):
    source, destination = unique("source"), unique("destination")
    distribution = f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"
    logs.put_delivery_source(name=source, resourceArn=distribution, logType="ACCESS_LOGS")
    arn = logs.put_delivery_destination(name=destination, deliveryDestinationConfiguration={
        "destinationResourceArn": "arn:aws:s3:::b"})["deliveryDestination"]["arn"]
    delivery = logs.create_delivery(deliverySourceName=source, deliveryDestinationArn=arn)["delivery"]
    assert logs.get_delivery(id=delivery["id"])["delivery"]["deliveryDestinationType"] == "S3"
    for call in (lambda: logs.delete_delivery_source(name=source), lambda: logs.delete_delivery_destination(name=destination),
                 lambda: logs.create_delivery(deliverySourceName=source, deliveryDestinationArn=arn)):
        with refused("ConflictException"):
            call()
    logs.delete_delivery(id=delivery["id"])
    logs.delete_delivery_source(name=source)
    logs.delete_delivery_destination(name=destination)
    with refused("ResourceNotFoundException"):
        logs.get_delivery_source(name=source)


INVALID, MISSING, OTHER = "InvalidParameterException", "ResourceNotFoundException", "ValidationException"
FILTER = {"filterName": "f", "filterPattern": "x", "metricTransformations": [
    {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]}
SUBSCRIPTION = {"filterName": "f", "filterPattern": "x", "destinationArn": STREAM, "roleArn": ROLE}
MALFORMED = [
    ("create_log_group", {"logGroupName": "refused", "logGroupClass": "FIRST"}, INVALID),
    ("create_log_group", {"logGroupName": "refused", "tags": {}}, INVALID),
    ("create_log_group", {"logGroupName": "refused", "tags": {"k" * 129: ""}}, INVALID),
    ("create_log_group", {"logGroupName": "refused", "tags": {"aws:k": ""}}, INVALID),
    ("create_log_group", {"logGroupName": "refused", "tags": {f"k{i}": "" for i in range(51)}}, INVALID),
    ("create_log_group", {"logGroupName": "refused", "kmsKeyId": "k" * 257}, INVALID),
    ("describe_log_groups", {"limit": 51}, INVALID),
    ("describe_log_groups", {"limit": 0}, INVALID),
    ("describe_log_groups", {"nextToken": "!"}, INVALID),
    ("describe_log_groups", {"logGroupNamePrefix": "a", "logGroupNamePattern": "b"}, INVALID),
    ("describe_log_groups", {"includeLinkedAccounts": True}, "NotImplemented"),
    ("describe_log_streams", {"logGroupName": "GROUP", "orderBy": "Size"}, INVALID),
    ("describe_log_streams", {"logGroupName": "GROUP", "orderBy": "LastEventTime", "logStreamNamePrefix": "a"}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "filterPattern": "{ $.a"}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "filterPattern": "%x%"}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "filterPattern": "x" * 1025}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "limit": 10_001}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "startTime": -1}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "logStreamNames": []}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "logStreamNames": ["s"], "logStreamNamePrefix": "s"}, INVALID),
    ("filter_log_events", {"logGroupName": "GROUP", "logGroupIdentifier": "GROUP"}, INVALID),
    ("filter_log_events", {}, INVALID),
    ("get_log_events", {"logGroupName": "GROUP", "logStreamName": "s", "nextToken": "!"}, INVALID),
    ("put_retention_policy", {"logGroupName": "GROUP", "retentionInDays": 0}, INVALID),
    ("delete_retention_policy", {"logGroupName": "none-such"}, MISSING),
    ("associate_kms_key", {"logGroupName": "GROUP", "kmsKeyId": "no arn"}, INVALID),
    ("associate_kms_key", {"kmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/x"}, INVALID),
    ("disassociate_kms_key", {}, INVALID),
    ("put_metric_filter", {"logGroupName": "none-such", **FILTER}, MISSING),
    ("put_metric_filter", {"logGroupName": "GROUP", **FILTER, "filterPattern": "["}, INVALID),
    ("put_metric_filter", {"logGroupName": "GROUP", **FILTER, "filterName": "a:b"}, INVALID),
    ("put_metric_filter", {"logGroupName": "GROUP", **FILTER, "metricTransformations": []}, INVALID),
    ("put_metric_filter", {"logGroupName": "GROUP", **FILTER, "metricTransformations": FILTER["metricTransformations"] * 2},
     INVALID),
    ("describe_metric_filters", {"metricName": "m"}, INVALID),
    ("describe_metric_filters", {"logGroupName": "none-such"}, MISSING),
    ("delete_metric_filter", {"logGroupName": "GROUP", "filterName": "none-such"}, MISSING),
    ("test_metric_filter", {"filterPattern": "{", "logEventMessages": ["a"]}, INVALID),
    ("test_metric_filter", {"filterPattern": "x", "logEventMessages": []}, INVALID),
    ("put_subscription_filter", {"logGroupName": "none-such", **SUBSCRIPTION}, MISSING),
    ("put_subscription_filter", {"logGroupName": "GROUP", **SUBSCRIPTION, "destinationArn": "no arn"}, INVALID),
    ("put_subscription_filter", {"logGroupName": "GROUP", **SUBSCRIPTION, "destinationArn": TARGET}, INVALID),
    ("put_subscription_filter", {"logGroupName": "GROUP", **SUBSCRIPTION, "distribution": "Even"}, INVALID),
    ("put_subscription_filter", {"logGroupName": "GROUP", "filterName": "f", "filterPattern": "",
                                 "destinationArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f"}, INVALID),
    ("delete_subscription_filter", {"logGroupName": "GROUP", "filterName": "none-such"}, MISSING),
    ("put_resource_policy", {"policyName": "refused", "policyDocument": "{"}, INVALID),
    ("put_resource_policy", {"policyDocument": "{}"}, INVALID),
    ("put_resource_policy", {"policyName": "refused"}, INVALID),
    ("delete_resource_policy", {"policyName": "none-such"}, MISSING),
    ("put_destination", {"destinationName": "refused", "targetArn": "no arn", "roleArn": ROLE}, INVALID),
    ("put_destination", {"destinationName": "refused", "targetArn": TARGET, "roleArn": "no arn"}, INVALID),
    ("put_destination_policy", {"destinationName": "none-such", "accessPolicy": "{}"}, INVALID),
    ("delete_destination", {"destinationName": "none-such"}, MISSING),
    ("put_delivery_source", {"name": "refused", "resourceArn": "arn:aws:s3:::b", "logType": "ACCESS_LOGS"}, MISSING),
    ("put_delivery_source", {"name": "refused", "resourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E",
                             "logType": "EVENTS"}, OTHER),
    ("put_delivery_destination", {"name": "refused", "deliveryDestinationConfiguration": {
        "destinationResourceArn": "no arn"}}, OTHER),
    ("put_delivery_destination", {"name": "refused"}, OTHER),
    ("create_delivery", {"deliverySourceName": "none-such", "deliveryDestinationArn": "no arn"}, MISSING),
    ("get_delivery", {"id": "none"}, MISSING),
    ("delete_delivery", {"id": "none"}, MISSING),
    ("tag_resource", {"resourceArn": "no arn", "tags": {"a": "1"}}, INVALID),
    ("tag_resource", {"resourceArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:thing:x", "tags": {"a": "1"}}, MISSING),
    ("tag_resource", {"resourceArn": f"arn:aws:logs:{REGION}:999999999999:log-group:GROUP", "tags": {"a": "1"}},
     "AccessDeniedException"),
    ("tag_log_group", {"logGroupName": "GROUP", "tags": {"aws:a": "1"}}, INVALID),
    ("list_tags_for_resource", {"resourceArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:none-such"}, MISSING),
]


@pytest.fixture(scope="module")
def quiet(lake):
    name = unique("quiet")
    lake.client("logs").create_log_group(logGroupName=name)
    lake.client("logs").create_log_stream(logGroupName=name, logStreamName="s")
    return name


@pytest.mark.parametrize("operation, arguments, code", MALFORMED)
def test_malformed_requests_are_refused_and_change_nothing(logs, loose, quiet, operation, arguments, code):
    def state():
        return (logs.describe_log_groups(logGroupNamePrefix="refused")["logGroups"],
                logs.describe_log_groups(logGroupNamePrefix=quiet)["logGroups"],
                logs.describe_metric_filters(logGroupName=quiet)["metricFilters"],
                logs.describe_subscription_filters(logGroupName=quiet)["subscriptionFilters"],
                logs.list_tags_log_group(logGroupName=quiet)["tags"], logs.describe_resource_policies()["resourcePolicies"],
                logs.describe_destinations()["destinations"], logs.describe_delivery_sources()["deliverySources"],
                logs.describe_delivery_destinations()["deliveryDestinations"])
    before = state()
    arguments = {name: value.replace("GROUP", quiet) if isinstance(value, str) else value
                 for name, value in arguments.items()}
    with refused(code):
        getattr(loose, operation)(**arguments)
    assert state() == before
