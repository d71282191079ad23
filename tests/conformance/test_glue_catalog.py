"""Glue's Data Catalog beyond databases and tables: versions, partitions, statistics, functions, policies, search."""
import json
import time

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique_

PREFIX = f"arn:aws:glue:{REGION}:{ACCOUNT}"
KEYS = [{"Name": "year", "Type": "int"}, {"Name": "name", "Type": "string"}]
NOW = time.time()


@pytest.fixture(scope="module")
def glue(lake):
    return lake.client("glue")


@pytest.fixture
def database(glue):
    name = unique_("db")
    glue.create_database(DatabaseInput={"Name": name})
    return name


@pytest.fixture
def where(glue, database):
    """A partitioned table `t`, as most calls name it."""
    glue.create_table(DatabaseName=database, TableInput={
        "Name": "t", "PartitionKeys": KEYS,
        "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"}], "Location": "s3://x/y"}})
    return {"DatabaseName": database, "TableName": "t"}


def add(glue, where, *rows):
    answer = glue.batch_create_partition(**where, PartitionInputList=[
        {"Values": list(row), "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"}]}} for row in rows])
    assert answer["Errors"] == []


def values(answer):
    return [tuple(partition["Values"]) for partition in answer["Partitions"]]


# Versions


def test_versions_are_archived_newest_first(glue, where):
    table = {"DatabaseName": where["DatabaseName"]}
    for description in ("one", "two"):
        glue.update_table(**table, TableInput={"Name": "t", "Description": description})
    glue.update_table(**table, SkipArchive=True, TableInput={"Name": "t", "Description": "three"})
    versions = glue.get_table_versions(**where)["TableVersions"]
    assert [(version["VersionId"], version["Table"].get("Description")) for version in versions] == [
        ("3", "three"), ("1", "one"), ("0", None)]
    pages = list(glue.get_paginator("get_table_versions").paginate(**where, PaginationConfig={"PageSize": 1}))
    assert [page["TableVersions"][0]["VersionId"] for page in pages] == ["3", "1", "0"]
    assert glue.get_table_version(**where, VersionId="1")["TableVersion"]["Table"]["Description"] == "one"
    assert glue.get_table_version(**where)["TableVersion"]["VersionId"] == "3"
    glue.delete_table_version(**where, VersionId="1")
    answer = glue.batch_delete_table_version(**where, VersionIds=["0", "1", "3", "x"])
    assert [(error["VersionId"], error["ErrorDetail"]["ErrorCode"]) for error in answer["Errors"]] == [
        ("1", "EntityNotFoundException"), ("3", "InvalidInputException"), ("x", "InvalidInputException")]
    assert [version["VersionId"] for version in glue.get_table_versions(**where)["TableVersions"]] == ["3"]


def test_swap_asks_for_the_present_version(glue, where):
    table = {"DatabaseName": where["DatabaseName"]}
    glue.update_table(**table, VersionId="0", TableInput={"Name": "t", "Description": "first"})
    with refused("ConcurrentModificationException", 400, "Update table failed due to concurrent modifications."):
        glue.update_table(**table, VersionId="0", SkipArchive=True, TableInput={"Name": "t", "Description": "late"})
    assert glue.get_table(**table, Name="t")["Table"]["Description"] == "first"


def test_everything_goes_with_the_table(glue, where, database):
    add(glue, where, ("1", "a"))
    glue.update_table(DatabaseName=database, TableInput={"Name": "t", "PartitionKeys": KEYS})
    assert glue.batch_delete_table(DatabaseName=database, TablesToDelete=["t", "nothing"])["Errors"][0][
        "ErrorDetail"]["ErrorCode"] == "EntityNotFoundException"
    glue.create_table(DatabaseName=database, TableInput={"Name": "t", "PartitionKeys": KEYS})
    assert glue.get_partitions(**where)["Partitions"] == []
    assert [version["VersionId"] for version in glue.get_table_versions(**where)["TableVersions"]] == ["0"]


