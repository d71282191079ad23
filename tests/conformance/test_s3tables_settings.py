"""S3 Tables: what is configured beside table buckets and tables, with AWS's defaults, and policies that decide."""
import json

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique, unique_

FIELDS = [{"id": 1, "name": "id", "type": "string", "required": True}, {"id": 2, "name": "n", "type": "long"}]
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
ORDER = {"orderId": 1, "fields": [{"sourceId": 2, "transform": "identity", "direction": "asc", "nullOrder": "nulls-first"}]}


@pytest.fixture(scope="module")
def tables(lake):
    return lake.client("s3tables")


@pytest.fixture
def bucket(tables):
    arn = tables.create_table_bucket(name=unique("tb"))["arn"]
    yield arn
    for table in tables.list_tables(tableBucketARN=arn)["tables"]:
        tables.delete_table(tableBucketARN=arn, namespace=table["namespace"][0], name=table["name"])
    for space in tables.list_namespaces(tableBucketARN=arn)["namespaces"]:
        tables.delete_namespace(tableBucketARN=arn, namespace=space["namespace"][0])
    tables.delete_table_bucket(tableBucketARN=arn)


@pytest.fixture
def space(tables, bucket):
    name = unique_("ns")
    tables.create_namespace(tableBucketARN=bucket, namespace=[name])
    return name


@pytest.fixture
def table(tables, bucket, space):
    return make(tables, bucket, space)


def make(tables, bucket, space, name="t", metadata=None, **more):
    where = {"tableBucketARN": bucket, "namespace": space, "name": name}
    iceberg = {"schema": {"fields": FIELDS}, **(metadata or {})}
    arn = tables.create_table(**where, format="ICEBERG", metadata={"iceberg": iceberg}, **more)["tableARN"]
    return {"where": where, "arn": arn}


