"""Firehose into an S3 Tables table: create, put, delivery cell by cell, errors with their place, and the metrics."""
import base64
import datetime
import decimal
import json

import pytest
from harness import ACCOUNT, REGION, allow, make_role, refused, trust_service, unique, unique_, until

DELIVERY = allow("s3tables:*", "glue:*", "s3:*", "logs:*", "lakeformation:GetDataAccess")
IAM_ALL = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]
FIELDS = [{"name": "id", "type": "long", "required": True}, {"name": "name", "type": "string"},
          {"name": "at", "type": "timestamp"}, {"name": "v", "type": "double"}, {"name": "ok", "type": "boolean"},
          {"name": "day", "type": "date"}, {"name": "price", "type": "decimal(9,2)"}, {"name": "raw", "type": "binary"}]


class Place:
    """A table bucket with the integration, an error bucket and a delivery role."""

    def __init__(self, lake):
        self.lake = lake
        lake.client("glue").create_catalog(Name="s3tablescatalog", CatalogInput={
            "FederatedCatalog": {"Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*",
                                 "ConnectionName": "aws:s3tables"},
            "CreateDatabaseDefaultPermissions": IAM_ALL, "CreateTableDefaultPermissions": IAM_ALL})
        self.bucket, self.errors = unique("tb"), unique("errors")
        self.arn = lake.client("s3tables").create_table_bucket(name=self.bucket)["arn"]
        lake.client("s3").create_bucket(Bucket=self.errors)
        self.role = make_role(lake, DELIVERY, trust_service(
            "firehose.amazonaws.com", StringEquals={"sts:ExternalId": ACCOUNT}))
        self.space = "ns"
        lake.client("s3tables").create_namespace(tableBucketARN=self.arn, namespace=[self.space])

    def table(self, fields=None):
        name = unique_("t")
        self.lake.client("s3tables").create_table(
            tableBucketARN=self.arn, namespace=self.space, name=name, format="ICEBERG",
            metadata={"iceberg": {"schema": {"fields": fields or FIELDS}}})
        return name

    def destination(self, table, **more):
        return {"RoleARN": self.role, "AppendOnly": True, "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0},
                "CatalogConfiguration": {
                    "CatalogARN": f"arn:aws:glue:{REGION}:{ACCOUNT}:catalog/s3tablescatalog/{self.bucket}"},
                "DestinationTableConfigurationList": [
                    {"DestinationDatabaseName": self.space, "DestinationTableName": table}],
                "S3Configuration": {"RoleARN": self.role, "BucketARN": f"arn:aws:s3:::{self.errors}",
                                    "ErrorOutputPrefix": f"failed/{table}/"}, **more}

    def stream(self, table, **more):
        firehose, name = self.lake.client("firehose"), unique("stream")
        firehose.create_delivery_stream(DeliveryStreamName=name, DeliveryStreamType="DirectPut",
                                        IcebergDestinationConfiguration=self.destination(table, **more))
        until(lambda: describe(firehose, name)["DeliveryStreamStatus"] == "ACTIVE", f"{name} becomes ACTIVE")
        return name

    def rows(self, table, count):
        """The rows of the table as pyiceberg reads them, once there are `count`."""
        catalog = self.lake.catalog(self.arn)

        def enough():
            found = catalog.load_table((self.space, table)).scan().to_arrow()
            return found if found.num_rows >= count else None
        found = until(enough, f"{count} rows in {table}").to_pylist()
        assert len(found) == count
        return sorted(found, key=lambda row: row["id"])


def describe(firehose, name):
    return firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]


def record(**fields):
    return {"Data": json.dumps(fields).encode()}


@pytest.fixture(scope="module")
def place(lake):
    return Place(lake)


@pytest.fixture(scope="module")
def firehose(lake):
    return lake.client("firehose")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("firehose", validate=False)


@pytest.fixture(scope="module")
def stream(place):
    """A stream whose rows nobody counts."""
    return place.stream(place.table())