# Partitions


def test_partition_is_made_moved_and_removed(glue, where):
    glue.create_partition(**where, PartitionInput={"Values": ["2026", "a"], "Parameters": {"k": "v"}})
    read = glue.get_partition(**where, PartitionValues=["2026", "a"])["Partition"]
    assert (read["DatabaseName"], read["TableName"], read["CatalogId"]) == (*where.values(), ACCOUNT)
    glue.update_partition(**where, PartitionValueList=["2026", "a"], PartitionInput={"Values": ["2026", "b"]})
    moved = glue.get_partition(**where, PartitionValues=["2026", "b"])["Partition"]
    assert moved["CreationTime"] == read["CreationTime"] and "Parameters" not in moved
    with refused("EntityNotFoundException", 400, "partition"):
        glue.get_partition(**where, PartitionValues=["2026", "a"])
    add(glue, where, ("2026", "c"))
    with refused("AlreadyExistsException", 400):
        glue.update_partition(**where, PartitionValueList=["2026", "b"], PartitionInput={"Values": ["2026", "c"]})
    glue.delete_partition(**where, PartitionValues=["2026", "b"])
    assert values(glue.get_partitions(**where)) == [("2026", "c")]


def test_batches_name_what_failed(glue, where):
    add(glue, where, ("1", "a"), ("2", "b"))
    answer = glue.batch_create_partition(**where, PartitionInputList=[{"Values": ["2", "b"]}, {"Values": ["3", "c"]},
                                                                      {"Values": ["3"]}])
    assert [(error["PartitionValues"], error["ErrorDetail"]["ErrorCode"]) for error in answer["Errors"]] == [
        (["2", "b"], "AlreadyExistsException"), (["3"], "InvalidInputException")]
    answer = glue.batch_update_partition(**where, Entries=[
        {"PartitionValueList": ["9", "z"], "PartitionInput": {"Values": ["9", "y"]}},
        {"PartitionValueList": ["3", "c"], "PartitionInput": {"Values": ["3", "d"]}}])
    assert [error["PartitionValueList"] for error in answer["Errors"]] == [["9", "z"]]
    answer = glue.batch_get_partition(**where, PartitionsToGet=[{"Values": ["3", "d"]}, {"Values": ["8", "h"]}])
    assert values(answer) == [("3", "d")] and answer["UnprocessedKeys"] == []
    answer = glue.batch_delete_partition(**where, PartitionsToDelete=[{"Values": ["1", "a"]}, {"Values": ["8", "h"]}])
    assert [error["PartitionValues"] for error in answer["Errors"]] == [["8", "h"]]
    assert values(glue.get_partitions(**where)) == [("2", "b"), ("3", "d")]


@pytest.mark.parametrize("expression, expected", [
    ("year = 2024", {"2024"}), ("year >= 2024 AND name <> 'x'", {"2024", "2025"}), ("year IN (2023, '2025')", {"2023", "2025"}),
    ("year NOT BETWEEN 2024 AND 2030", {"2023"}), ("name LIKE 'n%' OR year < 2024", {"2023", "2024", "2025"}),
    ("NOT (year = 2023)", {"2024", "2025"}), ("name IS NOT NULL AND year = 2025", {"2025"}), ("name IS NULL", set()),
])
def test_expressions(glue, where, expression, expected):
    add(glue, where, ("2023", "n1"), ("2024", "n2"), ("2025", "n3"))
    assert {row[0] for row in values(glue.get_partitions(**where, Expression=expression))} == expected


def test_partitions_come_in_pages_and_segments(glue, where):
    rows = {(str(year), "n") for year in range(20)}
    add(glue, where, *rows)
    pages = list(glue.get_paginator("get_partitions").paginate(
        **where, Expression="year < 15", PaginationConfig={"PageSize": 4}))
    assert [len(page["Partitions"]) for page in pages] == [4, 4, 4, 3]
    segments = [values(glue.get_partitions(**where, Segment={"SegmentNumber": number, "TotalSegments": 3}))
                for number in range(3)]
    assert sorted(row for segment in segments for row in segment) == sorted(rows)
    bare = glue.get_partitions(**where, ExcludeColumnSchema=True)["Partitions"][0]
    assert "Columns" not in bare["StorageDescriptor"]


