"""S3 Tables: malformed requests, each with AWS's error, none of them changing anything."""
import json
import urllib.parse

import pytest
from harness import ACCOUNT, REGION, unique

ROLE = f"arn:aws:iam::{ACCOUNT}:role/replication"
BAD = (400, ("BadRequestException",))
GARBLED = (400, ("BadRequestException", "SerializationException"))
MISSING = (404, ("NotFoundException",))
CONFLICT = (409, ("ConflictException",))


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Ground:
    """One bucket with one namespace and one table, and everything that can be read about them."""

    def __init__(self, lake):
        self.lake, self.tables = lake, lake.client("s3tables")
        self.bucket = self.tables.create_table_bucket(name=unique("tb"))["arn"]
        self.tables.create_namespace(tableBucketARN=self.bucket, namespace=["ns"])
        self.table = self.tables.create_table(
            tableBucketARN=self.bucket, namespace="ns", name="t", format="ICEBERG",
            metadata={"iceberg": {"schema": {"fields": [{"name": "id", "type": "long"}]}}})["tableARN"]
        self.names = {"bucket": quoted(self.bucket), "table": quoted(self.table), "q": quoted(self.bucket),
                      "missing": quoted(self.bucket + "-none"), "lost": quoted(self.table[:-4] + "zzzz"),
                      "elsewhere": quoted(self.bucket.replace(REGION, "eu-west-1")),
                      "china": quoted(self.bucket.replace("arn:aws:", "arn:aws-cn:"))}

    def state(self):
        where = {"tableBucketARN": self.bucket, "namespace": "ns", "name": "t"}
        tables, read = self.tables, []
        for call, arguments in (
                (tables.list_table_buckets, {}), (tables.list_namespaces, {"tableBucketARN": self.bucket}),
                (tables.list_tables, {"tableBucketARN": self.bucket}), (tables.get_table, where),
                (tables.get_table_maintenance_configuration, where), (tables.get_table_encryption, where),
                (tables.get_table_bucket_maintenance_configuration, {"tableBucketARN": self.bucket}),
                (tables.get_table_bucket_storage_class, {"tableBucketARN": self.bucket}),
                (tables.list_tags_for_resource, {"resourceArn": self.bucket}),
                (tables.list_tags_for_resource, {"resourceArn": self.table})):
            answer = call(**arguments)
            answer.pop("ResponseMetadata")
            read.append(answer)
        for call in (tables.get_table_bucket_policy, tables.get_table_bucket_encryption,
                     tables.get_table_bucket_replication, tables.get_table_bucket_metrics_configuration):
            with pytest.raises(tables.exceptions.NotFoundException):
                call(tableBucketARN=self.bucket)
        return read


@pytest.fixture(scope="module")
def ground(lake):
    return Ground(lake)


def table(path, body, expected=BAD, method="PUT"):
    return method, "/tables/{bucket}/ns/t" + path, body, expected


def compaction(**settings):
    return {"value": {"status": "enabled", "settings": {"icebergCompaction": settings}}}


def schema(*fields, **more):
    return {"name": "x", "format": "ICEBERG", "metadata": {"iceberg": {"schema": {"fields": list(fields)}, **more}}}


def nested(*fields, **more):
    return {"name": "x", "format": "ICEBERG", "metadata": {"iceberg": {
        "schemaV2": {"type": "struct", "fields": list(fields), **more}}}}


