"""S3 Tables: table buckets, namespaces, tables and their metadata location."""
import json
import urllib.parse

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique, unique_

FIELDS = [{"name": "id", "type": "string", "required": True}, {"name": "ts", "type": "timestamp"},
          {"name": "price", "type": "decimal(9,2)"}, {"name": "n", "type": "long"}]


@pytest.fixture(scope="module")
def tables(lake):
    return lake.client("s3tables")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("s3tables", validate=False)


@pytest.fixture(scope="module")
def bucket(tables):
    return tables.create_table_bucket(name=unique("tb"))["arn"]


@pytest.fixture
def space(tables, bucket):
    name = unique_("ns")
    tables.create_namespace(tableBucketARN=bucket, namespace=[name])
    return name


def make(tables, bucket, space, name="t", **iceberg):
    return tables.create_table(tableBucketARN=bucket, namespace=space, name=name, format="ICEBERG",
                               metadata={"iceberg": {"schema": {"fields": FIELDS}, **iceberg}})


def where(bucket, space, name="t"):
    return {"tableBucketARN": bucket, "namespace": space, "name": name}


def metadata_of(lake, tables, bucket, space, name="t"):
    location = tables.get_table_metadata_location(**where(bucket, space, name))["metadataLocation"]
    host, key = location.removeprefix("s3://").split("/", 1)
    return json.loads(lake.client("s3").get_object(Bucket=host, Key=key)["Body"].read())


def test_table_bucket_is_made_and_read_back(tables):
    name = unique("tb")
    arn = tables.create_table_bucket(name=name)["arn"]
    assert arn == f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{name}"
    read = tables.get_table_bucket(tableBucketARN=arn)
    assert (read["arn"], read["name"], read["ownerAccountId"], read["type"]) == (arn, name, ACCOUNT, "customer")
    assert read["tableBucketId"]
    assert name in [entry["name"] for entry in tables.list_table_buckets()["tableBuckets"]]
    assert [entry["name"] for entry in tables.list_table_buckets(prefix=name)["tableBuckets"]] == [name]
    assert tables.delete_table_bucket(tableBucketARN=arn)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with refused("NotFoundException", 404):
        tables.get_table_bucket(tableBucketARN=arn)


def test_table_buckets_are_listed_in_pages(tables):
    prefix = unique("page")
    for number in range(3):
        tables.create_table_bucket(name=f"{prefix}-{number}")
    first = tables.list_table_buckets(prefix=prefix, maxBuckets=2)
    rest = tables.list_table_buckets(prefix=prefix, maxBuckets=2, continuationToken=first["continuationToken"])
    names = [entry["name"] for page in (first, rest) for entry in page["tableBuckets"]]
    assert sorted(names) == [f"{prefix}-{number}" for number in range(3)]
    assert "continuationToken" not in rest


def test_namespace_is_made_and_read_back(tables, bucket):
    name = unique_("ns")
    made = tables.create_namespace(tableBucketARN=bucket, namespace=[name])
    assert (made["namespace"], made["tableBucketARN"]) == ([name], bucket)
    read = tables.get_namespace(tableBucketARN=bucket, namespace=name)
    assert (read["namespace"], read["ownerAccountId"], read["createdBy"]) == ([name], ACCOUNT, ACCOUNT)
    listed = tables.list_namespaces(tableBucketARN=bucket, prefix=name)["namespaces"]
    assert [entry["namespace"] for entry in listed] == [[name]]
    tables.delete_namespace(tableBucketARN=bucket, namespace=name)
    with refused("NotFoundException", 404, "does not exist"):
        tables.get_namespace(tableBucketARN=bucket, namespace=name)