def test_partition_indexes(glue, where):
    for name, keys in (("one", ["year"]), ("two", ["year", "name"]), ("three", ["name"])):
        glue.create_partition_index(**where, PartitionIndex={"IndexName": name, "Keys": keys})
    with refused("ResourceNumberLimitExceededException", 400):
        glue.create_partition_index(**where, PartitionIndex={"IndexName": "four", "Keys": ["name", "year"]})
    listed = glue.get_partition_indexes(**where)["PartitionIndexDescriptorList"]
    assert [(index["IndexName"], index["IndexStatus"]) for index in listed] == [
        ("one", "ACTIVE"), ("two", "ACTIVE"), ("three", "ACTIVE")]
    assert listed[1]["Keys"] == [{"Name": "year", "Type": "int"}, {"Name": "name", "Type": "string"}]
    glue.delete_partition_index(**where, IndexName="two")
    with refused("AlreadyExistsException", 400, "same keys"):
        glue.create_partition_index(**where, PartitionIndex={"IndexName": "again", "Keys": ["year"]})


# Links


def test_partitions_through_links_are_the_targets(glue, where, database):
    other, link = unique_("db"), unique_("link")
    glue.create_database(DatabaseInput={"Name": other})
    glue.create_table(DatabaseName=other, TableInput={"Name": "linked", "TargetTable": {
        "CatalogId": ACCOUNT, "DatabaseName": database, "Name": "t"}})
    glue.create_database(DatabaseInput={"Name": link, "TargetDatabase": {"CatalogId": ACCOUNT, "DatabaseName": other}})
    through = {"DatabaseName": other, "TableName": "linked"}
    add(glue, through, ("1", "a"))
    assert values(glue.get_partitions(**where)) == [("1", "a")]
    glue.update_table(DatabaseName=other, TableInput={"Name": "linked", "Description": "changed", "PartitionKeys": KEYS})
    assert glue.get_table(DatabaseName=database, Name="t")["Table"]["Description"] == "changed"
    # A link behind a link: no partitions, and no changes.
    both = {"DatabaseName": link, "TableName": "linked"}
    assert glue.get_partitions(**both)["Partitions"] == []
    with refused("InvalidInputException", 400):
        glue.create_partition(**both, PartitionInput={"Values": ["2", "b"]})
    with refused("InvalidInputException", 400):
        glue.update_table(DatabaseName=link, TableInput={"Name": "linked"})
    versions = glue.get_table_versions(**through)["TableVersions"]
    assert {version["Table"]["Name"] for version in versions} == {"linked"}
    glue.delete_table(DatabaseName=other, Name="linked")
    assert glue.get_table(DatabaseName=database, Name="t")


# Statistics, functions, optimizers


def long_statistics(column, **more):
    return {"ColumnName": column, "ColumnType": "int", "AnalyzedTime": NOW, "StatisticsData": {
        "Type": "LONG", "LongColumnStatisticsData": {"NumberOfNulls": 1, "NumberOfDistinctValues": 2, **more}}}


def test_column_statistics(glue, where):
    add(glue, where, ("1", "x"))
    for part in ({}, {"PartitionValues": ["1", "x"]}):
        kind = "partition" if part else "table"
        call = {name: getattr(glue, f"{name}_column_statistics_for_{kind}") for name in ("update", "get", "delete")}
        answer = call["update"](**where, **part, ColumnStatisticsList=[long_statistics("a", MinimumValue=3),
                                                                      long_statistics("nothing")])
        assert [error["ColumnStatistics"]["ColumnName"] for error in answer["Errors"]] == ["nothing"]
        answer = call["get"](**where, **part, ColumnNames=["a", "year"])
        assert answer["ColumnStatisticsList"][0]["StatisticsData"]["LongColumnStatisticsData"]["MinimumValue"] == 3
        assert [error["ColumnName"] for error in answer["Errors"]] == ["year"]
        call["delete"](**where, **part, ColumnName="a")
        with refused("EntityNotFoundException", 400):
            call["delete"](**where, **part, ColumnName="a")