def test_stream_is_described_as_created(firehose, place):
    table = place.table()
    name = place.stream(table, RetryOptions={"DurationInSeconds": 60})
    shown = describe(firehose, name)
    assert shown["DeliveryStreamARN"] == f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}"
    assert (shown["DeliveryStreamType"], shown["VersionId"], shown["HasMoreDestinations"]) == ("DirectPut", "1", False)
    assert shown["Destinations"][0]["DestinationId"] == "destinationId-000000000001"
    iceberg = shown["Destinations"][0]["IcebergDestinationDescription"]
    assert iceberg["AppendOnly"] is True
    assert iceberg["BufferingHints"] == {"SizeInMBs": 1, "IntervalInSeconds": 0}
    assert iceberg["RetryOptions"] == {"DurationInSeconds": 60}
    assert iceberg["DestinationTableConfigurationList"][0]["DestinationTableName"] == table
    assert iceberg["S3DestinationDescription"]["BucketARN"] == f"arn:aws:s3:::{place.errors}"
    assert name in firehose.list_delivery_streams(Limit=100)["DeliveryStreamNames"]


def test_defaults_of_a_stream(firehose, place):
    destination, name = place.destination(place.table()), unique("stream")
    del destination["BufferingHints"], destination["AppendOnly"]
    firehose.create_delivery_stream(DeliveryStreamName=name, IcebergDestinationConfiguration=destination)
    iceberg = describe(firehose, name)["Destinations"][0]["IcebergDestinationDescription"]
    assert iceberg["BufferingHints"] == {"SizeInMBs": 5, "IntervalInSeconds": 300}
    assert iceberg["RetryOptions"] == {"DurationInSeconds": 300}
    assert not iceberg.get("AppendOnly")


def test_streams_are_listed_in_order_and_pages(firehose, place):
    table = place.table()
    names = sorted(place.stream(table) for _ in range(3))
    listed, start = [], {}
    for _ in range(100):
        page = firehose.list_delivery_streams(Limit=2, **start)
        listed += page["DeliveryStreamNames"]
        if not page["HasMoreDeliveryStreams"]:
            break
        start = {"ExclusiveStartDeliveryStreamName": page["DeliveryStreamNames"][-1]}
    assert listed == sorted(listed)
    assert set(names) <= set(listed)


def test_every_cell_arrives_as_it_was_sent(firehose, place):
    table = place.table()
    name = place.stream(table)
    sent = [{"id": number, "name": None if number % 5 == 0 else f"näme {number} ☃ \"q\"", "at": 1_760_000_000_000_000 + number,
             "v": number / 7, "ok": number % 2 == 0, "day": f"2026-0{1 + number % 9}-1{number % 10}", "price": f"{number}.25",
             "raw": base64.b64encode(bytes([number % 256, 0, 255])).decode()} for number in range(700)]
    for start in range(0, 700, 350):
        done = firehose.put_record_batch(DeliveryStreamName=name, Records=[record(**row) for row in sent[start:start + 350]])
        assert done["FailedPutCount"] == 0
        assert len({entry["RecordId"] for entry in done["RequestResponses"]}) == 350
    epoch = datetime.datetime(1970, 1, 1)
    want = [{"id": row["id"], "name": row["name"], "at": epoch + datetime.timedelta(microseconds=row["at"]), "v": row["v"],
             "ok": row["ok"], "day": datetime.date.fromisoformat(row["day"]), "price": decimal.Decimal(row["price"]),
             "raw": base64.b64decode(row["raw"])} for row in sent]
    assert place.rows(table, 700) == want
    connection = place.lake.duckdb(place.arn)
    got = connection.execute(f"SELECT id, name, \"at\", v, ok, day, price, raw FROM lake.{place.space}.{table} ORDER BY id").fetchall()
    assert got == [tuple(row.values()) for row in want]


def test_documented_spellings_of_values_are_understood(firehose, place):
    table = place.table()
    name = place.stream(table)
    for number, fields in enumerate((
            {"at": "2026-01-02T03:04:05.123456Z", "v": "1.5", "ok": "true", "day": 20455, "price": 2.5, "raw": "AAH/"},
            {"at": "2026-01-02T05:04:05.123456+02:00", "v": 1.5, "ok": 1, "day": "2026-01-02", "price": "2.50", "raw": "0001ff"},
            {"at": 1767323045123456, "extra": {"is": "skipped"}, "v": 1.5, "ok": True, "day": "2026-01-02", "price": "2.5",
             "raw": "AAH_"})):
        firehose.put_record(DeliveryStreamName=name, Record=record(id=number if number else "0", **fields))
    for row in place.rows(table, 3):
        assert row["at"] == datetime.datetime(2026, 1, 2, 3, 4, 5, 123456), row
        assert (row["v"], row["ok"], row["day"]) == (1.5, True, datetime.date(2026, 1, 2)), row
        assert (row["price"], row["raw"]) == (decimal.Decimal("2.50"), b"\x00\x01\xff"), row


