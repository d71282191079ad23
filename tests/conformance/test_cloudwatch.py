"""CloudWatch: metrics in, statistics out."""
import datetime
import json

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique

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


# Percentiles and high resolution


def test_percentiles_are_told_from_the_values(cloudwatch, space):
    put(cloudwatch, space, *[float(value) for value in range(1, 101)])
    point, = cloudwatch.get_metric_statistics(
        Namespace=space, MetricName="m", StartTime=START, EndTime=END, Period=60,
        ExtendedStatistics=["p50", "p99.9", "tm90", "IQM", "PR(:25)"])["Datapoints"]
    assert point["ExtendedStatistics"] == pytest.approx(
        {"p50": 50.5, "p99.9": 99.901, "tm90": 45.5, "IQM": 50.5, "PR(:25)": 25.0})


def test_percentiles_are_left_out_where_a_set_hides_the_values(cloudwatch, space):
    cloudwatch.put_metric_data(Namespace=space, MetricData=[{"MetricName": "m", "Timestamp": NOW, "StatisticValues": {
        "SampleCount": 2, "Sum": 3, "Minimum": 1, "Maximum": 2}}])
    point, = cloudwatch.get_metric_statistics(Namespace=space, MetricName="m", StartTime=START, EndTime=END, Period=60,
                                              ExtendedStatistics=["p50"])["Datapoints"]
    assert "ExtendedStatistics" not in point


def test_seconds_are_kept_at_high_resolution(cloudwatch, space):
    for second in range(4):
        put(cloudwatch, space, 1.0, at=NOW + datetime.timedelta(seconds=second), StorageResolution=1)
        put(cloudwatch, space, 1.0, at=NOW + datetime.timedelta(seconds=second), name="coarse")
    assert [point["Sum"] for point in statistics(cloudwatch, space, "Sum", Period=1, StartTime=NOW,
                                                 EndTime=NOW + datetime.timedelta(seconds=10))] == [1, 1, 1, 1]
    assert [point["Sum"] for point in statistics(cloudwatch, space, "Sum")] == [4]
    assert [point["Sum"] for point in statistics(cloudwatch, space, "Sum", name="coarse")] == [4]


def test_metric_data_comes_in_pages(cloudwatch, space):
    for minutes in range(5):
        put(cloudwatch, space, float(minutes), at=NOW - datetime.timedelta(minutes=minutes))
    query = [{"Id": name, "MetricStat": {"Metric": {"Namespace": space, "MetricName": "m"}, "Period": 60, "Stat": "Sum"}}
             for name in ("a", "b")]
    values, token = {"a": [], "b": []}, {}
    while True:
        page = cloudwatch.get_metric_data(StartTime=START, EndTime=END, MetricDataQueries=query, MaxDatapoints=3, **token)
        assert sum(len(result["Values"]) for result in page["MetricDataResults"]) <= 3
        for result in page["MetricDataResults"]:
            values[result["Id"]] += result["Values"]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert values == {"a": [0, 1, 2, 3, 4], "b": [0, 1, 2, 3, 4]}


# Alarms


ALARM = {"Namespace": "n", "MetricName": "m", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 2, "Threshold": 1.0,
         "ComparisonOperator": "GreaterThanThreshold"}


