"""Firehose beyond one table: buckets, records that name their table, encryption, and what it refuses."""
import copy
import gzip
import json

import pytest
from harness import ACCOUNT, REGION, allow, make_role, refused, trust_service, unique, unique_, until
from test_firehose import Place, describe, record

BAD, MISSING, MODEL = "InvalidArgumentException", "ResourceNotFoundException", "ValidationException"
NOT_HERE = "NotImplemented"
ID = "destinationId-000000000001"


@pytest.fixture(scope="module")
def place(lake):
    return Place(lake)


@pytest.fixture(scope="module")
def firehose(lake):
    return lake.client("firehose", validate=False)


@pytest.fixture(scope="module")
def objects(lake):
    """A bucket and a role that may write into it."""
    bucket = unique("objects")
    lake.client("s3").create_bucket(Bucket=bucket)
    return {"RoleARN": make_role(lake, allow("s3:*"), trust_service("firehose.amazonaws.com")),
            "BucketARN": f"arn:aws:s3:::{bucket}", "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}}


def bucket_stream(firehose, objects, **more):
    name = unique("stream")
    firehose.create_delivery_stream(DeliveryStreamName=name,
                                    ExtendedS3DestinationConfiguration={**objects, **more})
    return name


def texts(lake, objects, prefix):
    """Objects below a prefix, once there is one."""
    s3, bucket = lake.client("s3"), objects["BucketARN"].split(":::")[1]
    found = until(lambda: s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents"), f"an object below {prefix}")
    return {entry["Key"]: s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read() for entry in found}


def test_records_become_objects(lake, firehose, objects):
    name = bucket_stream(firehose, objects, Prefix="plain/")
    done = firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": text} for text in (b"one", b"two", b"\0\xff")])
    assert done["FailedPutCount"] == 0
    (key, body), = texts(lake, objects, "plain/").items()
    assert body == b"onetwo\0\xff"
    hour, stem = key.removeprefix("plain/").rsplit("/", 1)
    assert [len(part) for part in hour.split("/")] == [4, 2, 2, 2]
    assert stem.startswith(f"{name}-1-")


def test_prefixes_compression_and_delimiters(lake, firehose, objects):
    name = bucket_stream(firehose, objects, Prefix="dated/!{timestamp:'day='yyyyMMdd}/", ErrorOutputPrefix="bad/",
                         CompressionFormat="GZIP", ProcessingConfiguration={"Enabled": True, "Processors": [
                             {"Type": "AppendDelimiterToRecord"}]})
    firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": b"{}"}, {"Data": b"[]"}])
    (key, body), = texts(lake, objects, "dated/day=").items()
    assert key.endswith(".gz") and gzip.decompress(body) == b"{}\n[]\n"


def test_bucket_destination_is_described_and_updated(firehose, objects):
    name = unique("stream")
    firehose.create_delivery_stream(DeliveryStreamName=name, S3DestinationConfiguration=objects)
    shown = describe(firehose, name)["Destinations"][0]
    assert set(shown) == {"DestinationId", "S3DestinationDescription"}
    assert shown["S3DestinationDescription"]["CompressionFormat"] == "UNCOMPRESSED"
    firehose.update_destination(DeliveryStreamName=name, CurrentDeliveryStreamVersionId="1", DestinationId=ID,
                                ExtendedS3DestinationUpdate={"Prefix": "later/", "FileExtension": ".json"})
    shown = describe(firehose, name)
    assert shown["VersionId"] == "2"
    extended = shown["Destinations"][0]["ExtendedS3DestinationDescription"]
    assert (extended["Prefix"], extended["FileExtension"]) == ("later/", ".json")
    assert extended["BufferingHints"] == objects["BufferingHints"]
    with refused("ConcurrentModificationException"):
        firehose.update_destination(DeliveryStreamName=name, CurrentDeliveryStreamVersionId="1", DestinationId=ID,
                                    S3DestinationUpdate={"Prefix": "x/"})


def test_missing_bucket_keeps_the_records(lake, firehose, objects):
    bucket = unique("later")
    name = bucket_stream(firehose, {**objects, "BucketARN": f"arn:aws:s3:::{bucket}"})
    firehose.put_record(DeliveryStreamName=name, Record={"Data": b"kept"})
    lake.client("s3").create_bucket(Bucket=bucket)
    found = texts(lake, {"BucketARN": f"arn:aws:s3:::{bucket}"}, "")
    assert list(found.values()) == [b"kept"]


def test_records_name_their_table(lake, firehose, place):
    fields = [{"name": "id", "type": "long", "required": True}]
    tables = [place.table(fields), place.table(fields)]
    query = '{destinationDatabaseName: "%s", destinationTableName: .to.table}' % place.space
    destination = place.destination(tables[0], ProcessingConfiguration={"Enabled": True, "Processors": [
        {"Type": "MetadataExtraction", "Parameters": [
            {"ParameterName": "MetadataExtractionQuery", "ParameterValue": query},
            {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"}]}]})
    del destination["DestinationTableConfigurationList"]
    name = unique("stream")
    firehose.create_delivery_stream(DeliveryStreamName=name, IcebergDestinationConfiguration=destination)
    firehose.put_record_batch(DeliveryStreamName=name, Records=[
        record(id=number, to={"table": tables[number % 2]}) for number in range(10)] + [record(id=10), {"Data": b"no"}])
    assert [row["id"] for row in place.rows(tables[0], 5)] == [0, 2, 4, 6, 8]
    assert [row["id"] for row in place.rows(tables[1], 5)] == [1, 3, 5, 7, 9]
    s3 = lake.client("s3")
    found = until(lambda: s3.list_objects_v2(Bucket=place.errors, Prefix=f"failed/{tables[0]}/").get("Contents"),
                  "the records without a table")
    lines = [json.loads(line) for entry in found for line in s3.get_object(
        Bucket=place.errors, Key=entry["Key"])["Body"].read().splitlines()]
    assert sorted(line["errorCode"] for line in lines) == ["Iceberg.InvalidRecord", "Iceberg.NoSuchTable"]


def test_encryption_is_kept_and_shown(firehose, objects):
    name = bucket_stream(firehose, objects)

    def shown():
        return describe(firehose, name)["DeliveryStreamEncryptionConfiguration"]
    assert shown() == {"Status": "DISABLED"}
    firehose.start_delivery_stream_encryption(DeliveryStreamName=name)
    assert shown() == {"Status": "ENABLED", "KeyType": "AWS_OWNED_CMK"}
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/mine"
    firehose.start_delivery_stream_encryption(DeliveryStreamName=name, DeliveryStreamEncryptionConfigurationInput={
        "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key})
    assert shown() == {"Status": "ENABLED", "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key}
    firehose.stop_delivery_stream_encryption(DeliveryStreamName=name)
    assert shown() == {"Status": "DISABLED"}


def test_whoever_moves_a_role_must_be_allowed_to_pass_it(lake, firehose, place):
    table, other = place.table(), place.table()
    name = place.stream(table)
    user = make_role(lake, allow("firehose:*"))
    credentials = lake.client("sts").assume_role(RoleArn=user, RoleSessionName="limited")["Credentials"]
    limited = lake.as_session("firehose", credentials)
    limited.update_destination(DeliveryStreamName=name, CurrentDeliveryStreamVersionId="1", DestinationId=ID,
                               IcebergDestinationUpdate={"RetryOptions": {"DurationInSeconds": 10}})
    with refused("AccessDeniedException", text="iam:PassRole"):
        limited.update_destination(
            DeliveryStreamName=name, CurrentDeliveryStreamVersionId="2", DestinationId=ID, IcebergDestinationUpdate={
                "DestinationTableConfigurationList": [
                    {"DestinationDatabaseName": place.space, "DestinationTableName": other}]})
    with refused(BAD, text="glue:GetTable"):
        firehose.update_destination(
            DeliveryStreamName=name, CurrentDeliveryStreamVersionId="2", DestinationId=ID, IcebergDestinationUpdate={
                "DestinationTableConfigurationList": [
                    {"DestinationDatabaseName": place.space, "DestinationTableName": unique_("none")}]})


# Malformed requests: operation, what is wrong with it, AWS's error. "$s" stands for a stream that exists, "$d" for a
# destination that is right.

def with_(**change):
    """A change of a right destination; a value of None takes the member away."""
    return lambda destination: {key: value for key, value in {**destination, **change}.items() if value is not None}


CREATE = [
    ("no destination", None, BAD),
    ("bucket ARN", with_(BucketARN="arn:aws:s3::objects"), MODEL),
    ("bucket ARN of another service", with_(BucketARN="arn:aws:sqs:::objects"), MODEL),
    ("role ARN", with_(RoleARN="arn:aws:iam::1:role/x"), MODEL),
    ("no role", with_(RoleARN=None), MODEL),
    ("no bucket", with_(BucketARN=None), MODEL),
    ("unknown role", with_(RoleARN=f"arn:aws:iam::{ACCOUNT}:role/nobody"), BAD),
    ("half of the hints", with_(BufferingHints={"SizeInMBs": 1}), BAD),
    ("too large a buffer", with_(BufferingHints={"SizeInMBs": 129, "IntervalInSeconds": 60}), MODEL),
    ("no buffer", with_(BufferingHints={"SizeInMBs": 0, "IntervalInSeconds": 60}), MODEL),
    ("too long an interval", with_(BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 901}), MODEL),
    ("hints of another type", with_(BufferingHints={"SizeInMBs": "much", "IntervalInSeconds": 1}), "SerializationException"),
    ("compression", with_(CompressionFormat="LZ4"), MODEL),
    ("compression that is not here", with_(CompressionFormat="ZIP"), NOT_HERE),
    ("expression", with_(Prefix="!{what:ever}/", ErrorOutputPrefix="e/"), BAD),
    ("expression without end", with_(Prefix="!{timestamp:yyyy/", ErrorOutputPrefix="e/"), BAD),
    ("pattern of time", with_(Prefix="!{timestamp:QQQ}/", ErrorOutputPrefix="e/"), BAD),
    ("expressions without error prefix", with_(Prefix="!{timestamp:yyyy}/"), BAD),
    ("error prefix without type", with_(ErrorOutputPrefix="!{timestamp:yyyy}/"), BAD),
    ("file extension", with_(FileExtension="json"), MODEL),
    ("time zone", with_(CustomTimeZone="Mars/Olympus"), NOT_HERE),
    ("backup", with_(S3BackupMode="Enabled"), NOT_HERE),
    ("backup mode", with_(S3BackupMode="Sometimes"), MODEL),
    ("Lambda", with_(ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "Lambda"}]}), NOT_HERE),
    ("processor", with_(ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "Magic"}]}), MODEL),
    ("partitioning", with_(DynamicPartitioningConfiguration={"Enabled": True}), NOT_HERE),
    ("logging without names", with_(CloudWatchLoggingOptions={"Enabled": True}), BAD),
]
OTHERS = [
    ("create_delivery_stream", {"DeliveryStreamName": "a b", "S3DestinationConfiguration": "$d"}, MODEL),
    ("create_delivery_stream", {"DeliveryStreamName": "x" * 65, "S3DestinationConfiguration": "$d"}, MODEL),
    ("create_delivery_stream", {"S3DestinationConfiguration": "$d"}, MODEL),
    ("create_delivery_stream", {"DeliveryStreamName": "two", "S3DestinationConfiguration": "$d",
                                "ExtendedS3DestinationConfiguration": "$d"}, BAD),
    ("create_delivery_stream", {"DeliveryStreamName": "k", "DeliveryStreamType": "KinesisStreamAsSource",
                                "S3DestinationConfiguration": "$d"}, NOT_HERE),
    ("create_delivery_stream", {"DeliveryStreamName": "k", "DeliveryStreamType": "Carrier",
                                "S3DestinationConfiguration": "$d"}, MODEL),
    ("create_delivery_stream", {"DeliveryStreamName": "h", "HttpEndpointDestinationConfiguration": {
        "EndpointConfiguration": {"Url": "https://example.com"}, "S3Configuration": "$d"}}, NOT_HERE),
    ("create_delivery_stream", {"DeliveryStreamName": "e", "S3DestinationConfiguration": "$d",
                                "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "CUSTOMER_MANAGED_CMK"}}, BAD),
    ("create_delivery_stream", {"DeliveryStreamName": "t", "S3DestinationConfiguration": "$d",
                                "Tags": [{"Key": "a"}, {"Key": "a"}]}, BAD),
    ("create_delivery_stream", {"DeliveryStreamName": "t", "S3DestinationConfiguration": "$d",
                                "Tags": [{"Key": f"k{n}"} for n in range(51)]}, MODEL),
    ("create_delivery_stream", {"DeliveryStreamName": "t", "S3DestinationConfiguration": "$d",
                                "Tags": [{"Key": "a!"}]}, MODEL),
    ("describe_delivery_stream", {"DeliveryStreamName": "none"}, MISSING),
    ("describe_delivery_stream", {"DeliveryStreamName": "?"}, MODEL),
    ("delete_delivery_stream", {"DeliveryStreamName": "none"}, MISSING),
    ("list_delivery_streams", {"Limit": 0}, MODEL),
    ("list_delivery_streams", {"Limit": 10001}, MODEL),
    ("list_delivery_streams", {"DeliveryStreamType": "Carrier"}, MODEL),
    ("tag_delivery_stream", {"DeliveryStreamName": "$s", "Tags": []}, MODEL),
    ("tag_delivery_stream", {"DeliveryStreamName": "none", "Tags": [{"Key": "a"}]}, MISSING),
    ("untag_delivery_stream", {"DeliveryStreamName": "$s", "TagKeys": []}, MODEL),
    ("list_tags_for_delivery_stream", {"DeliveryStreamName": "$s", "Limit": 51}, MODEL),
    ("start_delivery_stream_encryption", {"DeliveryStreamName": "none"}, MISSING),
    ("start_delivery_stream_encryption", {"DeliveryStreamName": "$s", "DeliveryStreamEncryptionConfigurationInput": {
        "KeyType": "AWS_OWNED_CMK", "KeyARN": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"}}, BAD),
    ("start_delivery_stream_encryption", {"DeliveryStreamName": "$s", "DeliveryStreamEncryptionConfigurationInput": {
        "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": "key"}}, MODEL),
    ("stop_delivery_stream_encryption", {"DeliveryStreamName": "none"}, MISSING),
    ("update_destination", {"DeliveryStreamName": "$s", "DestinationId": ID}, MODEL),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "1", "DestinationId": ID}, BAD),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "one", "DestinationId": ID,
                            "S3DestinationUpdate": {"Prefix": "x"}}, MODEL),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "7", "DestinationId": ID,
                            "S3DestinationUpdate": {"Prefix": "x"}}, "ConcurrentModificationException"),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "1", "DestinationId": "other",
                            "S3DestinationUpdate": {"Prefix": "x"}}, BAD),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "1", "DestinationId": ID,
                            "S3DestinationUpdate": {"Prefix": "x"}, "ExtendedS3DestinationUpdate": {"Prefix": "x"}}, BAD),
    ("update_destination", {"DeliveryStreamName": "$s", "CurrentDeliveryStreamVersionId": "1", "DestinationId": ID,
                            "IcebergDestinationUpdate": {"AppendOnly": True}}, NOT_HERE),
    ("put_record", {"DeliveryStreamName": "none", "Record": {"Data": b"x"}}, MISSING),
    ("put_record_batch", {"DeliveryStreamName": "$s", "Records": []}, (MODEL, BAD)),
]