def test_functions(glue, database):
    where = {"DatabaseName": database}
    function = {"FunctionName": "Twice", "ClassName": "org.Twice", "OwnerName": "me", "OwnerType": "USER",
                "ResourceUris": [{"ResourceType": "JAR", "Uri": "s3://x/y.jar"}]}
    glue.create_user_defined_function(**where, FunctionInput=function)
    with refused("AlreadyExistsException", 400):
        glue.create_user_defined_function(**where, FunctionInput={**function, "FunctionName": "twice"})
    glue.create_user_defined_function(**where, FunctionInput={**function, "FunctionName": "other"})
    assert glue.get_user_defined_function(**where, FunctionName="twice")["UserDefinedFunction"]["ClassName"] == "org.Twice"
    listed = glue.get_user_defined_functions(**where, Pattern="t*")["UserDefinedFunctions"]
    assert [entry["FunctionName"] for entry in listed] == ["twice"]
    glue.update_user_defined_function(**where, FunctionName="twice", FunctionInput={**function, "ClassName": "org.New"})
    assert glue.get_user_defined_function(**where, FunctionName="twice")["UserDefinedFunction"]["ClassName"] == "org.New"
    glue.delete_user_defined_function(**where, FunctionName="twice")
    with refused("EntityNotFoundException", 400):
        glue.get_user_defined_function(**where, FunctionName="twice")


def test_table_optimizers(glue, lake, database):
    role = make_role(lake, allow("s3:*"))
    glue.create_table(DatabaseName=database, TableInput={"Name": "ice", "Parameters": {"table_type": "ICEBERG"}})
    glue.create_table(DatabaseName=database, TableInput={"Name": "plain"})
    where = {"CatalogId": ACCOUNT, "DatabaseName": database, "TableName": "ice", "Type": "compaction"}
    glue.create_table_optimizer(**where, TableOptimizerConfiguration={"roleArn": role, "enabled": True})
    assert glue.get_table_optimizer(**where)["TableOptimizer"]["configuration"]["roleArn"] == role
    with refused("AlreadyExistsException", 400):
        glue.create_table_optimizer(**where, TableOptimizerConfiguration={"roleArn": role})
    with refused("InvalidInputException", 400, "not an Iceberg table"):
        glue.create_table_optimizer(**{**where, "TableName": "plain"}, TableOptimizerConfiguration={"roleArn": role})
    glue.update_table_optimizer(**where, TableOptimizerConfiguration={"roleArn": role, "enabled": False})
    assert glue.list_table_optimizer_runs(**where)["TableOptimizerRuns"] == []
    answer = glue.batch_get_table_optimizer(Entries=[
        {"catalogId": ACCOUNT, "databaseName": database, "tableName": name, "type": "compaction"} for name in ("ice", "plain")])
    assert answer["TableOptimizers"][0]["tableOptimizer"]["configuration"]["enabled"] is False
    assert answer["Failures"][0]["tableName"] == "plain"
    glue.delete_table_optimizer(**where)
    with refused("EntityNotFoundException", 400):
        glue.get_table_optimizer(**where)


# Search