def test_records_that_do_not_fit_go_to_the_error_bucket(lake, firehose, place):
    table = place.table()
    name = place.stream(table)
    bad = [b"not json", b'{"name": "no id"}', b'{"id": "seven"}', b'{"id": 1, "day": "someday"}', b'[1]', b'{"id":1}{"id":2}',
           b'{"id": 1, "at": "yesterday"}', b"\xff\xfe"]
    firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": data} for data in bad] + [record(id=77)])
    assert [row["id"] for row in place.rows(table, 1)] == [77]
    s3 = lake.client("s3")

    def failures():
        lines = []
        for entry in s3.list_objects_v2(Bucket=place.errors, Prefix=f"failed/{table}/").get("Contents", []):
            lines += s3.get_object(Bucket=place.errors, Key=entry["Key"])["Body"].read().decode().splitlines()
        return lines if len(lines) >= len(bad) else None
    errors = [json.loads(line) for line in until(failures, "the error bucket holds the bad records")]
    assert sorted(base64.b64decode(error["rawData"]) for error in errors) == sorted(bad)
    for error in errors:
        assert error["errorCode"] and error["errorMessage"]
        assert error["attemptsMade"] >= 1
        assert abs(error["arrivalTimestamp"] / 1000 - datetime.datetime.now().timestamp()) < 600


def total(lake, name, metric, statistic="Sum"):
    now = datetime.datetime.now(datetime.timezone.utc)
    points = lake.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Firehose", MetricName=metric, Dimensions=[{"Name": "DeliveryStreamName", "Value": name}],
        StartTime=now - datetime.timedelta(minutes=5), EndTime=now + datetime.timedelta(minutes=1), Period=60,
        Statistics=[statistic])["Datapoints"]
    return sum(point[statistic] for point in points)