def test_table_is_made_and_read_back(tables, bucket, space):
    made = make(tables, bucket, space)
    assert made["tableARN"].startswith(bucket + "/table/")
    read = tables.get_table(**where(bucket, space))
    assert (read["name"], read["namespace"], read["format"], read["type"]) == ("t", [space], "ICEBERG", "customer")
    assert (read["tableARN"], read["versionToken"]) == (made["tableARN"], made["versionToken"])
    assert (read["ownerAccountId"], read["createdBy"], read["modifiedBy"]) == (ACCOUNT, ACCOUNT, ACCOUNT)
    assert read["metadataLocation"].startswith(read["warehouseLocation"] + "/metadata/")
    assert read["metadataLocation"].endswith(".metadata.json")
    host = read["warehouseLocation"].removeprefix("s3://")
    assert host.endswith("--table-s3") and len(host) <= 63 and "/" not in host
    by_arn = tables.get_table(tableArn=made["tableARN"])
    assert (by_arn["name"], by_arn["versionToken"]) == ("t", read["versionToken"])
    assert [entry["name"] for entry in tables.list_tables(tableBucketARN=bucket, namespace=space)["tables"]] == ["t"]


def test_old_path_of_get_table_still_answers(lake, tables, bucket, space):
    made = make(tables, bucket, space)
    answer = lake.signed("s3tables", "GET", f"/tables/{urllib.parse.quote(bucket, safe='')}/{space}/t")
    assert (answer.status, answer.json["tableARN"]) == (200, made["tableARN"])


def test_metadata_is_valid_iceberg(lake, tables, bucket, space):
    make(tables, bucket, space)
    metadata = metadata_of(lake, tables, bucket, space)
    schema = metadata["schemas"][0]
    assert metadata["format-version"] == 2
    assert [(field["id"], field["name"], field["type"].replace(" ", ""), field["required"])
            for field in schema["fields"]] == [(1, "id", "string", True), (2, "ts", "timestamp", False),
                                               (3, "price", "decimal(9,2)", False), (4, "n", "long", False)]
    assert metadata["last-column-id"] == 4
    assert metadata["location"] == tables.get_table(**where(bucket, space))["warehouseLocation"]
    assert (metadata["current-schema-id"], metadata["default-spec-id"]) == (0, 0)
    assert metadata.get("current-snapshot-id", -1) in (-1, None)


