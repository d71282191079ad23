"""CloudWatch: metrics in, statistics out."""
import datetime

import pytest
from harness import refused, unique

NOW = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
START, END = NOW - datetime.timedelta(minutes=10), NOW + datetime.timedelta(minutes=10)
INVALID = ("InvalidParameterValue", "InvalidParameterCombination", "ValidationError", "ValidationException",
           "InvalidParameterValueException", "MissingParameter", "MissingRequiredParameterException",
           "InvalidParameterCombinationException")


@pytest.fixture(scope="module")
def cloudwatch(lake):
    return lake.client("cloudwatch")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("cloudwatch", validate=False)


@pytest.fixture
def space():
    return unique("Firn")


def put(cloudwatch, space, *values, name="m", at=NOW, **more):
    cloudwatch.put_metric_data(Namespace=space, MetricData=[
        {"MetricName": name, "Timestamp": at, "Value": value, **more} for value in values])


def statistics(cloudwatch, space, *wanted, name="m", **more):
    arguments = {"StartTime": START, "EndTime": END, "Period": 60, "Statistics": list(wanted), **more}
    return sorted(cloudwatch.get_metric_statistics(Namespace=space, MetricName=name, **arguments)["Datapoints"],
                  key=lambda point: point["Timestamp"])


def test_every_statistic(cloudwatch, space):
    put(cloudwatch, space, 1.0, 4.0, 7.0, Unit="Count")
    point, = statistics(cloudwatch, space, "Sum", "Average", "Minimum", "Maximum", "SampleCount")
    assert (point["Sum"], point["Average"], point["Minimum"], point["Maximum"], point["SampleCount"]) == (12, 4, 1, 7, 3)
    assert (point["Unit"], point["Timestamp"]) == ("Count", NOW)


def test_only_what_was_asked_for(cloudwatch, space):
    put(cloudwatch, space, 2.0)
    point, = statistics(cloudwatch, space, "Sum")
    assert set(point) == {"Timestamp", "Sum", "Unit"}


def test_periods(cloudwatch, space):
    for minutes in range(4):
        put(cloudwatch, space, 1.0, at=NOW - datetime.timedelta(minutes=minutes))
    assert [point["Sum"] for point in statistics(cloudwatch, space, "Sum")] == [1, 1, 1, 1]
    assert sum(point["Sum"] for point in statistics(cloudwatch, space, "Sum", Period=300)) == 4


def test_dimensions_are_separate_metrics(cloudwatch, space):
    put(cloudwatch, space, 1.0, Dimensions=[{"Name": "a", "Value": "1"}])
    put(cloudwatch, space, 5.0, Dimensions=[{"Name": "a", "Value": "2"}])
    assert statistics(cloudwatch, space, "Sum") == []
    assert [point["Sum"] for point in statistics(cloudwatch, space, "Sum", Dimensions=[{"Name": "a", "Value": "2"}])] == [5]
    listed = cloudwatch.list_metrics(Namespace=space)["Metrics"]
    assert sorted(metric["Dimensions"][0]["Value"] for metric in listed) == ["1", "2"]