def test_search(glue, database):
    for name, description in (("red-apple", "fruit"), ("red-wine", "drink"), ("redwine", "joined")):
        glue.create_table(DatabaseName=database, TableInput={
            "Name": name, "Description": description, "StorageDescriptor": {"Columns": [{"Name": f"c_{name[:3]}", "Type": "int"}]}})
    mine = {"Filters": [{"Key": "DatabaseName", "Value": database}]}

    def found(**more):
        return [table["Name"] for table in glue.search_tables(**{**mine, **more})["TableList"]]
    assert found() == ["red-apple", "red-wine", "redwine"]
    assert found(SearchText="wine") == ["red-wine"]
    assert found(SearchText='"red-wine"') == ["red-wine"]
    assert found(SearchText='"red"') == []
    assert found(Filters=[*mine["Filters"], {"Key": "Description", "Value": "FRUIT"}]) == ["red-apple"]
    assert found(SortCriteria=[{"FieldName": "Name", "Sort": "DESC"}]) == ["redwine", "red-wine", "red-apple"]
    assert found(Filters=[*mine["Filters"], {"Key": "CreateTime", "Value": "2020-01-01T00:00:00Z",
                                             "Comparator": "LESS_THAN"}]) == []
    token, names = None, []
    while True:
        answer = glue.search_tables(**mine, MaxResults=2, **({"NextToken": token} if token else {}))
        names += [table["Name"] for table in answer["TableList"]]
        token = answer.get("NextToken")
        if not token:
            break
    assert names == ["red-apple", "red-wine", "redwine"]


# Resource policies


def policy(effect, action, principal, resource):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": effect, "Action": action, "Principal": {"AWS": principal}, "Resource": resource}]})


def test_resource_policies_are_in_force(own_lake):
    lake, glue = own_lake, own_lake.client("glue")
    for name in ("open", "closed"):
        glue.create_database(DatabaseInput={"Name": name})
    powerless, powerful = make_role(lake, allow("sts:GetCallerIdentity")), make_role(lake, allow("glue:*"))
    put = glue.put_resource_policy(PolicyInJson=json.dumps({"Version": "2012-10-17", "Statement": [
        json.loads(policy("Allow", "glue:GetDatabase", powerless, [f"{PREFIX}:catalog", f"{PREFIX}:database/open"]))["Statement"][0],
        json.loads(policy("Deny", "glue:GetDatabase", powerful, f"{PREFIX}:database/closed"))["Statement"][0]]}))
    assert lake.as_session("glue", assume(lake, powerless)).get_database(Name="open")
    with refused("AccessDeniedException", 400):
        lake.as_session("glue", assume(lake, powerless)).get_database(Name="closed")
    session = lake.as_session("glue", assume(lake, powerful))
    assert session.get_database(Name="open")
    for spelling in ("closed", "CLOSED"):
        with refused("AccessDeniedException", 400, "explicit deny"):
            session.get_database(Name=spelling)
    read = glue.get_resource_policy()
    assert read["PolicyHash"] == put["PolicyHash"]
    assert [entry["PolicyHash"] for entry in glue.get_resource_policies()["GetResourcePoliciesResponseList"]] == [put["PolicyHash"]]
    with refused("ConditionCheckFailureException", 400):
        glue.put_resource_policy(PolicyInJson=read["PolicyInJson"], PolicyExistsCondition="NOT_EXIST")
    with refused("ConditionCheckFailureException", 400):
        glue.delete_resource_policy(PolicyHashCondition="other")
    glue.delete_resource_policy(PolicyHashCondition=put["PolicyHash"])
    assert "PolicyInJson" not in glue.get_resource_policy()
    assert session.get_database(Name="closed")


