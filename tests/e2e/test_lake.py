"""The converger's commands against an embedded lake: both access modes, no change twice, drift, and a clean end."""
import json
import re

import pytest
from harness import ACCOUNT, REGION, unique
from programs import LAKE_FILE, TABLES, changes, deploy, firn, lake_file, query


def everything(lake):
    """The names of what a lake consists of, by kind."""
    s3tables, pages = lake.client("s3tables"), lake.client("logs").describe_log_groups()
    found = {
        "buckets": {bucket["Name"] for bucket in lake.client("s3").list_buckets()["Buckets"]},
        "table buckets": {bucket["name"] for bucket in s3tables.list_table_buckets()["tableBuckets"]},
        "tables": {(bucket["name"], table["name"]) for bucket in s3tables.list_table_buckets()["tableBuckets"]
                   for table in s3tables.list_tables(tableBucketARN=bucket["arn"])["tables"]},
        "streams": set(lake.client("firehose").list_delivery_streams(Limit=100)["DeliveryStreamNames"]),
        "roles": {role["RoleName"] for role in lake.client("iam").list_roles()["Roles"]},
        "log groups": {group["logGroupName"] for group in pages["logGroups"]},
        "grants": {json.dumps([grant["Principal"], grant["Resource"]], sort_keys=True, default=str) for grant in
                   lake.client("lakeformation").list_permissions(MaxResults=1000)["PrincipalResourcePermissions"]}}
    return {kind: {name for name in names if name} for kind, names in found.items()}


def of(env, found, base="otlp2pipeline"):
    """What belongs to one environment."""
    return {kind: {name for name in names if f"{base}-{env}" in str(name)} for kind, names in found.items()}


def test_first_deploy_makes_every_resource(own_lake):
    done = firn(own_lake, "deploy", LAKE_FILE, "--env", "one", "--json")
    assert set(changes(done).values()) == {"create"}
    ours = of("one", everything(own_lake))
    assert ours["table buckets"] == {"otlp2pipeline-one"}
    assert ours["buckets"] == {f"otlp2pipeline-one-errors-{ACCOUNT}-{REGION}"}
    assert ours["tables"] == {("otlp2pipeline-one", table) for table in TABLES}
    assert ours["streams"] == {f"otlp2pipeline-one-{table}" for table in TABLES}
    assert ours["roles"] == {"otlp2pipeline-one-firehose"}
    assert len(ours["log groups"]) == 1
    for table in TABLES:
        stream = own_lake.client("firehose").describe_delivery_stream(DeliveryStreamName=f"otlp2pipeline-one-{table}")
        shown = stream["DeliveryStreamDescription"]["Destinations"][0]["IcebergDestinationDescription"]
        assert shown["AppendOnly"] is True
        assert shown["BufferingHints"] == {"SizeInMBs": 32, "IntervalInSeconds": 10}
        assert shown["CloudWatchLoggingOptions"]["Enabled"] is True
    group = own_lake.client("logs").describe_log_groups(logGroupNamePrefix=ours["log groups"].pop())["logGroups"][0]
    assert group["retentionInDays"] == 1
    catalog = own_lake.client("glue").get_catalog(CatalogId="s3tablescatalog")["Catalog"]
    assert catalog["FederatedCatalog"]["ConnectionName"] == "aws:s3tables"


@pytest.mark.parametrize("access", ["iam", "lakeformation"])
def test_deploy_twice_changes_nothing_and_rows_arrive(own_lake, tmp_path, access):
    file = lake_file(tmp_path, access=access)
    assert "create" in changes(firn(own_lake, "deploy", file, "--env", "two", "--json")).values()
    before = everything(own_lake)
    again = firn(own_lake, "deploy", file, "--env", "two", "--json")
    assert set(changes(again).values()) == {"none"}, again.stdout
    said = firn(own_lake, "deploy", file, "--env", "two").stdout
    assert said.startswith("Nothing to change"), said
    assert everything(own_lake) == before
    sent = json.loads(firn(own_lake, "send-test-record", "otlp2pipeline-two", REGION, "all", "--json").stdout)
    assert [record["stream"] for record in sent["records"]] == [f"otlp2pipeline-two-{table}" for table in TABLES]
    for record, table in zip(sent["records"], TABLES):
        rows = query(own_lake, file, "two", f"SELECT count(*) AS n FROM \"{table}\" WHERE service_instance_id = '{record['mark']}'")
        assert rows == [{"n": 1}]