def status_of(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def statement(effect, actions, resource, principal, **more):
    return {"Effect": effect, "Principal": principal, "Action": actions, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# Encryption and storage class


def test_bucket_encryption_is_absent_until_set(tables, bucket):
    with refused("NotFoundException", 404):
        tables.get_table_bucket_encryption(tableBucketARN=bucket)
    wanted = {"sseAlgorithm": "aws:kms", "kmsKeyArn": KEY}
    assert status_of(tables.put_table_bucket_encryption(tableBucketARN=bucket, encryptionConfiguration=wanted)) == 200
    assert tables.get_table_bucket_encryption(tableBucketARN=bucket)["encryptionConfiguration"] == wanted
    assert status_of(tables.delete_table_bucket_encryption(tableBucketARN=bucket)) == 204
    with refused("NotFoundException", 404):
        tables.get_table_bucket_encryption(tableBucketARN=bucket)


def test_tables_keep_the_encryption_they_were_made_with(tables, bucket, space):
    first = make(tables, bucket, space, "first")
    tables.put_table_bucket_encryption(tableBucketARN=bucket,
                                       encryptionConfiguration={"sseAlgorithm": "aws:kms", "kmsKeyArn": KEY})
    second = make(tables, bucket, space, "second")
    third = make(tables, bucket, space, "third", encryptionConfiguration={"sseAlgorithm": "AES256"})
    read = [tables.get_table_encryption(**made["where"])["encryptionConfiguration"] for made in (first, second, third)]
    assert read == [{"sseAlgorithm": "AES256"}, {"sseAlgorithm": "aws:kms", "kmsKeyArn": KEY}, {"sseAlgorithm": "AES256"}]


def test_storage_class_is_inherited(tables, bucket, space):
    assert tables.get_table_bucket_storage_class(tableBucketARN=bucket)["storageClassConfiguration"] == {
        "storageClass": "STANDARD"}
    first = make(tables, bucket, space, "first")
    tables.put_table_bucket_storage_class(tableBucketARN=bucket,
                                          storageClassConfiguration={"storageClass": "INTELLIGENT_TIERING"})
    second = make(tables, bucket, space, "second")
    third = make(tables, bucket, space, "third", storageClassConfiguration={"storageClass": "STANDARD"})
    read = [tables.get_table_storage_class(**made["where"])["storageClassConfiguration"]["storageClass"]
            for made in (first, second, third)]
    assert read == ["STANDARD", "INTELLIGENT_TIERING", "STANDARD"]


# Maintenance


def test_bucket_maintenance_has_defaults_and_is_replaced(tables, bucket):
    read = tables.get_table_bucket_maintenance_configuration(tableBucketARN=bucket)
    assert read["tableBucketARN"] == bucket
    assert read["configuration"] == {"icebergUnreferencedFileRemoval": {"status": "enabled", "settings": {
        "icebergUnreferencedFileRemoval": {"unreferencedDays": 3, "nonCurrentDays": 10}}}}
    wanted = {"status": "disabled", "settings": {"icebergUnreferencedFileRemoval": {"unreferencedDays": 4,
                                                                                   "nonCurrentDays": 2}}}
    answer = tables.put_table_bucket_maintenance_configuration(
        tableBucketARN=bucket, type="icebergUnreferencedFileRemoval", value=wanted)
    assert status_of(answer) == 204
    read = tables.get_table_bucket_maintenance_configuration(tableBucketARN=bucket)["configuration"]
    assert read == {"icebergUnreferencedFileRemoval": wanted}


def test_table_maintenance_has_defaults_and_is_replaced(tables, table):
    read = tables.get_table_maintenance_configuration(**table["where"])
    assert read["tableARN"] == table["arn"]
    assert read["configuration"] == {
        "icebergCompaction": {"status": "enabled", "settings": {
            "icebergCompaction": {"targetFileSizeMB": 512, "strategy": "auto"}}},
        "icebergSnapshotManagement": {"status": "enabled", "settings": {
            "icebergSnapshotManagement": {"minSnapshotsToKeep": 1, "maxSnapshotAgeHours": 120}}}}
    answer = tables.put_table_maintenance_configuration(**table["where"], type="icebergCompaction", value={
        "status": "enabled", "settings": {"icebergCompaction": {"targetFileSizeMB": 64}}})
    assert status_of(answer) == 204
    tables.put_table_maintenance_configuration(**table["where"], type="icebergSnapshotManagement", value={
        "status": "disabled", "settings": {"icebergSnapshotManagement": {}}})
    read = tables.get_table_maintenance_configuration(**table["where"])["configuration"]
    assert read["icebergCompaction"]["settings"]["icebergCompaction"] == {"targetFileSizeMB": 64, "strategy": "auto"}
    assert read["icebergSnapshotManagement"]["status"] == "disabled"


def test_sorted_compaction_needs_a_sort_order(tables, bucket, space, table):
    value = {"status": "enabled", "settings": {"icebergCompaction": {"strategy": "sort"}}}
    with refused("BadRequestException", 400, "sort order"):
        tables.put_table_maintenance_configuration(**table["where"], type="icebergCompaction", value=value)
    ordered = make(tables, bucket, space, "ordered", {"writeOrder": ORDER})
    tables.put_table_maintenance_configuration(**ordered["where"], type="icebergCompaction", value=value)


def test_job_status_tells_what_is_enabled(tables, bucket, table):
    tables.put_table_maintenance_configuration(**table["where"], type="icebergCompaction", value={
        "status": "disabled", "settings": {"icebergCompaction": {}}})
    read = tables.get_table_maintenance_job_status(**table["where"])
    assert read["tableARN"] == table["arn"]
    assert {kind: value["status"] for kind, value in read["status"].items()} == {
        "icebergCompaction": "Disabled", "icebergSnapshotManagement": "Not_Yet_Run",
        "icebergUnreferencedFileRemoval": "Not_Yet_Run"}


def test_settings_follow_a_rename_and_end_with_the_table(tables, bucket, space, table):
    tables.put_table_maintenance_configuration(**table["where"], type="icebergCompaction", value={
        "status": "enabled", "settings": {"icebergCompaction": {"targetFileSizeMB": 100}}})
    tables.rename_table(**table["where"], newName="renamed")
    where = {**table["where"], "name": "renamed"}

    def target():
        return tables.get_table_maintenance_configuration(**where)["configuration"]["icebergCompaction"]["settings"][
            "icebergCompaction"]["targetFileSizeMB"]
    assert target() == 100
    tables.delete_table(**where)
    make(tables, bucket, space, "renamed")
    assert target() == 512


# Metrics, replication, record expiration


def test_metrics_configuration(tables, bucket):
    for call in (tables.get_table_bucket_metrics_configuration, tables.delete_table_bucket_metrics_configuration):
        with refused("NotFoundException", 404):
            call(tableBucketARN=bucket)
    assert status_of(tables.put_table_bucket_metrics_configuration(tableBucketARN=bucket)) == 204
    read = tables.get_table_bucket_metrics_configuration(tableBucketARN=bucket)
    assert read["tableBucketARN"] == bucket and read["id"]
    assert status_of(tables.delete_table_bucket_metrics_configuration(tableBucketARN=bucket)) == 204
    with refused("NotFoundException", 404):
        tables.get_table_bucket_metrics_configuration(tableBucketARN=bucket)


def replication(*destinations):
    return {"role": f"arn:aws:iam::{ACCOUNT}:role/replication",
            "rules": [{"destinations": [{"destinationTableBucketARN": arn} for arn in destinations]}]}


@pytest.fixture
def other(tables):
    arn = tables.create_table_bucket(name=unique("other"))["arn"]
    yield arn
    tables.delete_table_bucket(tableBucketARN=arn)


def test_bucket_replication_is_versioned(tables, bucket, other, table):
    with refused("NotFoundException", 404):
        tables.get_table_bucket_replication(tableBucketARN=bucket)
    with refused("NotFoundException", 404):
        tables.get_table_replication_status(tableArn=table["arn"])
    made = tables.put_table_bucket_replication(tableBucketARN=bucket, configuration=replication(other))
    read = tables.get_table_bucket_replication(tableBucketARN=bucket)
    assert read["versionToken"] == made["versionToken"]
    assert read["configuration"] == replication(other)
    assert tables.get_table_replication_status(tableArn=table["arn"])["destinations"] == [
        {"replicationStatus": "pending", "destinationTableBucketArn": other}]
    with refused("ConflictException", 409):
        tables.put_table_bucket_replication(tableBucketARN=bucket, versionToken="stale", configuration=replication(other))
    with refused("ConflictException", 409):
        tables.delete_table_bucket_replication(tableBucketARN=bucket, versionToken="stale")
    answer = tables.delete_table_bucket_replication(tableBucketARN=bucket, versionToken=made["versionToken"])
    assert status_of(answer) == 204
    with refused("NotFoundException", 404):
        tables.get_table_bucket_replication(tableBucketARN=bucket)


def test_table_replication_is_versioned(tables, other, table):
    arn = table["arn"]
    with refused("NotFoundException", 404):
        tables.get_table_replication(tableArn=arn)
    made = tables.put_table_replication(tableArn=arn, configuration=replication(other))
    assert tables.get_table_replication(tableArn=arn)["configuration"] == replication(other)
    again = tables.put_table_replication(tableArn=arn, versionToken=made["versionToken"], configuration=replication(other))
    with refused("ConflictException", 409):
        tables.delete_table_replication(tableArn=arn, versionToken=made["versionToken"])
    tables.delete_table_replication(tableArn=arn, versionToken=again["versionToken"])
    with refused("NotFoundException", 404):
        tables.get_table_replication(tableArn=arn)


def test_bad_replications_are_refused(tables, bucket, other):
    for configuration in (replication(bucket), replication(other, other)):
        with refused("BadRequestException", 400):
            tables.put_table_bucket_replication(tableBucketARN=bucket, configuration=configuration)
    with refused("NotFoundException", 404):
        tables.put_table_bucket_replication(tableBucketARN=bucket, configuration=replication(other + "-gone"))
    with refused("NotFoundException", 404):
        tables.get_table_bucket_replication(tableBucketARN=bucket)


def test_records_of_customers_tables_never_expire(tables, table):
    arn = table["arn"]
    assert tables.get_table_record_expiration_configuration(tableArn=arn)["configuration"] == {"status": "disabled"}
    assert tables.get_table_record_expiration_job_status(tableArn=arn)["status"] == "Disabled"
    with refused("MethodNotAllowedException", 405):
        tables.put_table_record_expiration_configuration(tableArn=arn, value={"status": "enabled", "settings": {"days": 7}})
    with refused("NotFoundException", 404):
        tables.get_table_record_expiration_configuration(tableArn=arn[:-1] + "z")


# Tags


def test_tags_given_at_creation(tables, bucket, space):
    made = make(tables, bucket, space, "tagged", tags={"team": "blue"})
    assert tables.list_tags_for_resource(resourceArn=made["arn"])["tags"] == {"team": "blue"}
    assert tables.list_tags_for_resource(resourceArn=bucket)["tags"] == {}


def test_at_most_fifty_tags(tables, bucket):
    tables.tag_resource(resourceArn=bucket, tags={f"k{number}": "v" for number in range(50)})
    with refused("BadRequestException", 400):
        tables.tag_resource(resourceArn=bucket, tags={"one-more": "v"})
    tables.tag_resource(resourceArn=bucket, tags={"k0": "changed"})
    tags = tables.list_tags_for_resource(resourceArn=bucket)["tags"]
    assert len(tags) == 50 and tags["k0"] == "changed"


# Policies


@pytest.mark.parametrize("scope", ["table_bucket", "table"])
def test_policy_is_kept_and_removed(tables, bucket, table, scope):
    where = {"tableBucketARN": bucket} if scope == "table_bucket" else table["where"]
    arn = bucket if scope == "table_bucket" else table["arn"]
    put, get, delete = (getattr(tables, f"{verb}_{scope}_policy") for verb in ("put", "get", "delete"))
    with refused("NotFoundException", 404):
        get(**where)
    policy = document(statement("Allow", "s3tables:GetTable", arn, {"AWS": ACCOUNT}))
    assert status_of(put(**where, resourcePolicy=policy)) == 200
    assert get(**where)["resourcePolicy"] == policy
    assert status_of(delete(**where)) == 204
    with refused("NotFoundException", 404):
        get(**where)


def test_policies_that_cannot_lie_on_the_resource_are_refused(tables, bucket, table):
    mine = {"AWS": ACCOUNT}
    for policy in ("{", "[]", "{}", document({"Effect": "Allow", "Action": "s3tables:GetTable", "Resource": bucket}),
                   document(statement("Maybe", "s3tables:GetTable", bucket, mine)),
                   document(statement("Allow", "s3:GetObject", bucket, mine)),
                   document(statement("Allow", "s3tables:GetTable", bucket + "-other", mine)),
                   document(statement("Allow", "s3tables:GetTable", "arn:aws:s3:::x", mine))):
        with refused("BadRequestException", 400):
            tables.put_table_bucket_policy(tableBucketARN=bucket, resourcePolicy=policy)
    with refused("ForbiddenException", 403, "public"):
        tables.put_table_bucket_policy(tableBucketARN=bucket,
                                       resourcePolicy=document(statement("Allow", "s3tables:*", bucket, "*")))
    with refused("BadRequestException", 400):
        tables.put_table_policy(**table["where"], resourcePolicy=document(
            statement("Allow", "s3tables:GetTable", bucket, mine)))
    with refused("NotFoundException", 404):
        tables.get_table_bucket_policy(tableBucketARN=bucket)


def nobody(lake):
    """A role whose own policy says nothing about S3 Tables."""
    return make_role(lake, allow("sts:GetCallerIdentity"))


def test_a_bucket_policy_lets_a_role_in(lake, tables, bucket, space, table):
    role = nobody(lake)
    caller = lake.as_session("s3tables", assume(lake, role))
    with refused(("AccessDeniedException", "ForbiddenException"), 403, "s3tables:GetTable"):
        caller.get_table(**table["where"])
    tables.put_table_bucket_policy(tableBucketARN=bucket, resourcePolicy=document(
        statement("Allow", "s3tables:GetTable", bucket + "/table/*", {"AWS": role},
                  Condition={"StringEquals": {"s3tables:namespace": space}})))
    assert caller.get_table(**table["where"])["tableARN"] == table["arn"]
    assert caller.get_table(tableArn=table["arn"])["name"] == "t"
    other = unique_("ns")
    tables.create_namespace(tableBucketARN=bucket, namespace=[other])
    outside = make(tables, bucket, other)
    for call in (lambda: caller.get_table(**outside["where"]), lambda: caller.get_table(tableArn=outside["arn"])):
        with refused(("AccessDeniedException", "ForbiddenException"), 403):
            call()


def test_a_table_policy_denies_what_the_bucket_allows(lake, tables, bucket, table):
    role = make_role(lake, allow("s3tables:*"))
    caller = lake.as_session("s3tables", assume(lake, role))
    tables.put_table_policy(**table["where"], resourcePolicy=document(
        statement("Deny", "s3tables:DeleteTable", table["arn"], {"AWS": role})))
    with refused(("AccessDeniedException", "ForbiddenException"), 403, "explicit deny"):
        caller.delete_table(**table["where"])
    tables.delete_table_policy(**table["where"])
    caller.delete_table(**table["where"])


def test_policies_reach_the_tables_objects(lake, tables, table):
    role = nobody(lake)
    s3 = lake.as_session("s3", assume(lake, role))
    location = tables.get_table(**table["where"])["metadataLocation"]
    host, key = location.removeprefix("s3://").split("/", 1)
    with refused("AccessDenied", 403):
        s3.get_object(Bucket=host, Key=key)
    tables.put_table_policy(**table["where"], resourcePolicy=document(
        statement("Allow", "s3tables:GetTableData", table["arn"], {"AWS": role})))
    assert s3.get_object(Bucket=host, Key=key)["Body"].read().startswith(b"{")
    with refused("AccessDenied", 403):
        s3.put_object(Bucket=host, Key="metadata/x.avro", Body=b"x")


def test_tags_decide(lake, tables, bucket, space):
    role = make_role(lake, json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3tables:*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}}]}))
    caller = lake.as_session("s3tables", assume(lake, role))
    blue, red = (make(tables, bucket, space, name, tags={"team": name}) for name in ("blue", "red"))
    assert caller.get_table(**blue["where"])["name"] == "blue"
    with refused(("AccessDeniedException", "ForbiddenException"), 403):
        caller.get_table(**red["where"])