def test_encryption_settings_and_connections(own_lake):
    glue = own_lake.client("glue")
    settings = glue.get_data_catalog_encryption_settings()["DataCatalogEncryptionSettings"]
    assert settings["EncryptionAtRest"]["CatalogEncryptionMode"] == "DISABLED"
    connection = {"Name": "c", "ConnectionType": "JDBC", "ConnectionProperties": {
        "USERNAME": "u", "PASSWORD": "p", "JDBC_CONNECTION_URL": "jdbc:x"}}
    glue.create_connection(ConnectionInput=connection, Tags={"a": "1"})
    assert glue.get_tags(ResourceArn=f"{PREFIX}:connection/c")["Tags"] == {"a": "1"}
    assert "PASSWORD" not in glue.get_connection(Name="c", HidePassword=True)["Connection"]["ConnectionProperties"]
    assert glue.get_connections(Filter={"ConnectionType": "KAFKA"})["ConnectionList"] == []
    settings["ConnectionPasswordEncryption"] = {"ReturnConnectionPasswordEncrypted": True, "AwsKmsKeyId": "key"}
    glue.put_data_catalog_encryption_settings(DataCatalogEncryptionSettings=settings)
    assert glue.get_data_catalog_encryption_settings()["DataCatalogEncryptionSettings"] == settings
    with refused("GlueEncryptionException", 400):
        glue.create_connection(ConnectionInput={**connection, "Name": "d"})
    assert glue.batch_delete_connection(ConnectionNameList=["c", "d"])["Succeeded"] == ["c"]
    with refused("EntityNotFoundException", 400):
        glue.get_tags(ResourceArn=f"{PREFIX}:connection/c")


def test_state_survives_a_restart(own_lake):
    glue = own_lake.client("glue")
    glue.create_database(DatabaseInput={"Name": "d"})
    glue.create_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": KEYS})
    where = {"DatabaseName": "d", "TableName": "t"}
    add(glue, where, ("1", "a"))
    glue.update_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": KEYS})
    own_lake.restart()
    glue = own_lake.client("glue")
    assert values(glue.get_partitions(**where)) == [("1", "a")]
    assert [version["VersionId"] for version in glue.get_table_versions(**where)["TableVersions"]] == ["1", "0"]


# Bad input: AWS's error each, and nothing changed