def test_lakeformation_mode_grants_the_delivery_role(own_lake, tmp_path):
    deploy(own_lake, lake_file(tmp_path, access="lakeformation"), "lf")
    client = own_lake.client("lakeformation")
    assert any(resource["ResourceArn"].endswith("bucket/*") and resource["WithFederation"]
               for resource in client.list_resources()["ResourceInfoList"])
    granted = [grant for grant in client.list_permissions(MaxResults=1000)["PrincipalResourcePermissions"]
               if grant["Principal"]["DataLakePrincipalIdentifier"].endswith("role/otlp2pipeline-lf-firehose")]
    tables = {grant["Resource"]["Table"].get("Name") for grant in granted if "Table" in grant["Resource"]}
    assert set(TABLES) <= tables, granted
    assert any("Database" in grant["Resource"] and "DESCRIBE" in grant["Permissions"] for grant in granted)


def test_admins_of_others_are_kept(own_lake, tmp_path):
    client = own_lake.client("lakeformation")
    theirs = own_lake.client("iam").create_user(UserName="their-admin")["User"]["Arn"]
    client.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [{"DataLakePrincipalIdentifier": theirs}]})
    deploy(own_lake, lake_file(tmp_path, access="lakeformation"), "adm")
    admins = client.get_data_lake_settings()["DataLakeSettings"]["DataLakeAdmins"]
    assert theirs in [admin["DataLakePrincipalIdentifier"] for admin in admins]


def test_plan_and_status_tell_drift(own_lake):
    words = (LAKE_FILE, "--env", "drift")
    planned = firn(own_lake, "plan", *words, "--detailed-exitcode", "--json", check=3)
    assert set(changes(planned).values()) == {"create"}
    assert not any(of("drift", everything(own_lake)).values()), "plan must change nothing"
    firn(own_lake, "plan", *words)
    firn(own_lake, "status", *words, check=3)
    deploy(own_lake, *words[::2])
    firn(own_lake, "plan", *words, "--detailed-exitcode", check=0)
    status = firn(own_lake, "status", *words, "--json")
    assert set(changes(status).values()) == {"none"}
    assert firn(own_lake, "status", *words).stdout.count("as the lake file says") == len(changes(status))


def test_drift_is_found_and_repaired(own_lake):
    words = (LAKE_FILE, "--env", "fix")
    deploy(own_lake, *words[::2])
    own_lake.client("firehose").delete_delivery_stream(DeliveryStreamName="otlp2pipeline-fix-sum")
    own_lake.client("logs").put_retention_policy(logGroupName="/aws/kinesisfirehose/otlp2pipeline-fix", retentionInDays=30)

    def wrong(done):
        return {resource: action for resource, action in changes(done).items() if action != "none"}
    want = {"stream/sum": "create", "log-group": "update"}
    assert wrong(firn(own_lake, "status", *words, "--json", check=3)) == want
    assert wrong(firn(own_lake, "deploy", *words, "--json")) == want
    firn(own_lake, "status", *words)


def test_buffering_is_changed_in_place(own_lake, tmp_path):
    deploy(own_lake, lake_file(tmp_path, interval_s=1), "tune")
    again = changes(firn(own_lake, "deploy", lake_file(tmp_path, interval_s=2), "--env", "tune", "--json"))
    assert {resource for resource, action in again.items() if action != "none"} == {f"stream/{table}" for table in TABLES}
    assert {action for action in again.values() if action != "none"} == {"update"}
    stream = own_lake.client("firehose").describe_delivery_stream(DeliveryStreamName="otlp2pipeline-tune-logs")
    shown = stream["DeliveryStreamDescription"]["Destinations"][0]["IcebergDestinationDescription"]
    assert shown["BufferingHints"]["IntervalInSeconds"] == 2