def test_delivery_is_counted(lake, firehose, place):
    table = place.table()
    name = place.stream(table)
    firehose.put_record_batch(DeliveryStreamName=name, Records=[record(id=number) for number in range(9)] + [{"Data": b"{"}])
    place.rows(table, 9)
    until(lambda: total(lake, name, "DeliveryToIceberg.SuccessfulRowCount") == 9, "9 rows are counted")
    until(lambda: total(lake, name, "DeliveryToIceberg.FailedRowCount") == 1, "1 failed row is counted")
    assert total(lake, name, "IncomingRecords") == 10
    assert total(lake, name, "PutRecordBatch.Requests") == 1
    now = datetime.datetime.now(datetime.timezone.utc)
    shown = lake.cli(
        "cloudwatch", "get-metric-statistics", "--namespace", "AWS/Firehose", "--metric-name",
        "DeliveryToIceberg.SuccessfulRowCount", "--dimensions", f"Name=DeliveryStreamName,Value={name}", "--start-time",
        (now - datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ"), "--end-time",
        (now + datetime.timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ"), "--period", "60", "--statistics", "Sum",
        "--region", REGION)
    assert sum(point["Sum"] for point in shown["Datapoints"]) == 9


def test_cli_sends_a_record(lake, place):
    table = place.table()
    name = place.stream(table)
    lake.cli("firehose", "put-record", "--delivery-stream-name", name, "--record",
             json.dumps({"Data": '{"id": 5, "name": "cli"}'}))  # version 1 of the CLI takes blobs as they are
    assert place.rows(table, 1)[0]["name"] == "cli"


def test_stream_through_a_resource_link(lake, firehose, place):
    table, link, name = place.table(), unique_("link"), unique("stream")
    lake.client("glue").create_database(DatabaseInput={"Name": link, "TargetDatabase": {
        "CatalogId": f"{ACCOUNT}:s3tablescatalog/{place.bucket}", "DatabaseName": place.space}})
    firehose.create_delivery_stream(DeliveryStreamName=name, IcebergDestinationConfiguration=place.destination(
        table, CatalogConfiguration={"CatalogARN": f"arn:aws:glue:{REGION}:{ACCOUNT}:catalog"},
        DestinationTableConfigurationList=[{"DestinationDatabaseName": link, "DestinationTableName": table}]))
    until(lambda: describe(firehose, name)["DeliveryStreamStatus"] == "ACTIVE", f"{name} becomes ACTIVE")
    firehose.put_record(DeliveryStreamName=name, Record=record(id=1))
    assert place.rows(table, 1)[0]["id"] == 1


def test_update_and_delete(firehose, place):
    name = place.stream(place.table())
    firehose.update_destination(DeliveryStreamName=name, CurrentDeliveryStreamVersionId="1",
                                DestinationId="destinationId-000000000001",
                                IcebergDestinationUpdate={"BufferingHints": {"SizeInMBs": 9, "IntervalInSeconds": 60}})
    shown = describe(firehose, name)
    assert shown["VersionId"] == "2"
    assert shown["Destinations"][0]["IcebergDestinationDescription"]["BufferingHints"]["SizeInMBs"] == 9
    with refused("ConcurrentModificationException", 400):
        firehose.update_destination(DeliveryStreamName=name, CurrentDeliveryStreamVersionId="1",
                                    DestinationId="destinationId-000000000001", IcebergDestinationUpdate={})
    firehose.delete_delivery_stream(DeliveryStreamName=name)

    def gone():
        return name not in firehose.list_delivery_streams(Limit=1000)["DeliveryStreamNames"]
    until(gone, f"{name} is deleted")
    with refused("ResourceNotFoundException", 400):
        describe(firehose, name)


def test_tags(firehose, stream):
    firehose.tag_delivery_stream(DeliveryStreamName=stream, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    firehose.untag_delivery_stream(DeliveryStreamName=stream, TagKeys=["a"])
    assert firehose.list_tags_for_delivery_stream(DeliveryStreamName=stream)["Tags"] == [{"Key": "b", "Value": "2"}]


# Crashes


def test_acknowledged_records_survive_a_kill(own_lake):
    place = Place(own_lake)
    table = place.table()
    name = place.stream(table, BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 1})
    sent = 0
    for _ in range(3):
        for _ in range(10):
            done = own_lake.client("firehose").put_record_batch(
                DeliveryStreamName=name, Records=[record(id=sent + number) for number in range(100)])
            assert done["FailedPutCount"] == 0
            sent += 100
        own_lake.kill()
        own_lake.start()
    assert [row["id"] for row in place.rows(table, sent)] == list(range(sent))


def test_graceful_stop_delivers_what_was_acknowledged(own_lake):
    place = Place(own_lake)
    table = place.table()
    name = place.stream(table, BufferingHints={"SizeInMBs": 64, "IntervalInSeconds": 900})
    own_lake.client("firehose").put_record_batch(DeliveryStreamName=name, Records=[record(id=n) for n in range(50)])
    assert own_lake.stop() == 0
    own_lake.start()
    assert len(place.rows(table, 50)) == 50


# Bad input


def test_missing_stream_is_named(firehose):
    name = unique("missing")
    for call in (lambda: describe(firehose, name), lambda: firehose.delete_delivery_stream(DeliveryStreamName=name),
                 lambda: firehose.put_record(DeliveryStreamName=name, Record=record(id=1)),
                 lambda: firehose.put_record_batch(DeliveryStreamName=name, Records=[record(id=1)])):
        with refused("ResourceNotFoundException", 400, f"Firehose {name} under account {ACCOUNT} not found."):
            call()


def test_second_stream_of_a_name_is_refused(firehose, place, stream):
    with refused("ResourceInUseException", 400):
        firehose.create_delivery_stream(DeliveryStreamName=stream,
                                        IcebergDestinationConfiguration=place.destination(place.table()))


def test_missing_table_is_refused_at_creation(firehose, place):
    text = (f"Role {place.role} is not authorized to perform: glue:GetTable for the given table or the table does not exist.")
    with refused("InvalidArgumentException", 400, text):
        firehose.create_delivery_stream(DeliveryStreamName=unique("stream"),
                                        IcebergDestinationConfiguration=place.destination("no_such_table"))


def test_role_that_cannot_be_assumed_is_refused(lake, firehose, place):
    missing = f"arn:aws:iam::{ACCOUNT}:role/{unique('missing')}"
    untrusting = make_role(lake, DELIVERY)
    for role in (missing, untrusting):
        with refused("InvalidArgumentException", 400, "Firehose is unable to assume role"):
            firehose.create_delivery_stream(DeliveryStreamName=unique("stream"), IcebergDestinationConfiguration=place.destination(
                place.table(), RoleARN=role))


def test_role_without_permission_is_refused(lake, firehose, place):
    poor = make_role(lake, allow("s3:*"), trust_service("firehose.amazonaws.com"))
    with refused("InvalidArgumentException", 400, f"Role {poor} is not authorized to perform: glue:GetTable"):
        firehose.create_delivery_stream(DeliveryStreamName=unique("stream"), IcebergDestinationConfiguration=place.destination(
            place.table(), RoleARN=poor))


def test_exactly_one_destination_is_wanted(firehose, place):
    with refused("InvalidArgumentException", 400, "Exactly one destination configuration is supported for a Firehose"):
        firehose.create_delivery_stream(DeliveryStreamName=unique("stream"))
    destination = place.destination(place.table())
    with refused("InvalidArgumentException", 400, "Exactly one destination configuration is supported for a Firehose"):
        firehose.create_delivery_stream(DeliveryStreamName=unique("stream"), IcebergDestinationConfiguration=destination,
                                        ExtendedS3DestinationConfiguration=destination["S3Configuration"])


def test_configuration_is_validated(loose, place):
    table = place.table()
    for more in ({"BufferingHints": {"SizeInMBs": 0}}, {"BufferingHints": {"SizeInMBs": 129}},
                 {"BufferingHints": {"IntervalInSeconds": 901}}, {"RetryOptions": {"DurationInSeconds": 7201}},
                 {"CatalogConfiguration": {"CatalogARN": "not-an-arn"}}, {"RoleARN": "not-an-arn"}, {"S3BackupMode": "Sometimes"},
                 {"DestinationTableConfigurationList": [{"DestinationDatabaseName": "hy-phen", "DestinationTableName": table}]},
                 {"S3Configuration": {"RoleARN": place.role}}):
        with refused(("ValidationException", "InvalidArgumentException"), 400):
            loose.create_delivery_stream(DeliveryStreamName=unique("stream"),
                                         IcebergDestinationConfiguration=place.destination(table, **more))
    for name in ("has space", "x" * 65, "sl/ash", ""):
        with refused(("ValidationException", "InvalidArgumentException"), 400):
            loose.create_delivery_stream(DeliveryStreamName=name, IcebergDestinationConfiguration=place.destination(table))


def test_batch_limits(loose, stream):
    with refused(("ValidationException", "InvalidArgumentException"), 400):
        loose.put_record_batch(DeliveryStreamName=stream, Records=[record(id=number) for number in range(501)])
    with refused(("ValidationException", "InvalidArgumentException"), 400):
        loose.put_record_batch(DeliveryStreamName=stream, Records=[])
    with refused("InvalidArgumentException", 400):
        loose.put_record_batch(DeliveryStreamName=stream, Records=[{"Data": b"x" * 900_000}] * 5)


def test_record_limits(loose, stream):
    loose.put_record(DeliveryStreamName=stream, Record={"Data": b" " * (1000 * 1024 - 9) + b'{"id": 1}'})
    with refused(("ValidationException", "InvalidArgumentException"), 400):
        loose.put_record(DeliveryStreamName=stream, Record={"Data": b"x" * (1000 * 1024 + 1)})


def test_malformed_bodies_are_refused(lake, stream):
    for body in (b"{", b"[]", json.dumps({"DeliveryStreamName": stream, "Record": "text"}).encode(),
                 json.dumps({"DeliveryStreamName": stream, "Record": {"Data": "not base64!"}}).encode(), b"\xff"):
        answer = lake.json_call("firehose", "Firehose_20150804.PutRecord", body)
        assert (answer.status, answer.code) in ((400, "SerializationException"), (400, "ValidationException")), body


def test_missing_members_are_named(loose, stream):
    with refused("ValidationException", 400, "record"):
        loose.put_record(DeliveryStreamName=stream)
    with refused("ValidationException", 400, "deliveryStreamName"):
        loose.put_record(Record={"Data": b"{}"})


def test_unknown_operation_is_refused(lake):
    answer = lake.json_call("firehose", "Firehose_20150804.MakeCoffee", {})
    assert (answer.status, answer.code) == (400, "UnknownOperationException")