T = {"DatabaseName": "bad", "TableName": "t"}
MALFORMED = [
    ("CreateTable", {"DatabaseName": "bad"}, "InvalidInputException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": ""}}, "ValidationException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x", "TargetTable": {"Name": "y"}}}, "InvalidInputException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x"}, "PartitionIndexes": [
        {"IndexName": "i", "Keys": ["nothing"]}]}, "InvalidInputException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x"}, "OpenTableFormatInput": {}}, "InvalidInputException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x"}, "OpenTableFormatInput": {
        "IcebergInput": {"MetadataOperation": "DROP"}}}, "ValidationException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x"}, "OpenTableFormatInput": {
        "IcebergInput": {"MetadataOperation": "CREATE"}}}, "InvalidInputException"),
    ("CreateTable", {"DatabaseName": "bad", "TableInput": {"Name": "x", "StorageDescriptor": {
        "Columns": [{"Name": "a", "Type": "int"}], "Location": "s3://no-such-bucket-anywhere/x"}}, "OpenTableFormatInput": {
            "IcebergInput": {"MetadataOperation": "CREATE"}}}, "InvalidInputException"),
    ("UpdateTable", {"DatabaseName": "bad"}, "InvalidInputException"),
    ("UpdateTable", {"DatabaseName": "bad", "TableInput": {"Name": "t", "TargetTable": {
        "CatalogId": ACCOUNT, "DatabaseName": "d", "Name": "n"}}}, "InvalidInputException"),
    ("UpdateTable", {"DatabaseName": "bad", "TableInput": {"Name": "t"}, "TransactionId": "x"}, "InvalidInputException"),
    ("UpdateTable", {"DatabaseName": "bad", "TableInput": {"Name": "t"}, "VersionId": "7"}, "ConcurrentModificationException"),
    ("UpdateDatabase", {"Name": "bad", "DatabaseInput": {"Name": "worse"}}, "InvalidInputException"),
    ("CreateDatabase", {"DatabaseInput": {"Name": "l", "TargetDatabase": {"DatabaseName": "x"}}}, "InvalidInputException"),
    ("CreateDatabase", {"DatabaseInput": {"Name": "l"}, "Tags": {"aws:x": "1"}}, "InvalidInputException"),
    ("CreateDatabase", {"CatalogId": "a:b:c", "DatabaseInput": {"Name": "l"}}, ("InvalidInputException", "AccessDeniedException")),
    ("GetTables", {"DatabaseName": "bad", "Expression": "("}, "InvalidInputException"),
    ("GetTables", {"DatabaseName": "bad", "NextToken": "%"}, "InvalidInputException"),
    ("GetTables", {"DatabaseName": "bad", "AttributesToGet": ["COLOR"]}, "ValidationException"),
    ("GetTableVersion", {**T, "VersionId": "one"}, "InvalidInputException"),
    ("DeleteTableVersion", {**T, "VersionId": "0"}, "InvalidInputException"),
    ("DeleteTableVersion", {**T, "VersionId": "-1"}, "InvalidInputException"),
    ("CreatePartition", {**T, "PartitionInput": {"Values": ["1"]}}, "InvalidInputException"),
    ("CreatePartition", {**T, "PartitionInput": {"Values": ["1", "b", "c"]}}, "InvalidInputException"),
    ("CreatePartition", {**T, "PartitionInput": {}}, "InvalidInputException"),
    ("CreatePartition", {**T, "PartitionInput": {"Values": ["1", "a"]}}, "AlreadyExistsException"),
    ("UpdatePartition", {**T, "PartitionValueList": ["1", "a"], "PartitionInput": {"Values": ["1"]}}, "InvalidInputException"),
    ("UpdatePartition", {**T, "PartitionValueList": ["9", "a"], "PartitionInput": {"Values": ["1", "b"]}}, "EntityNotFoundException"),
    ("DeletePartition", {**T, "PartitionValues": ["1"]}, "EntityNotFoundException"),
    ("GetPartitions", {**T, "Expression": "nothing = 1"}, "InvalidInputException"),
    ("GetPartitions", {**T, "Expression": "year ="}, "InvalidInputException"),
    ("GetPartitions", {**T, "Expression": "year = 'x'"}, "InvalidInputException"),
    ("GetPartitions", {**T, "Expression": "x" * 2049}, "ValidationException"),
    ("GetPartitions", {**T, "Segment": {"SegmentNumber": 3, "TotalSegments": 3}}, "InvalidInputException"),
    ("GetPartitions", {**T, "Segment": {"SegmentNumber": 0, "TotalSegments": 11}}, "ValidationException"),
    ("GetPartitions", {**T, "MaxResults": 1001}, "ValidationException"),
    ("GetPartitions", {**T, "QueryAsOfTime": 1}, "InvalidInputException"),
    ("BatchCreatePartition", {**T, "PartitionInputList": [{"Values": ["2", "b"]}] * 101}, "ValidationException"),
    ("BatchDeletePartition", {**T, "PartitionsToDelete": [{"Values": ["1", "a"]}] * 26}, "ValidationException"),
    ("CreatePartitionIndex", {**T, "PartitionIndex": {"IndexName": "i", "Keys": ["nothing"]}}, "InvalidInputException"),
    ("CreatePartitionIndex", {**T, "PartitionIndex": {"IndexName": "i", "Keys": ["year", "year"]}}, "InvalidInputException"),
    ("CreatePartitionIndex", {**T, "PartitionIndex": {"IndexName": "i", "Keys": []}}, "ValidationException"),
    ("DeletePartitionIndex", {**T, "IndexName": "nothing"}, "EntityNotFoundException"),
    ("UpdateColumnStatisticsForTable", {**T, "ColumnStatisticsList": [{}]}, "ValidationException"),
    ("CreateUserDefinedFunction", {"DatabaseName": "bad", "FunctionInput": {}}, "InvalidInputException"),
    ("GetUserDefinedFunctions", {"DatabaseName": "bad", "Pattern": "["}, "InvalidInputException"),
    ("CreateTableOptimizer", {**T, "CatalogId": ACCOUNT, "Type": "compaction", "TableOptimizerConfiguration": {}},
     "InvalidInputException"),
    ("PutResourcePolicy", {"PolicyInJson": "{}"}, "InvalidInputException"),
    ("PutResourcePolicy", {"PolicyInJson": "no json"}, "InvalidInputException"),
    ("PutResourcePolicy", {"PolicyInJson": policy("Allow", "glue:*", ACCOUNT, "*"), "ResourceArn": "arn:aws:s3:::x"},
     "ValidationException"),
    ("PutResourcePolicy", {"PolicyInJson": policy("Allow", "glue:*", ACCOUNT, "*"),
                           "ResourceArn": f"arn:aws:glue:eu-west-1:{ACCOUNT}:catalog"}, "InvalidInputException"),
    ("PutResourcePolicy", {"PolicyInJson": policy("Allow", "glue:*", ACCOUNT, "*"), "PolicyExistsCondition": "MUST_EXIST"},
     "ConditionCheckFailureException"),
    ("DeleteResourcePolicy", {}, "EntityNotFoundException"),
    ("SearchTables", {"Filters": [{"Key": "Name"}]}, "InvalidInputException"),
    ("SearchTables", {"Filters": [{"Key": "CreateTime", "Value": "yesterday"}]}, "InvalidInputException"),
    ("SearchTables", {"SortCriteria": [{"FieldName": "Taste"}]}, "InvalidInputException"),
    ("SearchTables", {"CatalogId": "s3tablescatalog"}, "InvalidInputException"),
    ("PutDataCatalogEncryptionSettings", {"DataCatalogEncryptionSettings": {
        "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": True}}}, "InvalidInputException"),
    ("CreateCatalog", {"Name": "mine", "CatalogInput": {}}, "InvalidInputException"),
    ("CreateCatalog", {"Name": "mine", "CatalogInput": {"FederatedCatalog": {
        "ConnectionName": "aws:s3tables", "Identifier": "arn:aws:s3:::b"}}}, "InvalidInputException"),
    ("CreateCatalog", {"Name": "mine", "CatalogInput": {"FederatedCatalog": {
        "ConnectionName": "aws:s3tables", "Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*"}}}, "InvalidInputException"),
    ("CreateCatalog", {"Name": "mine", "CatalogInput": {"FederatedCatalog": {
        "ConnectionName": "snowflake", "Identifier": "x"}}}, "InvalidInputException"),
    ("TagResource", {"ResourceArn": f"{PREFIX}:database/nothing", "TagsToAdd": {"a": "1"}}, "EntityNotFoundException"),
    ("TagResource", {"ResourceArn": f"{PREFIX}:database/bad", "TagsToAdd": {f"k{n}": "" for n in range(51)}}, "ValidationException"),
]