def state_of(firehose):
    """Everything of Firehose that a refused request could have changed."""
    names = firehose.list_delivery_streams(Limit=1000)["DeliveryStreamNames"]
    return {name: describe(firehose, name) for name in names}


@pytest.fixture(scope="module")
def quiet(firehose, objects):
    return bucket_stream(firehose, objects)


@pytest.mark.parametrize("what,change,code", CREATE, ids=[case[0] for case in CREATE])
def test_malformed_buckets_are_refused(firehose, objects, quiet, what, change, code):
    before = state_of(firehose)
    more = {"ExtendedS3DestinationConfiguration": change(copy.deepcopy(objects))} if change else {}
    with refused(code):
        firehose.create_delivery_stream(DeliveryStreamName=unique("bad"), **more)
    assert state_of(firehose) == before


@pytest.mark.parametrize("operation,request_,code", OTHERS, ids=[f"{n}-{case[0]}" for n, case in enumerate(OTHERS)])
def test_malformed_requests_are_refused(firehose, objects, quiet, operation, request_, code):
    def filled(value):
        if isinstance(value, dict):
            return {key: filled(inner) for key, inner in value.items()}
        return {"$s": quiet, "$d": objects}.get(value, value) if isinstance(value, str) else value
    before = state_of(firehose)
    with refused(code):
        getattr(firehose, operation)(**filled(request_))
    assert state_of(firehose) == before