def test_alarm_is_made_changed_and_removed(cloudwatch):
    name = unique("alarm")
    cloudwatch.put_metric_alarm(AlarmName=name, Tags=[{"Key": "a", "Value": "1"}], **ALARM)
    alarm, = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert (alarm["StateValue"], alarm["ActionsEnabled"], alarm["Period"]) == ("INSUFFICIENT_DATA", True, 60)
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="because")
    cloudwatch.put_metric_alarm(AlarmName=name, **{**ALARM, "Period": 120})
    alarm, = cloudwatch.describe_alarms(AlarmNamePrefix=name, StateValue="ALARM")["MetricAlarms"]
    assert (alarm["StateValue"], alarm["StateReason"], alarm["Period"]) == ("ALARM", "because", 120)
    assert cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == [{"Key": "a", "Value": "1"}]
    items = cloudwatch.describe_alarm_history(AlarmName=name)["AlarmHistoryItems"]
    assert [item["HistoryItemType"] for item in items] == ["ConfigurationUpdate", "StateUpdate", "ConfigurationUpdate"]
    cloudwatch.disable_alarm_actions(AlarmNames=[name])
    assert not cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["ActionsEnabled"]
    cloudwatch.delete_alarms(AlarmNames=[name])
    assert cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"] == []


def test_alarms_of_both_kinds_are_listed_in_pages(cloudwatch):
    prefix = unique("page")
    for number in range(3):
        cloudwatch.put_metric_alarm(AlarmName=f"{prefix}-{number}", **ALARM)
    cloudwatch.put_composite_alarm(AlarmName=f"{prefix}-c", AlarmRule=f"ALARM({prefix}-0)")
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=prefix, AlarmTypes=["MetricAlarm", "CompositeAlarm"], PaginationConfig={"PageSize": 2}))
    assert [len(page["MetricAlarms"]) + len(page["CompositeAlarms"]) for page in pages] == [2, 2]
    assert len(cloudwatch.describe_alarms(AlarmNamePrefix=prefix)["CompositeAlarms"]) == 0
    found = cloudwatch.describe_alarms_for_metric(Namespace="n", MetricName="m")["MetricAlarms"]
    assert {f"{prefix}-{number}" for number in range(3)} <= {alarm["AlarmName"] for alarm in found}