@pytest.fixture(scope="module")
def bad(lake, glue):
    glue.create_database(DatabaseInput={"Name": "bad"})
    glue.create_table(DatabaseName="bad", TableInput={"Name": "t", "PartitionKeys": KEYS})
    glue.create_partition(**T, PartitionInput={"Values": ["1", "a"]})

    def state():
        return {"databases": [database["Name"] for database in glue.get_databases()["DatabaseList"] if "_" not in database["Name"]],
                "tables": glue.get_tables(DatabaseName="bad")["TableList"], "partitions": glue.get_partitions(**T)["Partitions"],
                "indexes": glue.get_partition_indexes(**T)["PartitionIndexDescriptorList"],
                "versions": len(glue.get_table_versions(**T)["TableVersions"]),
                "catalogs": glue.get_catalogs(Recursive=True)["CatalogList"],
                "policies": glue.get_resource_policies()["GetResourcePoliciesResponseList"],
                "tags": glue.get_tags(ResourceArn=f"{PREFIX}:database/bad")["Tags"]}
    return state


@pytest.mark.parametrize("operation, body, codes", MALFORMED)
def test_malformed_requests_change_nothing(lake, bad, operation, body, codes):
    before = bad()
    answer = lake.json_call("glue", f"AWSGlue.{operation}", body)
    assert answer.status == 400, answer.text
    assert answer.code in ((codes,) if isinstance(codes, str) else codes), answer.text
    assert bad() == before