def test_partition_sort_and_properties_reach_the_metadata(lake, tables, bucket, space):
    fields = [{"id": 1, "name": "id", "type": "string", "required": True}, {"id": 2, "name": "ts", "type": "timestamptz"}]
    tables.create_table(**where(bucket, space), format="ICEBERG", metadata={"iceberg": {
        "schema": {"fields": fields}, "properties": {"write.format.default": "parquet", "owner": "me"},
        "partitionSpec": {"specId": 0, "fields": [{"sourceId": 2, "transform": "day", "name": "ts_day", "fieldId": 1000}]},
        "writeOrder": {"orderId": 1, "fields": [
            {"sourceId": 1, "transform": "identity", "direction": "asc", "nullOrder": "nulls-first"}]}}})
    metadata = metadata_of(lake, tables, bucket, space)
    assert metadata["partition-specs"] == [{"spec-id": 0, "fields": [
        {"source-id": 2, "transform": "day", "name": "ts_day", "field-id": 1000}]}]
    order = next(order for order in metadata["sort-orders"] if order["order-id"] == metadata["default-sort-order-id"])
    assert order["fields"] == [{"source-id": 1, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]
    assert metadata["properties"]["write.format.default"] == "parquet"
    assert metadata["properties"]["owner"] == "me"


def test_nested_schema_reaches_the_metadata(lake, tables, bucket, space):
    tables.create_table(**where(bucket, space), format="ICEBERG", metadata={"iceberg": {"schemaV2": {
        "type": "struct", "schemaId": 0, "identifierFieldIds": [1], "fields": [
            {"id": 1, "name": "id", "type": "long", "required": True, "doc": "the key"},
            {"id": 2, "name": "tags", "required": False, "type": {
                "type": "list", "element-id": 3, "element": "string", "element-required": False}}]}}})
    schema = metadata_of(lake, tables, bucket, space)["schemas"][0]
    assert schema["identifier-field-ids"] == [1]
    assert schema["fields"][1]["type"] == {"type": "list", "element-id": 3, "element": "string", "element-required": False}


def test_table_without_schema_has_no_metadata_yet(tables, bucket, space):
    tables.create_table(**where(bucket, space), format="ICEBERG")
    read = tables.get_table(**where(bucket, space))
    assert "metadataLocation" not in read
    assert read["warehouseLocation"].startswith("s3://")
    assert "metadataLocation" not in tables.get_table_metadata_location(**where(bucket, space))


def test_metadata_location_is_swapped_once(lake, tables, bucket, space):
    make(tables, bucket, space)
    before = tables.get_table_metadata_location(**where(bucket, space))
    metadata = metadata_of(lake, tables, bucket, space)
    metadata["properties"] = {"swapped": "yes"}
    location = before["warehouseLocation"] + "/metadata/00001-swap.metadata.json"
    host, key = location.removeprefix("s3://").split("/", 1)
    lake.client("s3").put_object(Bucket=host, Key=key, Body=json.dumps(metadata).encode())
    done = tables.update_table_metadata_location(**where(bucket, space), versionToken=before["versionToken"],
                                                 metadataLocation=location)
    assert done["metadataLocation"] == location
    assert done["versionToken"] != before["versionToken"]
    assert tables.get_table(**where(bucket, space))["metadataLocation"] == location
    with refused("ConflictException", 409):
        tables.update_table_metadata_location(**where(bucket, space), versionToken=before["versionToken"],
                                              metadataLocation=before["metadataLocation"])
    assert tables.get_table(**where(bucket, space))["metadataLocation"] == location


def test_table_is_renamed_and_moved(tables, bucket, space):
    made, other = make(tables, bucket, space), unique_("ns")
    tables.create_namespace(tableBucketARN=bucket, namespace=[other])
    tables.rename_table(**where(bucket, space), newName="u")
    with refused("NotFoundException", 404):
        tables.get_table(**where(bucket, space))
    tables.rename_table(**where(bucket, space, "u"), newNamespaceName=other)
    assert tables.get_table(**where(bucket, other, "u"))["tableARN"] == made["tableARN"]


def test_deleted_table_is_gone(tables, bucket, space):
    make(tables, bucket, space)
    assert tables.delete_table(**where(bucket, space))["ResponseMetadata"]["HTTPStatusCode"] == 204
    with refused("NotFoundException", 404, "does not exist"):
        tables.get_table(**where(bucket, space))
    tables.delete_namespace(tableBucketARN=bucket, namespace=space)


def test_tags(tables, bucket, space):
    arn = make(tables, bucket, space)["tableARN"]
    for resource in (bucket, arn):
        tables.tag_resource(resourceArn=resource, tags={"a": "1", "b": "2"})
        tables.untag_resource(resourceArn=resource, tagKeys=["a"])
        assert tables.list_tags_for_resource(resourceArn=resource)["tags"] == {"b": "2"}


def test_cli_makes_a_table(lake, bucket, space):
    made = lake.cli("s3tables", "create-table", "--table-bucket-arn", bucket, "--namespace", space, "--name", "cli",
                    "--format", "ICEBERG", "--metadata", json.dumps({"iceberg": {"schema": {"fields": FIELDS}}}))
    read = lake.cli("s3tables", "get-table", "--table-bucket-arn", bucket, "--namespace", space, "--name", "cli")
    assert read["tableARN"] == made["tableARN"]
    failed = lake.cli("s3tables", "create-table", "--table-bucket-arn", bucket, "--namespace", space, "--name", "cli",
                      "--format", "ICEBERG", check=False)
    assert failed.returncode != 0 and "ConflictException" in failed.stderr


# Bad input


def test_second_of_a_name_is_refused(tables, bucket, space):
    with refused("ConflictException", 409):
        tables.create_table_bucket(name=bucket.split("/")[-1])
    with refused("ConflictException", 409):
        tables.create_namespace(tableBucketARN=bucket, namespace=[space])
    make(tables, bucket, space)
    with refused("ConflictException", 409):
        make(tables, bucket, space)


def test_missing_parents_are_named(tables, bucket, space):
    missing = f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{unique('missing')}"
    for call in (lambda: tables.get_table_bucket(tableBucketARN=missing),
                 lambda: tables.delete_table_bucket(tableBucketARN=missing),
                 lambda: tables.create_namespace(tableBucketARN=missing, namespace=["n"]),
                 lambda: tables.list_namespaces(tableBucketARN=missing), lambda: tables.list_tables(tableBucketARN=missing),
                 lambda: make(tables, bucket, "no_such_namespace"), lambda: tables.get_table(**where(bucket, space, "none")),
                 lambda: tables.delete_namespace(tableBucketARN=bucket, namespace="none"),
                 lambda: tables.delete_table(**where(bucket, space, "none")),
                 lambda: tables.get_table_metadata_location(**where(bucket, space, "none"))):
        with refused("NotFoundException", 404, "does not exist"):
            call()


def test_full_parents_cannot_be_deleted(tables, bucket, space):
    make(tables, bucket, space)
    with refused("ConflictException", 409):
        tables.delete_namespace(tableBucketARN=bucket, namespace=space)
    with refused("ConflictException", 409):
        tables.delete_table_bucket(tableBucketARN=bucket)


@pytest.mark.parametrize("name", ["Upper-case", "under_score", "-dash", "dash-", "ab", "x" * 64, "aws-mine", "xn--x", "a.b",
                                  "mine-s3alias", "mine--table-s3", "sthree-x", "amzn-s3-demo-x"])
def test_bad_bucket_names_are_refused(loose, name):
    with refused("BadRequestException", 400):
        loose.create_table_bucket(name=name)


@pytest.mark.parametrize("name", ["Upper", "hyphen-ated", "dot.ted", "_under", "aws_mine", "x" * 256, ""])
def test_bad_namespaces_are_refused(loose, bucket, name):
    with refused("BadRequestException", 400):
        loose.create_namespace(tableBucketARN=bucket, namespace=[name])


def test_namespace_of_two_levels_is_refused(loose, bucket):
    for levels in (["a", "b"], []):
        with refused("BadRequestException", 400):
            loose.create_namespace(tableBucketARN=bucket, namespace=levels)


@pytest.mark.parametrize("name", ["Upper", "hyphen-ated", "dot.ted", "_under", "x" * 256])
def test_bad_table_names_are_refused(loose, bucket, space, name):
    with refused("BadRequestException", 400):
        loose.create_table(**where(bucket, space, name), format="ICEBERG")


@pytest.mark.parametrize("iceberg", [
    {"schema": {"fields": []}}, {"schema": {"fields": [{"name": "a", "type": "varchar"}]}},
    {"schema": {"fields": [{"name": "a", "type": "decimal(50,2)"}]}}, {"schema": {"fields": [{"name": "a", "type": "variant"}]}},
    {"schema": {"fields": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]}},
    {"schema": {"fields": [{"id": 1, "name": "a", "type": "int"}, {"id": 1, "name": "b", "type": "int"}]}},
    {"schema": {"fields": FIELDS}, "partitionSpec": {"fields": [{"sourceId": 99, "transform": "day", "name": "d"}]}},
    {"schema": {"fields": FIELDS}, "partitionSpec": {"fields": [{"sourceId": 1, "transform": "week", "name": "d"}]}},
    {"schema": {"fields": FIELDS}, "partitionSpec": {"fields": [{"sourceId": 1, "transform": "day", "name": "d"}]}}])