LONG = {"id": 1, "name": "id", "type": "long", "required": True}
SORTED = {"orderId": 1, "fields": [{"source-id": 9, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]}

CASES = {
    # Bodies that are none
    "no json": ("PUT", "/buckets", b"{", GARBLED),
    "a list": ("PUT", "/buckets", b"[]", GARBLED),
    "not utf-8": ("PUT", "/buckets", b'{"name":"\xff\xfe"}', GARBLED),
    "two documents": ("PUT", "/namespaces/{bucket}", b'{"namespace":["a"]}{}', GARBLED),
    "deep nesting": ("PUT", "/tables/{bucket}/ns", b'{"name":' + b"[" * 5000 + b"]" * 5000 + b"}", GARBLED),
    "text for a list": ("PUT", "/namespaces/{bucket}", {"namespace": "a"}, GARBLED),
    "number for a text": ("PUT", "/buckets", {"name": 7}, GARBLED),
    "text for a number": table("/maintenance/icebergCompaction", compaction(targetFileSizeMB="64"), GARBLED),
    "fraction for a number": table("/maintenance/icebergCompaction", compaction(targetFileSizeMB=64.5), GARBLED),
    # Names and ARNs
    "bucket without a name": ("PUT", "/buckets", {}, BAD),
    "bucket name too short": ("PUT", "/buckets", {"name": "ab"}, BAD),
    "bucket name reserved": ("PUT", "/buckets", {"name": "sthree-x"}, BAD),
    "namespace of two levels": ("PUT", "/namespaces/{bucket}", {"namespace": ["a", "b"]}, BAD),
    "namespace reserved": ("PUT", "/namespaces/{bucket}", {"namespace": ["aws_mine"]}, BAD),
    "arn of nothing": ("GET", "/buckets/nonsense", None, BAD),
    "arn of another partition": ("GET", "/buckets/{china}", None, BAD),
    "arn of another service": ("GET", "/buckets/" + quoted("arn:aws:s3:::plain"), None, BAD),
    "arn of another region": ("GET", "/buckets/{elsewhere}", None, MISSING),
    "bucket that is not there": ("GET", "/buckets/{missing}/maintenance", None, MISSING),
    "table that is not there": ("GET", "/table-replication?tableArn={lost}", None, MISSING),
    "table by half its names": ("GET", "/get-table?tableBucketARN={q}&name=t", None, BAD),
    "table by arn and name": ("GET", "/get-table?tableArn={table}&name=t", None, BAD),
    "table by nothing": ("GET", "/get-table", None, BAD),
    # Lists
    "page of none": ("GET", "/buckets?maxBuckets=0", None, BAD),
    "page too large": ("GET", "/tables/{bucket}?maxTables=1001", None, BAD),
    "page of text": ("GET", "/tables/{bucket}?maxTables=many", None, GARBLED),
    "token of nobody": ("GET", "/tables/{bucket}?continuationToken=%21%21", None, BAD),
    "token of another list": ("GET", "/tables/{bucket}?continuationToken=YWJj", None, BAD),
    "prefix without namespace": ("GET", "/tables/{bucket}?prefix=t", None, BAD),
    "type of no bucket": ("GET", "/buckets?type=other", None, BAD),
    # Tables
    "other format": ("PUT", "/tables/{bucket}/ns", {"name": "x", "format": "DELTA"}, BAD),
    "no format": ("PUT", "/tables/{bucket}/ns", {"name": "x"}, BAD),
    "no schema": ("PUT", "/tables/{bucket}/ns", {"name": "x", "format": "ICEBERG", "metadata": {"iceberg": {}}}, BAD),
    "both schemas": ("PUT", "/tables/{bucket}/ns", schema(
        {"name": "a", "type": "int"}, schemaV2={"type": "struct", "fields": [LONG]}), BAD),
    "type of nothing": ("PUT", "/tables/{bucket}/ns", schema({"name": "a", "type": "varchar"}), BAD),
    "type of version 3": ("PUT", "/tables/{bucket}/ns", schema({"name": "a", "type": "timestamp_ns"}), BAD),
    "decimal without end": ("PUT", "/tables/{bucket}/ns", schema({"name": "a", "type": "decimal(9"}), BAD),
    "one name twice": ("PUT", "/tables/{bucket}/ns", schema({"name": "a", "type": "int"}, {"name": "a", "type": "int"}), BAD),
    "list without element": ("PUT", "/tables/{bucket}/ns", nested({**LONG, "type": {"type": "list"}}), BAD),
    "identifier of nothing": ("PUT", "/tables/{bucket}/ns", nested(LONG, **{"identifier-field-ids": [7]}), BAD),
    "order of nothing": ("PUT", "/tables/{bucket}/ns", schema({"name": "a", "type": "int"}, writeOrder=SORTED), BAD),
    "bad transform": ("PUT", "/tables/{bucket}/ns", schema(
        {"id": 1, "name": "a", "type": "int"},
        partitionSpec={"fields": [{"source-id": 1, "transform": "bucket[0]", "name": "b"}]}), BAD),
    "key without kms": ("PUT", "/tables/{bucket}/ns", {
        "name": "x", "format": "ICEBERG", "encryptionConfiguration": {
            "sseAlgorithm": "AES256", "kmsKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"}}, BAD),
    "reserved tag": ("PUT", "/tables/{bucket}/ns", {"name": "x", "format": "ICEBERG", "tags": {"aws:x": "y"}}, BAD),
    "rename to nothing": table("/rename", {}),
    "rename to a bad name": table("/rename", {"newName": "Upper"}),
    "rename with a stale token": table("/rename", {"newName": "u", "versionToken": "stale"}, CONFLICT),
    "delete with a stale token": table("?versionToken=stale", None, CONFLICT, "DELETE"),
    "location elsewhere": table("/metadata-location", {
        "versionToken": "x", "metadataLocation": "s3://elsewhere/1.metadata.json"}),
    "location without token": table("/metadata-location", {"metadataLocation": "s3://x/1.metadata.json"}),
    # Settings
    "kms without a key": ("PUT", "/buckets/{bucket}/encryption", {"encryptionConfiguration": {"sseAlgorithm": "aws:kms"}}, BAD),
    "no such algorithm": ("PUT", "/buckets/{bucket}/encryption", {"encryptionConfiguration": {"sseAlgorithm": "DES"}}, BAD),
    "key elsewhere": ("PUT", "/buckets/{bucket}/encryption", {"encryptionConfiguration": {
        "sseAlgorithm": "aws:kms", "kmsKeyArn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"}}, BAD),
    "no encryption": ("PUT", "/buckets/{bucket}/encryption", {}, BAD),
    "no such storage class": ("PUT", "/buckets/{bucket}/storage-class", {
        "storageClassConfiguration": {"storageClass": "GLACIER"}}, BAD),
    "no such maintenance": ("PUT", "/buckets/{bucket}/maintenance/icebergCompaction", {"value": {"status": "enabled"}}, BAD),
    "maintenance without status": table("/maintenance/icebergCompaction", {"value": {}}),
    "no such status": table("/maintenance/icebergCompaction", {"value": {"status": "on"}}),
    "settings of another kind": table("/maintenance/icebergSnapshotManagement", compaction(targetFileSizeMB=64)),
    "files too small": table("/maintenance/icebergCompaction", compaction(targetFileSizeMB=63)),
    "files too large": table("/maintenance/icebergCompaction", compaction(targetFileSizeMB=513)),
    "no such strategy": table("/maintenance/icebergCompaction", compaction(strategy="shuffle")),
    "days of none": ("PUT", "/buckets/{bucket}/maintenance/icebergUnreferencedFileRemoval", {"value": {
        "status": "enabled", "settings": {"icebergUnreferencedFileRemoval": {"unreferencedDays": 0}}}}, BAD),
    "policy of nothing": ("PUT", "/buckets/{bucket}/policy", {"resourcePolicy": ""}, BAD),
    "policy too long": ("PUT", "/buckets/{bucket}/policy", {"resourcePolicy": " " * 20481}, BAD),
    "policy without principal": ("PUT", "/buckets/{bucket}/policy", {"resourcePolicy": json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3tables:*", "Resource": "*"}]})}, BAD),
    "replication without rules": ("PUT", "/table-bucket-replication?tableBucketARN={q}", {
        "configuration": {"role": ROLE, "rules": []}}, BAD),
    "replication without role": ("PUT", "/table-bucket-replication?tableBucketARN={q}", {"configuration": {
        "rules": [{"destinations": [{"destinationTableBucketARN": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/other"}]}]}}, BAD),
    "replication to a table": ("PUT", "/table-bucket-replication?tableBucketARN={q}", {"configuration": {
        "role": ROLE, "rules": [{"destinations": [{"destinationTableBucketARN": "nonsense"}]}]}}, BAD),
    "replication deleted without token": ("DELETE", "/table-replication?tableArn={table}", None, BAD),
    "too many tags": ("POST", "/tag/{bucket}", {"tags": {f"k{number}": "v" for number in range(51)}}, BAD),
    "tag key too long": ("POST", "/tag/{bucket}", {"tags": {"k" * 129: "v"}}, BAD),
    "tag value too long": ("POST", "/tag/{bucket}", {"tags": {"k": "v" * 257}}, BAD),
    "tag of odd letters": ("POST", "/tag/{bucket}", {"tags": {"k<>": "v"}}, BAD),
    "tags of nothing": ("POST", "/tag/nonsense", {"tags": {"k": "v"}}, BAD),
}


@pytest.mark.parametrize("name", CASES)
def test_malformed_requests_are_refused_and_change_nothing(lake, ground, name):
    method, path, body, (status, codes) = CASES[name]
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    before = ground.state()
    answer = lake.signed("s3tables", method, path.format(**ground.names), data,
                         {"Content-Type": "application/json"} if data else {})
    assert answer.status == status, answer.text
    assert answer.code in codes, answer.text
    assert answer.json["message"]
    assert ground.state() == before