def test_alarms_need_rights(lake, cloudwatch):
    theirs = lake.as_session("cloudwatch", assume(lake, make_role(lake, allow(
        "cloudwatch:PutMetricAlarm", resource=f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:ours-*"))))
    theirs.put_metric_alarm(AlarmName="ours-" + unique("a"), **ALARM)
    with refused(("AccessDenied", "AccessDeniedException"), text="cloudwatch:PutMetricAlarm"):
        theirs.put_metric_alarm(AlarmName="theirs", **ALARM)


# Dashboards


BODY = json.dumps({"widgets": [{"type": "text", "x": 0, "y": 0, "width": 3, "height": 3, "properties": {"markdown": "#"}}]})


def test_dashboards(cloudwatch):
    names = [unique("board") for _ in range(3)]
    for name in names:
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody=BODY)
    shown = cloudwatch.get_dashboard(DashboardName=names[0])
    assert (shown["DashboardBody"], shown["DashboardArn"]) == (BODY, f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{names[0]}")
    assert set(names) <= {entry["DashboardName"] for entry in cloudwatch.list_dashboards()["DashboardEntries"]}
    with refused("ResourceNotFound", 404):
        cloudwatch.delete_dashboards(DashboardNames=[names[0], "none-such"])
    assert cloudwatch.get_dashboard(DashboardName=names[0])
    cloudwatch.delete_dashboards(DashboardNames=names)
    with refused("ResourceNotFound", 404):
        cloudwatch.get_dashboard(DashboardName=names[0])


# Bad input, one operation after the other


def datum(**more):
    return {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1.0, **more}]}


def query(**more):
    stat = {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}
    return {"StartTime": START, "EndTime": END, "MetricDataQueries": [{"Id": "q", "MetricStat": {**stat, **more}}]}


def asked(**more):
    return {"Namespace": "n", "MetricName": "m", "StartTime": START, "EndTime": END, "Period": 60, "Statistics": ["Sum"],
            **more}


def alarm(**more):
    return {"AlarmName": "refused", **{name: value for name, value in {**ALARM, **more}.items() if value is not None}}


VALUE, COMBINATION, INVALID_MODEL, ABSENT = ("InvalidParameterValue", "InvalidParameterCombination", "ValidationError",
                                             "MissingParameter")
MALFORMED = [
    ("put_metric_data", {"Namespace": "n"}, ABSENT),
    ("put_metric_data", {"Namespace": "n", "MetricData": []}, ABSENT),
    ("put_metric_data", {"Namespace": "", "MetricData": [{"MetricName": "m", "Value": 1.0}]}, INVALID_MODEL),
    ("put_metric_data", {"Namespace": ":n", "MetricData": [{"MetricName": "m", "Value": 1.0}]}, INVALID_MODEL),
    ("put_metric_data", {"Namespace": "AWS/x", "MetricData": [{"MetricName": "m", "Value": 1.0}]}, VALUE),
    ("put_metric_data", {"Namespace": "n", "MetricData": [{"MetricName": "m"}]}, ABSENT),
    ("put_metric_data", {"Namespace": "n", "MetricData": [{"Value": 1.0}]}, INVALID_MODEL),
    ("put_metric_data", datum(Values=[1.0]), VALUE),
    ("put_metric_data", datum(Value=1e200), VALUE),
    ("put_metric_data", datum(StorageResolution=30), VALUE),
    ("put_metric_data", datum(Unit="Furlongs"), INVALID_MODEL),
    ("put_metric_data", datum(Dimensions=[{"Name": "", "Value": "x"}]), INVALID_MODEL),
    ("put_metric_data", datum(Counts=[1.0]), VALUE),
    ("put_metric_data", {"Namespace": "n", "MetricData": [{"MetricName": "m", "Values": [1.0] * 151}]}, VALUE),
    ("put_metric_data", {"Namespace": "n", "MetricData": [{"MetricName": "m", "Values": [1.0], "Counts": [0.0]}]}, VALUE),
    ("put_metric_data", {"Namespace": "n", "MetricData": [{"MetricName": "m", "StatisticValues": {
        "SampleCount": 0, "Sum": 0, "Minimum": 0, "Maximum": 0}}]}, VALUE),
    ("get_metric_statistics", asked(Statistics=[]), INVALID_MODEL),
    ("get_metric_statistics", asked(Statistics=["Median"]), INVALID_MODEL),
    ("get_metric_statistics", {**asked(ExtendedStatistics=["p101"]), "Statistics": ["Sum"]}, VALUE),
    ("get_metric_statistics", asked(Period=7), VALUE),
    ("get_metric_statistics", asked(Period=0), INVALID_MODEL),
    ("get_metric_statistics", asked(StartTime=END, EndTime=START), VALUE),
    ("get_metric_statistics", asked(Period=1, StartTime=NOW - datetime.timedelta(days=1)), COMBINATION),
    ("get_metric_data", query(Stat="Mode"), INVALID_MODEL),
    ("get_metric_data", query(Period=61), INVALID_MODEL),
    ("get_metric_data", {**query(), "EndTime": START}, INVALID_MODEL),
    ("get_metric_data", {**query(), "StartTime": END, "EndTime": START}, INVALID_MODEL),
    ("get_metric_data", {**query(), "MetricDataQueries": []}, INVALID_MODEL),
    ("get_metric_data", {**query(), "MetricDataQueries": [{"Id": "Q"}]}, INVALID_MODEL),
    ("get_metric_data", {**query(), "MetricDataQueries": [{"Id": "q"}]}, INVALID_MODEL),
    ("get_metric_data", {**query(), "MetricDataQueries": [{"Id": "q", "Expression": "a + b"}]}, "NotImplemented"),
    ("get_metric_data", {**query(), "MetricDataQueries": query()["MetricDataQueries"] * 2}, INVALID_MODEL),
    ("get_metric_data", {**query(), "NextToken": "none of ours"}, "InvalidNextToken"),
    ("get_metric_data", {**query(), "MaxDatapoints": 0}, INVALID_MODEL),
    ("list_metrics", {"NextToken": "none of ours"}, VALUE),
    ("list_metrics", {"RecentlyActive": "PT9H"}, INVALID_MODEL),
    ("put_metric_alarm", alarm(Statistic=None), INVALID_MODEL),
    ("put_metric_alarm", alarm(ExtendedStatistic="p90"), INVALID_MODEL),
    ("put_metric_alarm", alarm(Statistic=None, ExtendedStatistic="90"), VALUE),
    ("put_metric_alarm", alarm(Threshold=None), INVALID_MODEL),
    ("put_metric_alarm", alarm(Period=61), INVALID_MODEL),
    ("put_metric_alarm", alarm(Period=60, EvaluationPeriods=1441), INVALID_MODEL),
    ("put_metric_alarm", alarm(EvaluationPeriods=None), ABSENT),
    ("put_metric_alarm", alarm(ComparisonOperator="Differs"), INVALID_MODEL),
    ("put_metric_alarm", alarm(MetricName=None), INVALID_MODEL),
    ("put_metric_alarm", alarm(DatapointsToAlarm=3), INVALID_MODEL),
    ("put_metric_alarm", alarm(TreatMissingData="forget"), VALUE),
    ("put_metric_alarm", alarm(AlarmActions=["no arn"]), INVALID_MODEL),
    ("put_metric_alarm", alarm(AlarmActions=["arn:aws:sns:x"] * 6), INVALID_MODEL),
    ("put_metric_alarm", alarm(Tags=[{"Key": "aws:k", "Value": ""}]), VALUE),
    ("put_composite_alarm", {"AlarmName": "refused", "AlarmRule": ""}, INVALID_MODEL),
    ("set_alarm_state", {"AlarmName": "none-such", "StateValue": "OK", "StateReason": ""}, "ResourceNotFound"),
    ("set_alarm_state", {"AlarmName": "none-such", "StateValue": "FINE", "StateReason": ""}, INVALID_MODEL),
    ("set_alarm_state", {"AlarmName": "n", "StateValue": "OK", "StateReason": "", "StateReasonData": "{"}, "InvalidFormat"),
    ("describe_alarms", {"NextToken": "none of ours"}, "InvalidNextToken"),
    ("describe_alarms", {"AlarmNames": ["a"], "AlarmNamePrefix": "a"}, INVALID_MODEL),
    ("describe_alarms", {"MaxRecords": 101}, INVALID_MODEL),
    ("describe_alarm_history", {"NextToken": "none of ours"}, "InvalidNextToken"),
    ("put_dashboard", {"DashboardName": "refused", "DashboardBody": "{"}, "InvalidParameterInput"),
    ("put_dashboard", {"DashboardName": "refused", "DashboardBody": "{}"}, "InvalidParameterInput"),
    ("put_dashboard", {"DashboardName": "no spaces", "DashboardBody": BODY}, "InvalidParameterInput"),
    ("delete_dashboards", {"DashboardNames": []}, VALUE),
    ("get_dashboard", {"DashboardName": "none-such"}, "ResourceNotFound"),
    ("tag_resource", {"ResourceARN": "arn:aws:cloudwatch:x", "Tags": []}, "ResourceNotFoundException"),
    ("list_tags_for_resource", {"ResourceARN": "arn:aws:cloudwatch:x"}, "ResourceNotFoundException"),
]


@pytest.mark.parametrize("operation, arguments, code", MALFORMED)
def test_malformed_requests_are_refused_and_change_nothing(cloudwatch, loose, operation, arguments, code):
    def state():
        return (cloudwatch.list_metrics(Namespace="n")["Metrics"],
                cloudwatch.describe_alarms(AlarmNamePrefix="refused")["MetricAlarms"],
                cloudwatch.list_dashboards(DashboardNamePrefix="refused")["DashboardEntries"])
    before = state()
    with refused(code):
        getattr(loose, operation)(**arguments)
    assert state() == before