def test_creating_with_more_needs_more_rights(lake, tables, bucket, space):
    role = make_role(lake, allow("s3tables:CreateTable", "s3tables:PutTableData"))
    caller = lake.as_session("s3tables", assume(lake, role))
    for more, action in (({"tags": {"a": "b"}}, "TagResource"),
                         ({"encryptionConfiguration": {"sseAlgorithm": "AES256"}}, "PutTableEncryption"),
                         ({"storageClassConfiguration": {"storageClass": "STANDARD"}}, "PutTableStorageClass")):
        with refused(("AccessDeniedException", "ForbiddenException"), 403, action):
            make(caller, bucket, space, **more)
    make(caller, bucket, space)


# Quotas and pages


def test_eleventh_table_bucket_is_refused(own_lake):
    tables = own_lake.client("s3tables")
    for number in range(10):
        tables.create_table_bucket(name=f"bucket-{number}")
    with refused("BadRequestException", 400):
        tables.create_table_bucket(name="bucket-10")
    own_lake.client("s3tables", region="eu-west-1").create_table_bucket(name="bucket-10")
    tables.delete_table_bucket(tableBucketARN=f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/bucket-0")
    tables.create_table_bucket(name="bucket-10")


def test_pages_join_without_gap(tables, bucket, space):
    names = sorted(f"t{number}" for number in range(7))
    for name in names:
        tables.create_table(tableBucketARN=bucket, namespace=space, name=name, format="ICEBERG")
    pages = tables.get_paginator("list_tables").paginate(tableBucketARN=bucket, namespace=space,
                                                         PaginationConfig={"PageSize": 3})
    seen = [[table["name"] for table in page["tables"]] for page in pages]
    assert [len(page) for page in seen] == [3, 3, 1]
    assert sum(seen, []) == names
    token = tables.list_tables(tableBucketARN=bucket, namespace=space, maxTables=2)["continuationToken"]
    with refused("BadRequestException", 400):
        tables.list_namespaces(tableBucketARN=bucket, continuationToken=token)


def test_settings_survive_a_restart(own_lake):
    tables = own_lake.client("s3tables")
    arn = tables.create_table_bucket(name="keep-tb")["arn"]
    policy = document(statement("Allow", "s3tables:GetTable", arn, {"AWS": ACCOUNT}))
    tables.put_table_bucket_policy(tableBucketARN=arn, resourcePolicy=policy)
    tables.put_table_bucket_encryption(tableBucketARN=arn, encryptionConfiguration={"sseAlgorithm": "AES256"})
    own_lake.restart()
    tables = own_lake.client("s3tables")
    assert tables.get_table_bucket_policy(tableBucketARN=arn)["resourcePolicy"] == policy
    assert tables.get_table_bucket_encryption(tableBucketARN=arn)["encryptionConfiguration"] == {"sseAlgorithm": "AES256"}
