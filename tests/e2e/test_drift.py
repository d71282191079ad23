"""What is live and what the lake file says, when they part: told, never passed over, and taken down whole."""
import json
import signal
import subprocess
import threading

import pytest
from harness import FIRN, clean_environment, until
from programs import KEYS, changes, deploy, firn

SMALL = """firn: 1
lake: drift
tables:
  events:
    schema: {at: timestamp, name: string, n: int}
    partition: [day(at)]
  extra:
    schema: {at: timestamp}
streams:
  events: {buffering: {interval_s: 1}}
  more: {table: extra}
log_group: {retention_days: 3}
"""


def write(folder, text):
    path = folder / "lake.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("old, new, said", [
    ("n: int", "n: long", "column n is int, wanted long"),
    ("n: int", "n: int, m: string", "column m is missing"),
    (", n: int", "", "column n is not in the lake file"),
    ("n: int", "n: int!", "column n is optional"),
    ("day(at)", "hour(at)", "partition is day(at), wanted hour(at)"),
    ("    partition: [day(at)]\n", "", "partition is day(at), wanted none")])
def test_a_table_that_differs_is_told_by_every_command(lake, tmp_path, old, new, said):
    deploy(lake, write(tmp_path, SMALL), "one")
    assert old in SMALL
    file = write(tmp_path, SMALL.replace(old, new))
    for command in (["plan", "--detailed-exitcode"], ["status"], ["deploy"]):
        done = firn(lake, *command, file, "--env", "one", "--json", check=3)
        told = {change["resource"]: change for change in json.loads(done.stdout)["changes"]}
        assert told["table/events"]["action"] == "differ"
        assert said in told["table/events"]["reason"]
        assert {name: change["action"] for name, change in told.items() if change["action"] != "none"} == {
            "table/events": "differ"}
    assert "left for you to decide" in firn(lake, "deploy", file, "--env", "one", check=3).stdout


def test_what_the_file_names_no_longer_is_told_and_destroyed(own_lake, tmp_path):
    deploy(own_lake, write(tmp_path, SMALL), "two")
    fewer = SMALL.replace("  extra:\n    schema: {at: timestamp}\n", "").replace("  more: {table: extra}\n", "")
    file = write(tmp_path, fewer)
    told = {change["resource"]: change for change in
            json.loads(firn(own_lake, "status", file, "--env", "two", "--json", check=3).stdout)["changes"]}
    assert "extra" in told["tables no longer named"]["reason"]
    assert "drift-two-more" in told["streams no longer named"]["reason"]
    removed = firn(own_lake, "destroy", file, "--env", "two", "--force", "--json")
    assert changes(removed)["table-bucket"] == "delete"
    assert own_lake.client("s3tables").list_table_buckets()["tableBuckets"] == []
    assert own_lake.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []


def test_the_tables_of_others_keep_bucket_and_namespace(own_lake, tmp_path):
    file = write(tmp_path, SMALL)
    deploy(own_lake, file, "three")
    client = own_lake.client("s3tables")
    arn = client.list_table_buckets()["tableBuckets"][0]["arn"]
    client.create_table(tableBucketARN=arn, namespace="default", name="theirs", format="ICEBERG")
    assert set(changes(firn(own_lake, "plan", file, "--env", "three", "--json")).values()) == {"none"}
    done = firn(own_lake, "destroy", file, "--env", "three", "--force", "--json")
    told = changes(done)
    assert (told["namespace"], told["table-bucket"]) == ("keep", "keep")
    assert "theirs" in done.stdout
    assert [table["name"] for table in client.list_tables(tableBucketARN=arn)["tables"]] == ["theirs"]


def test_deploy_refuses_before_it_writes(own_lake, tmp_path):
    deploy(own_lake, write(tmp_path, SMALL), "four")
    roles = own_lake.client("iam").list_roles()["Roles"]
    other = write(tmp_path, SMALL.replace("lake: drift\n", "lake: other\naccess: lakeformation\n"))
    assert "IAM mode" in firn(own_lake, "deploy", other, "--env", "four", check=1).stderr
    assert own_lake.client("lakeformation").list_resources()["ResourceInfoList"] == []
    assert len(own_lake.client("iam").list_roles()["Roles"]) == len(roles)


@pytest.mark.parametrize("old, new, said", [
    ("n: int", "n: strng", "line 5"), ("n: int", 'n: "decimal(99,2)"', "precision"),
    ("day(at)", "day(name)", "line 6, column 17: column name is a string"),
    ("[day(at)]", "[day(at), day(at)]", "the partition has this term twice"),
    ("retention_days: 3", "retention_days: 2", "the next period is 3"),
    ("firn: 1", "firn: 2", "this firn reads version 1"), ("table: extra", "table: nope", "line 11"),
    ("lake: drift", "lake: drift\nzzzzzz: 1", "there are")])
def test_files_that_cannot_be_made_are_refused_with_their_place(lake, tmp_path, old, new, said):
    assert old in SMALL
    done = firn(lake, "plan", write(tmp_path, SMALL.replace(old, new)), "--env", "five", check=2)
    assert said in done.stderr and "line " in done.stderr, done.stderr


ENDLESS = "SELECT sum(a.range * b.range + c.range) FROM range(100000) a, range(100000) b, range(100000) c"


def ask_endlessly(lake, file, env):
    process = subprocess.Popen([FIRN, "query", ENDLESS, "--lake-file", file, "--env", env, "--endpoint", lake.endpoint],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env=clean_environment(lake.folder, **KEYS))
    until(lambda: busy(lake), "the query runs")
    return process


def busy(lake):
    """Whether the server has a thread that runs a query."""
    status = subprocess.run(["ps", "-L", "-o", "comm=", "-p", str(lake.process.pid)], capture_output=True, text=True,
                            check=True).stdout
    return "query" in status.split()


def test_a_query_that_is_interrupted_ends_on_the_server_too(own_lake, tmp_path):
    file = write(tmp_path, SMALL)
    deploy(own_lake, file, "six")
    asking = ask_endlessly(own_lake, file, "six")
    asking.send_signal(signal.SIGINT)
    assert asking.wait(20) == 1
    assert "interrupted" in asking.stderr.read()
    assert firn(own_lake, "query", "SELECT 1 AS one", "--lake-file", file, "--env", "six", "--json").stdout


def test_a_lake_stops_while_a_query_runs(own_lake, tmp_path):
    file = write(tmp_path, SMALL)
    deploy(own_lake, file, "seven")
    asking = ask_endlessly(own_lake, file, "seven")
    reader = threading.Thread(target=asking.communicate)
    reader.start()
    assert own_lake.stop() == 0
    asking.terminate()
    reader.join(30)
    assert not reader.is_alive()