def test_destroy_leaves_nothing_of_ours_and_all_of_others(own_lake, tmp_path):
    ours, theirs = lake_file(tmp_path), lake_file(tmp_path, lake="neighbour")
    own_lake.client("s3").create_bucket(Bucket="somebody")
    empty = everything(own_lake)
    deploy(own_lake, theirs, "keep")
    deploy(own_lake, ours, "gone")
    firn(own_lake, "send-test-record", "otlp2pipeline-gone", REGION, "logs")
    own_lake.client("firehose").put_record(DeliveryStreamName="otlp2pipeline-gone-logs", Record={"Data": b"not json"})
    neighbour = of("keep", everything(own_lake), "neighbour")
    assert all(neighbour[kind] for kind in ("buckets", "table buckets", "tables", "streams", "roles", "log groups"))

    firn(own_lake, "destroy", ours, "--env", "gone", check=2)
    assert any(of("gone", everything(own_lake)).values()), "destroy without --force must remove nothing"
    done = changes(firn(own_lake, "destroy", ours, "--env", "gone", "--force", "--json"))
    assert done["integration/s3tablescatalog"] == "keep"
    left = everything(own_lake)
    assert not any(of("gone", left).values()), of("gone", left)
    assert of("keep", left, "neighbour") == neighbour
    assert own_lake.client("glue").get_catalog(CatalogId="s3tablescatalog")
    firn(own_lake, "status", theirs, "--env", "keep")
    firn(own_lake, "send-test-record", "neighbour-keep", REGION, "logs")

    firn(own_lake, "destroy", ours, "--env", "gone", "--force")
    firn(own_lake, "destroy", theirs, "--env", "keep", "--force")
    assert {kind: names for kind, names in everything(own_lake).items() if kind != "grants"} == \
        {kind: names for kind, names in empty.items() if kind != "grants"}
    deploy(own_lake, ours, "gone")
    firn(own_lake, "send-test-record", "otlp2pipeline-gone", REGION, "logs")


def test_resources_without_our_tag_are_kept(own_lake):
    name = f"otlp2pipeline-tag-errors-{ACCOUNT}-{REGION}"
    own_lake.client("s3").create_bucket(Bucket=name)
    own_lake.client("s3").put_object(Bucket=name, Key="theirs", Body=b"precious")
    deploy(own_lake, LAKE_FILE, "tag")
    done = changes(firn(own_lake, "destroy", LAKE_FILE, "--env", "tag", "--force", "--json"))
    assert done["error-bucket"] == "keep"
    assert own_lake.client("s3").get_object(Bucket=name, Key="theirs")["Body"].read() == b"precious"


@pytest.mark.parametrize("good, bad, nearest", [
    ("append_only: true", "apend_only: true", "append_only"), ("partition:", "partitions:", "partition"),
    ("access:", "acess:", "access"), ("retention_days", "retention_day", "retention_days"), ("size_mb", "size_mib", "size_mb")])
def test_misspelt_key_is_named_with_its_place(own_lake, tmp_path, good, bad, nearest):
    lines = LAKE_FILE.read_text().splitlines()
    line = next(number for number, text in enumerate(lines) if good in text)
    column = lines[line].index(good) + 1
    lines[line] = lines[line].replace(good, bad, 1)
    file = tmp_path / "wrong.yaml"
    file.write_text("\n".join(lines))
    for command in ("plan", "deploy", "status"):
        said = firn(own_lake, command, file, "--env", "bad", check=2).stderr
        assert str(file) in said
        assert f"line {line + 1}, column {column}" in said, said
        assert f"unknown key '{bad.split(':')[0]}'" in said and f"did you mean '{nearest}'" in said, said
    assert not any(of("bad", everything(own_lake)).values())


@pytest.mark.parametrize("good, bad, words", [
    ("interval_s: 10", "interval_s: 901", ("interval_s", "900")), ("access: iam", "access: open", ("iam or lakeformation",)),
    ("schema: otlp/logs", "schema: otlp/log", ("otlp/log", "otlp/logs")), ("day(timestamp)", "week(timestamp)", ("week",)),
    ("day(timestamp)", "day(time)", ("'time'",)), ("table: logs", "table: log", ("'log'",)),
    ("lake: otlp2pipeline", "lake: OTLP_1", ("lower-case",)), ("firn: 1", "firn: 9", ("9",)), ("lake: otlp2pipeline", "", ("lake",)),
    ("tables:", "tables: [", ("line",))])
def test_wrong_values_are_named(own_lake, tmp_path, good, bad, words):
    text = LAKE_FILE.read_text()
    assert good in text
    file = tmp_path / "wrong.yaml"
    file.write_text(re.sub(re.escape(good), bad, text, count=1))
    said = firn(own_lake, "plan", file, check=2).stderr
    assert "line " in said and all(word in said for word in words), said


def test_what_cannot_be_reached_or_found_is_named(own_lake, tmp_path):
    assert "no-such.yaml" in firn(own_lake, "plan", tmp_path / "no-such.yaml", check=2).stderr
    said = firn(own_lake, "plan", LAKE_FILE, "--env", "Prod", check=2).stderr
    assert "--env" in said and "Prod" in said
    said = firn(own_lake, "plan", LAKE_FILE, "--endpoint", "http://127.0.0.1:1", endpoint=False, check=1).stderr
    assert "127.0.0.1" in said
    said = firn(own_lake, "send-test-record", unique("none"), REGION, "logs", check=1).stderr
    assert "ResourceNotFoundException" in said