def test_bad_schemas_are_refused_and_make_nothing(tables, bucket, space, iceberg):
    with refused("BadRequestException", 400):
        tables.create_table(**where(bucket, space), format="ICEBERG", metadata={"iceberg": iceberg})
    with refused("NotFoundException", 404):
        tables.get_table(**where(bucket, space))


def test_other_formats_are_refused(loose, bucket, space):
    with refused("BadRequestException", 400, "ICEBERG"):
        loose.create_table(**where(bucket, space), format="DELTA")


def test_bad_metadata_locations_are_refused(tables, bucket, space):
    make(tables, bucket, space)
    now = tables.get_table_metadata_location(**where(bucket, space))
    for location in ("s3://elsewhere/metadata/1.metadata.json", now["warehouseLocation"] + "/metadata/plain.json",
                     now["warehouseLocation"] + "/metadata/not-there.metadata.json", "http://x/1.metadata.json",
                     now["warehouseLocation"] + "-x/metadata/1.metadata.json"):
        with refused("BadRequestException", 400):
            tables.update_table_metadata_location(**where(bucket, space), versionToken=now["versionToken"],
                                                  metadataLocation=location)
    assert tables.get_table_metadata_location(**where(bucket, space))["metadataLocation"] == now["metadataLocation"]


def test_stale_tokens_are_refused(tables, bucket, space):
    make(tables, bucket, space)
    with refused("ConflictException", 409):
        tables.delete_table(**where(bucket, space), versionToken="stale")
    with refused("ConflictException", 409):
        tables.rename_table(**where(bucket, space), newName="u", versionToken="stale")