def test_statistic_sets_and_counted_values(cloudwatch, space):
    cloudwatch.put_metric_data(Namespace=space, MetricData=[
        {"MetricName": "m", "Timestamp": NOW, "StatisticValues": {"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 4}},
        {"MetricName": "m", "Timestamp": NOW, "Values": [10.0, 20.0], "Counts": [2.0, 1.0]}])
    point, = statistics(cloudwatch, space, "Sum", "SampleCount", "Minimum", "Maximum")
    assert (point["Sum"], point["SampleCount"], point["Minimum"], point["Maximum"]) == (50, 7, 1, 20)


def test_get_metric_data(cloudwatch, space):
    put(cloudwatch, space, 3.0, 4.0)
    answer = cloudwatch.get_metric_data(StartTime=START, EndTime=END, MetricDataQueries=[{"Id": "q", "MetricStat": {
        "Metric": {"Namespace": space, "MetricName": "m"}, "Period": 60, "Stat": "Sum"}}])["MetricDataResults"][0]
    assert (answer["Id"], answer["Values"], answer["StatusCode"]) == ("q", [7.0], "Complete")
    assert answer["Timestamps"] == [NOW]


def test_cli_puts_and_reads(lake, space):
    lake.cli("cloudwatch", "put-metric-data", "--namespace", space, "--metric-name", "m", "--value", "6")
    shown = lake.cli("cloudwatch", "get-metric-statistics", "--namespace", space, "--metric-name", "m", "--start-time",
                     START.strftime("%Y-%m-%dT%H:%M:%SZ"), "--end-time", END.strftime("%Y-%m-%dT%H:%M:%SZ"), "--period", "60",
                     "--statistics", "Sum")
    assert [point["Sum"] for point in shown["Datapoints"]] == [6]


# Bad input


def test_times_in_the_wrong_order_are_refused(cloudwatch, space):
    with refused(INVALID, 400, ("StartTime", "EndTime")):
        statistics(cloudwatch, space, "Sum", StartTime=END, EndTime=START)


def test_bad_periods_are_refused(loose, space):
    for period in (0, -60, 61):
        with refused(INVALID, 400):
            statistics(loose, space, "Sum", Period=period)


def test_too_many_points_are_refused(cloudwatch, space):
    with refused(INVALID, 400, "1,440"):
        statistics(cloudwatch, space, "Sum", StartTime=NOW - datetime.timedelta(days=3), EndTime=NOW)


def test_statistics_must_be_asked_for(loose, space):
    with refused(INVALID, 400):
        loose.get_metric_statistics(Namespace=space, MetricName="m", StartTime=START, EndTime=END, Period=60)
    with refused(INVALID, 400):
        statistics(loose, space, "Mode")


def test_aws_namespaces_are_reserved(cloudwatch):
    with refused(INVALID, 400, "AWS/"):
        put(cloudwatch, "AWS/Firehose", 1.0)


def test_values_that_are_no_numbers_are_refused(lake, space):
    for value in ("NaN", "Infinity", "-Infinity"):
        body = f'{{"Namespace":"{space}","MetricData":[{{"MetricName":"m","Value":"{value}"}}]}}'.encode()
        answer = lake.json_call("monitoring", "GraniteServiceVersion20100801.PutMetricData", body, "1.0")
        assert answer.status == 400, value


def test_value_and_statistics_together_are_refused(cloudwatch, space):
    with refused(INVALID, 400):
        put(cloudwatch, space, 1.0, StatisticValues={"SampleCount": 1, "Sum": 1, "Minimum": 1, "Maximum": 1})


def test_counts_must_match_values(cloudwatch, space):
    with refused(INVALID, 400):
        cloudwatch.put_metric_data(Namespace=space, MetricData=[{"MetricName": "m", "Values": [1.0, 2.0], "Counts": [1.0]}])


def test_old_and_future_timestamps_are_refused(cloudwatch, space):
    for days in (-15, 1):
        with refused(INVALID, 400):
            put(cloudwatch, space, 1.0, at=NOW + datetime.timedelta(days=days))


def test_limits_are_checked(loose, space):
    with refused(INVALID, 400):
        put(loose, space, 1.0, Dimensions=[{"Name": f"d{number}", "Value": "x"} for number in range(31)])
    with refused(INVALID, 400):
        put(loose, space, *([1.0] * 1001))
    with refused(INVALID, 400):
        put(loose, space, 1.0, name="x" * 256)
    with refused(INVALID, 400):
        put(loose, space, 1.0, Unit="Furlongs")


def test_refused_batch_stores_nothing(cloudwatch, space):
    with refused(INVALID, 400):
        cloudwatch.put_metric_data(Namespace=space, MetricData=[
            {"MetricName": "m", "Value": 1.0, "Timestamp": NOW},
            {"MetricName": "m", "Value": 1.0, "Timestamp": NOW - datetime.timedelta(days=30)}])
    assert statistics(cloudwatch, space, "Sum") == []


def test_malformed_bodies_are_refused(lake):
    for body in (b"{", b"[]", b'{"Namespace": 7, "MetricData": []}', b"\xff"):
        answer = lake.json_call("monitoring", "GraniteServiceVersion20100801.PutMetricData", body, "1.0")
        assert answer.status == 400, body
        assert answer.code, body


def test_errors_carry_the_query_code_too(lake, space):
    body = {"Namespace": space, "MetricName": "m", "StartTime": END.timestamp(), "EndTime": START.timestamp(), "Period": 60,
            "Statistics": ["Sum"]}
    answer = lake.json_call("monitoring", "GraniteServiceVersion20100801.GetMetricStatistics", body, "1.0")
    assert answer.status == 400
    assert answer.headers["x-amzn-query-error"].endswith(";Sender")