def test_bad_renames_are_refused(tables, bucket, space):
    make(tables, bucket, space)
    make(tables, bucket, space, "taken")
    with refused("BadRequestException", 400):
        tables.rename_table(**where(bucket, space))
    with refused("ConflictException", 409):
        tables.rename_table(**where(bucket, space), newName="taken")
    with refused("NotFoundException", 404):
        tables.rename_table(**where(bucket, space), newNamespaceName="no_such_namespace")


def test_malformed_bodies_are_refused(lake, bucket):
    path = f"/namespaces/{urllib.parse.quote(bucket, safe='')}"
    for body in (b"{", b"[]", b'{"namespace": "text"}', b'{"namespace": [1]}', b"\xff\xfe", b'{"namespace":["a"]} trailing'):
        answer = lake.signed("s3tables", "PUT", path, body, {"Content-Type": "application/json"})
        assert answer.status == 400, body
        assert answer.code in ("SerializationException", "BadRequestException"), body


def test_malformed_arn_is_refused(lake):
    answer = lake.signed("s3tables", "GET", "/buckets/not-an-arn")
    assert (answer.status, answer.code) == (400, "BadRequestException")
    assert "tableBucketARN" in answer.json["message"]


def test_forged_requests_are_refused(lake):
    answer = lake.signed("s3tables", "GET", "/buckets", secret="wrong")
    assert (answer.status, answer.code) == (403, "InvalidSignatureException")
    answer = lake.signed("s3tables", "GET", "/buckets", key="AKIAUNKNOWNUNKNOWN00")
    assert answer.code == "UnrecognizedClientException"


def test_caller_without_permission_is_refused(lake, bucket):
    mine = lake.as_session("s3tables", assume(lake, make_role(lake, allow("s3tables:ListTableBuckets"))))
    mine.list_table_buckets()
    with refused(("AccessDeniedException", "ForbiddenException"), 403, (
            f"is not authorized to perform: s3tables:GetTableBucket on resource: {bucket}",
            "because no identity-based policy allows the s3tables:GetTableBucket action")):
        mine.get_table_bucket(tableBucketARN=bucket)


def test_accounts_do_not_see_each_other(lake, bucket):
    other = lake.client("s3tables", key="444455556666")
    assert bucket not in [entry["arn"] for entry in other.list_table_buckets()["tableBuckets"]]
    with refused(("AccessDeniedException", "ForbiddenException", "NotFoundException")):
        other.get_table_bucket(tableBucketARN=bucket)


def test_warehouse_cannot_be_listed_or_emptied(lake, tables, bucket, space):
    make(tables, bucket, space)
    read, s3 = tables.get_table(**where(bucket, space)), lake.client("s3")
    host, key = read["metadataLocation"].removeprefix("s3://").split("/", 1)
    with refused(("MethodNotAllowed", "AccessDenied")):
        s3.list_objects_v2(Bucket=host)
    with refused(("MethodNotAllowed", "AccessDenied")):
        s3.delete_object(Bucket=host, Key=key)
    with refused(("MethodNotAllowed", "AccessDenied")):
        s3.delete_bucket(Bucket=host)
    assert s3.get_object(Bucket=host, Key=key)["Body"].read()
    assert host not in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]


def test_operation_we_lack_is_named(lake):
    answer = lake.signed("s3tables", "PATCH", "/coffee")
    assert answer.status in (404, 405, 501)
    assert answer.code
