"""Athena: work groups, catalogs, named queries, prepared statements, metadata through Glue, executions and results."""
import json
import uuid

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique, unique_, until

BAD, MISSING, META = "InvalidRequestException", "ResourceNotFoundException", "MetadataException"
# Athena answers what the model forbids with the same error as everything else.
MODEL, NOT_HERE = BAD, "NotImplemented"
IAM_ALL = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]
VERSION = {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": "Athena engine version 3"}


@pytest.fixture(scope="module")
def athena(lake):
    return lake.client("athena")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("athena", validate=False)


@pytest.fixture(scope="module")
def output(lake):
    bucket = unique("results")
    lake.client("s3").create_bucket(Bucket=bucket)
    return bucket


@pytest.fixture(scope="module")
def place(lake):
    """A table bucket behind the catalog of the integration, with three rows in one table."""
    import pyarrow
    lake.client("glue").create_catalog(Name="s3tablescatalog", CatalogInput={
        "FederatedCatalog": {"Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*", "ConnectionName": "aws:s3tables"},
        "CreateDatabaseDefaultPermissions": IAM_ALL, "CreateTableDefaultPermissions": IAM_ALL})
    bucket = unique("tb")
    tables = lake.client("s3tables")
    arn = tables.create_table_bucket(name=bucket)["arn"]
    tables.create_namespace(tableBucketARN=arn, namespace=["shop"])
    tables.create_table(tableBucketARN=arn, namespace="shop", name="orders", format="ICEBERG", metadata={
        "iceberg": {"schema": {"fields": [{"name": "id", "type": "long"}, {"name": "what", "type": "string"}]}}})
    lake.catalog(arn).load_table(("shop", "orders")).append(pyarrow.table(
        {"id": pyarrow.array([1, 2, 3], pyarrow.int64()), "what": ["one", "two", None]}))
    return f"s3tablescatalog/{bucket}"


def finished(athena, execution):
    """The execution, once it has ended."""
    def ended():
        shown = athena.get_query_execution(QueryExecutionId=execution)["QueryExecution"]
        return shown if shown["Status"]["State"] in ("SUCCEEDED", "FAILED", "CANCELLED") else None
    return until(ended, f"execution {execution} ends")


def run(athena, sql, catalog=None, database=None, want="SUCCEEDED", **more):
    context = {key: value for key, value in (("Catalog", catalog), ("Database", database)) if value}
    execution = athena.start_query_execution(QueryString=sql, QueryExecutionContext=context, **more)["QueryExecutionId"]
    shown = finished(athena, execution)
    assert shown["Status"]["State"] == want, shown["Status"]
    return shown


def rows_of(athena, execution, **more):
    return [[cell.get("VarCharValue") for cell in row["Data"]] for row in athena.get_query_results(
        QueryExecutionId=execution["QueryExecutionId"], **more)["ResultSet"]["Rows"]]


def group(athena, **configuration):
    name = unique("group")
    athena.create_work_group(Name=name, Configuration=configuration)
    return name


# Work groups

def test_primary_work_group_is_always_there(athena):
    shown = athena.get_work_group(WorkGroup="primary")["WorkGroup"]
    assert (shown["Name"], shown["State"]) == ("primary", "ENABLED")
    assert shown["Configuration"] == {
        "ResultConfiguration": {}, "EnforceWorkGroupConfiguration": False, "PublishCloudWatchMetricsEnabled": False,
        "RequesterPaysEnabled": False, "EngineVersion": VERSION, "EnableMinimumEncryptionConfiguration": False}
    with refused(BAD, text="primary"):
        athena.delete_work_group(WorkGroup="primary")


def test_work_group_lives_and_ends(athena):
    name = unique("group")
    athena.create_work_group(Name=name, Description="mine", Configuration={
        "ResultConfiguration": {"OutputLocation": "s3://somewhere/x/"}}, Tags=[{"Key": "a", "Value": "1"}])
    shown = athena.get_work_group(WorkGroup=name)["WorkGroup"]
    assert shown.pop("CreationTime")
    assert shown == {"Name": name, "State": "ENABLED", "Description": "mine", "Configuration": {
        "ResultConfiguration": {"OutputLocation": "s3://somewhere/x/"}, "EnforceWorkGroupConfiguration": True,
        "PublishCloudWatchMetricsEnabled": False, "RequesterPaysEnabled": False,
        "EnableMinimumEncryptionConfiguration": False, "EngineVersion": VERSION}}
    athena.update_work_group(WorkGroup=name, State="DISABLED", Description="yours", ConfigurationUpdates={
        "EnforceWorkGroupConfiguration": False, "BytesScannedCutoffPerQuery": 10_000_000,
        "ResultConfigurationUpdates": {"RemoveOutputLocation": True}})
    shown = athena.get_work_group(WorkGroup=name)["WorkGroup"]
    assert (shown["State"], shown["Description"]) == ("DISABLED", "yours")
    assert shown["Configuration"]["BytesScannedCutoffPerQuery"] == 10_000_000
    assert shown["Configuration"]["ResultConfiguration"] == {}
    with refused(BAD, text="is disabled"):
        athena.start_query_execution(QueryString="SELECT 1", WorkGroup=name)
    athena.delete_work_group(WorkGroup=name)
    with refused(BAD, text=f"WorkGroup {name} is not found."):
        athena.get_work_group(WorkGroup=name)


def test_work_groups_are_listed_in_pages(athena):
    names = {group(athena) for _ in range(4)} | {"primary"}
    found, token = [], {}
    while True:
        page = athena.list_work_groups(MaxResults=2, **token)
        found += [entry["Name"] for entry in page["WorkGroups"]]
        assert len(page["WorkGroups"]) <= 2
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == sorted(found) and names <= set(found) and len(found) == len(set(found))


def test_work_group_with_something_in_it_is_kept(athena):
    name = group(athena)
    query = athena.create_named_query(Name="q", Database="d", QueryString="SELECT 1", WorkGroup=name)["NamedQueryId"]
    with refused(BAD, text="is not empty"):
        athena.delete_work_group(WorkGroup=name)
    athena.delete_work_group(WorkGroup=name, RecursiveDeleteOption=True)
    with refused(BAD, text="was not found"):
        athena.get_named_query(NamedQueryId=query)


def test_results_go_where_the_work_group_says(lake, athena, output):
    enforced = group(athena, ResultConfiguration={"OutputLocation": f"s3://{output}/group"})
    asked = {"OutputLocation": f"s3://{output}/asked/"}
    shown = run(athena, "SELECT 1 AS a", WorkGroup=enforced, ResultConfiguration=asked)
    location = f"s3://{output}/group/{shown['QueryExecutionId']}.csv"
    assert (shown["WorkGroup"], shown["ResultConfiguration"]["OutputLocation"]) == (enforced, location)
    body = lake.client("s3").get_object(Bucket=output, Key=location.split("/", 3)[3])["Body"].read()
    assert body == b'"a"\n"1"\n'
    athena.update_work_group(WorkGroup=enforced, ConfigurationUpdates={"EnforceWorkGroupConfiguration": False})
    shown = run(athena, "SELECT 1 AS a", WorkGroup=enforced, ResultConfiguration=asked)
    assert shown["ResultConfiguration"]["OutputLocation"] == f"s3://{output}/asked/{shown['QueryExecutionId']}.csv"
    with refused(BAD, text="No output location provided"):
        athena.start_query_execution(QueryString="SELECT 1", WorkGroup=group(athena))
    managed = group(athena, ManagedQueryResultsConfiguration={"Enabled": True})
    shown = run(athena, "SELECT 1 AS a", WorkGroup=managed)
    assert shown["ManagedQueryResultsConfiguration"] == {"Enabled": True}
    assert rows_of(athena, shown) == [["a"], ["1"]]


def test_scanned_bytes_are_bounded_by_the_work_group(athena, place):
    small = group(athena, ManagedQueryResultsConfiguration={"Enabled": True}, BytesScannedCutoffPerQuery=10_000_000)
    run(athena, "SELECT count(*) FROM orders", place, "shop", WorkGroup=small)


def test_engine_versions(athena):
    assert VERSION in athena.list_engine_versions()["EngineVersions"]


def test_tags(athena):
    name = unique("group")
    athena.create_work_group(Name=name, Tags=[{"Key": "a", "Value": "1"}])
    arn = f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/{name}"
    athena.tag_resource(ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "3"}])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]
    athena.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "b", "Value": "2"}]


# Catalogs and what they hold

def test_data_catalog_lives_and_ends(athena):
    default = athena.get_data_catalog(Name="AwsDataCatalog")["DataCatalog"]
    assert default == {"Name": "AwsDataCatalog", "Type": "GLUE", "Parameters": {"catalog-id": ACCOUNT}}
    name = unique("catalog")
    athena.create_data_catalog(Name=name, Type="GLUE", Description="d", Parameters={"catalog-id": ACCOUNT})
    assert athena.get_data_catalog(Name=name)["DataCatalog"]["Description"] == "d"
    with refused(BAD, text="DataCatalog already exists"):
        athena.create_data_catalog(Name=name, Type="GLUE", Parameters={"catalog-id": ACCOUNT})
    athena.update_data_catalog(Name=name, Type="GLUE", Description="e", Parameters={"catalog-id": "111122223333"})
    assert athena.get_data_catalog(Name=name)["DataCatalog"]["Parameters"] == {"catalog-id": "111122223333"}
    listed = [entry["CatalogName"] for entry in athena.list_data_catalogs()["DataCatalogsSummary"]]
    assert listed[0] == "AwsDataCatalog" and name in listed
    athena.delete_data_catalog(Name=name)
    with refused(BAD, text="is not found"):
        athena.get_data_catalog(Name=name)


def test_registered_catalog_stands_for_a_table_bucket(athena, place):
    name = unique("catalog")
    athena.create_data_catalog(Name=name, Type="GLUE", Parameters={"catalog-id": f"{ACCOUNT}:{place}"})
    assert [entry["Name"] for entry in athena.list_databases(CatalogName=name)["DatabaseList"]] == ["shop"]
    assert rows_of(athena, run(athena, "SELECT count(*) AS n FROM orders", name, "shop")) == [["n"], ["3"]]


def test_metadata_is_glues(lake, athena, place):
    assert athena.get_database(CatalogName=place, DatabaseName="shop")["Database"]["Name"] == "shop"
    table = athena.get_table_metadata(CatalogName=place, DatabaseName="shop", TableName="orders")["TableMetadata"]
    assert [(column["Name"], column["Type"]) for column in table["Columns"]] == [("id", "bigint"), ("what", "string")]
    listed = athena.list_table_metadata(CatalogName=place, DatabaseName="shop")["TableMetadataList"]
    assert [entry["Name"] for entry in listed] == ["orders"]
    for call in (lambda: athena.get_database(CatalogName=place, DatabaseName="none"),
                 lambda: athena.get_table_metadata(CatalogName=place, DatabaseName="shop", TableName="none"),
                 lambda: athena.list_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="none"),
                 lambda: athena.list_databases(CatalogName="s3tablescatalog/none")):
        with refused(META):
            call()
    limited = lake.as_session("athena", assume(lake, make_role(lake, allow("athena:*"))))
    with refused(META, text="glue:GetDatabase"):
        limited.get_database(CatalogName=place, DatabaseName="shop")


def test_databases_are_listed_in_pages(lake, athena):
    names = sorted(unique_("db") for _ in range(5))
    for name in names:
        lake.client("glue").create_database(DatabaseInput={"Name": name})
    found, token = [], {}
    while True:
        page = athena.list_databases(CatalogName="AwsDataCatalog", MaxResults=2, **token)
        found += [entry["Name"] for entry in page["DatabaseList"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert set(names) <= set(found) and found == sorted(found)


# Named queries and prepared statements

def test_named_queries(athena):
    token, name = uuid.uuid4().hex, group(athena)
    request = dict(Name="q", Database="d", QueryString="SELECT 1", WorkGroup=name, ClientRequestToken=token)
    first = athena.create_named_query(**request)["NamedQueryId"]
    assert athena.create_named_query(**request)["NamedQueryId"] == first
    with refused(BAD, text="Idempotent parameters do not match"):
        athena.create_named_query(**{**request, "QueryString": "SELECT 2"})
    athena.update_named_query(NamedQueryId=first, Name="r", Description="", QueryString="SELECT 3")
    shown = athena.get_named_query(NamedQueryId=first)["NamedQuery"]
    assert (shown["Name"], shown["QueryString"], shown["Database"], shown["WorkGroup"]) == ("r", "SELECT 3", "d", name)
    others = [athena.create_named_query(Name="o", Database="d", QueryString="SELECT 1", WorkGroup=name)["NamedQueryId"]
              for _ in range(3)]
    found, more = [], {}
    while True:
        page = athena.list_named_queries(WorkGroup=name, MaxResults=2, **more)
        found += page["NamedQueryIds"]
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    assert sorted(found) == sorted([first, *others])
    batch = athena.batch_get_named_query(NamedQueryIds=[first, "none"])
    assert [entry["NamedQueryId"] for entry in batch["NamedQueries"]] == [first]
    assert batch["UnprocessedNamedQueryIds"][0]["NamedQueryId"] == "none"
    athena.delete_named_query(NamedQueryId=first)
    with refused(BAD, text=f"NamedQuery {first} was not found"):
        athena.get_named_query(NamedQueryId=first)


def test_prepared_statements(athena, place):
    name = group(athena, ManagedQueryResultsConfiguration={"Enabled": True})
    athena.create_prepared_statement(StatementName="by_id", WorkGroup=name, Description="d",
                                     QueryStatement="SELECT what FROM orders WHERE id = ? OR what = ?")
    with refused(BAD, text="already exists"):
        athena.create_prepared_statement(StatementName="by_id", WorkGroup=name, QueryStatement="SELECT 1")
    shown = athena.get_prepared_statement(StatementName="by_id", WorkGroup=name)["PreparedStatement"]
    assert (shown["WorkGroupName"], shown["Description"]) == (name, "d") and shown["LastModifiedTime"]
    done = run(athena, "EXECUTE by_id USING 2, 'one'", place, "shop", WorkGroup=name)
    assert sorted(rows_of(athena, done)[1:]) == [["one"], ["two"]]
    done = run(athena, "EXECUTE by_id", place, "shop", WorkGroup=name, ExecutionParameters=["1", "'x?'"])
    assert rows_of(athena, done) == [["what"], ["one"]]
    assert done["ExecutionParameters"] == ["1", "'x?'"]
    failed = run(athena, "EXECUTE by_id USING 1", place, "shop", want="FAILED", WorkGroup=name)
    assert "Incorrect number of parameters: expected 2 but found 1" in failed["Status"]["StateChangeReason"]
    athena.update_prepared_statement(StatementName="by_id", WorkGroup=name, QueryStatement="SELECT 7 AS n")
    assert rows_of(athena, run(athena, "EXECUTE by_id", WorkGroup=name)) == [["n"], ["7"]]
    assert [entry["StatementName"] for entry in athena.list_prepared_statements(WorkGroup=name)["PreparedStatements"]] == ["by_id"]
    batch = athena.batch_get_prepared_statement(PreparedStatementNames=["by_id", "other"], WorkGroup=name)
    assert len(batch["PreparedStatements"]) == 1
    assert batch["UnprocessedPreparedStatementNames"][0]["StatementName"] == "other"
    athena.delete_prepared_statement(StatementName="by_id", WorkGroup=name)
    with refused(MISSING, text="by_id was not found"):
        athena.get_prepared_statement(StatementName="by_id", WorkGroup=name)


# Executions

def test_execution_is_described(athena, place):
    shown = run(athena, "SELECT what FROM orders ORDER BY id", place, "shop",
                ResultReuseConfiguration={"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 60}})
    assert (shown["StatementType"], shown["SubstatementType"], shown["WorkGroup"]) == ("DML", "SELECT", "primary")
    assert shown["Statistics"]["DataScannedInBytes"] > 0
    assert shown["Statistics"]["ResultReuseInformation"] == {"ReusedPreviousResult": False}
    assert shown["ResultReuseConfiguration"]["ResultReuseByAgeConfiguration"]["Enabled"] is False
    statistics = athena.get_query_runtime_statistics(QueryExecutionId=shown["QueryExecutionId"])["QueryRuntimeStatistics"]
    assert statistics["Rows"] == {"InputBytes": shown["Statistics"]["DataScannedInBytes"], "OutputRows": 3}
    assert set(statistics["Timeline"]) >= {"TotalExecutionTimeInMillis", "QueryQueueTimeInMillis"}


def test_results_come_in_pages(athena, place):
    shown = run(athena, "SELECT id, what FROM orders ORDER BY id", place, "shop")
    assert rows_of(athena, shown) == [["id", "what"], ["1", "one"], ["2", "two"], ["3", None]]
    found, token = [], {}
    while True:
        page = athena.get_query_results(QueryExecutionId=shown["QueryExecutionId"], MaxResults=2, **token)
        found += page["ResultSet"]["Rows"]
        assert len(page["ResultSet"]["Rows"]) <= 2
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert len(found) == 4
    other = run(athena, "SELECT 1")
    with refused(BAD, text="Invalid NextToken"):
        athena.get_query_results(QueryExecutionId=other["QueryExecutionId"], **token)


def test_token_makes_one_execution(athena):
    request = dict(QueryString="SELECT 1", ClientRequestToken=uuid.uuid4().hex)
    first = athena.start_query_execution(**request)["QueryExecutionId"]
    assert athena.start_query_execution(**request)["QueryExecutionId"] == first
    with refused(BAD, text="Idempotent parameters do not match"):
        athena.start_query_execution(**{**request, "QueryString": "SELECT 2"})


def test_executions_are_listed_newest_first(athena):
    name = group(athena, ManagedQueryResultsConfiguration={"Enabled": True})
    ids = [run(athena, f"SELECT {n}", WorkGroup=name)["QueryExecutionId"] for n in range(3)]
    first = athena.list_query_executions(WorkGroup=name, MaxResults=2)
    rest = athena.list_query_executions(WorkGroup=name, MaxResults=2, NextToken=first["NextToken"])
    assert first["QueryExecutionIds"] + rest["QueryExecutionIds"] == ids[::-1] and "NextToken" not in rest
    assert not set(ids) & set(athena.list_query_executions()["QueryExecutionIds"])
    batch = athena.batch_get_query_execution(QueryExecutionIds=[ids[0], "none"])
    assert [entry["QueryExecutionId"] for entry in batch["QueryExecutions"]] == ids[:1]
    assert batch["UnprocessedQueryExecutionIds"][0]["QueryExecutionId"] == "none"


def test_running_statement_can_be_stopped(athena):
    execution = athena.start_query_execution(
        QueryString="SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000) b")["QueryExecutionId"]
    athena.stop_query_execution(QueryExecutionId=execution)
    assert finished(athena, execution)["Status"]["State"] == "CANCELLED"
    with refused(BAD, text="Final query state: CANCELLED"):
        athena.get_query_results(QueryExecutionId=execution)


def test_only_the_rights_of_the_work_group_count(lake, athena):
    name = group(athena, ManagedQueryResultsConfiguration={"Enabled": True})
    policy = allow("athena:StartQueryExecution", "athena:GetQueryExecution",
                   resource=f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/{name}")
    limited = lake.as_session("athena", assume(lake, make_role(lake, policy)))
    own = limited.start_query_execution(QueryString="SELECT 1", WorkGroup=name)["QueryExecutionId"]
    assert finished(limited, own)
    foreign = athena.start_query_execution(QueryString="SELECT 1")["QueryExecutionId"]
    for call in (lambda: limited.get_query_execution(QueryExecutionId=foreign),
                 lambda: limited.start_query_execution(QueryString="SELECT 1"),
                 lambda: limited.get_query_results(QueryExecutionId=own)):
        with refused("AccessDeniedException"):
            call()


def test_metadata_survives_a_restart(own_lake):
    athena = own_lake.client("athena")
    athena.create_work_group(Name="kept")
    query = athena.create_named_query(Name="q", Database="d", QueryString="SELECT 1", WorkGroup="kept")["NamedQueryId"]
    own_lake.kill()
    own_lake.start()
    athena = own_lake.client("athena")
    assert athena.get_named_query(NamedQueryId=query)["NamedQuery"]["WorkGroup"] == "kept"


# Definitions

def test_databases_are_made_and_dropped(lake, athena, output):
    name = unique_("db")
    place = {"ResultConfiguration": {"OutputLocation": f"s3://{output}/ddl"}}
    shown = run(athena, f"CREATE DATABASE `{name.upper()}` COMMENT 'it''s mine';", **place)
    assert (shown["StatementType"], shown["ResultConfiguration"]["OutputLocation"][-4:]) == ("DDL", ".txt")
    assert athena.get_database(CatalogName="AwsDataCatalog", DatabaseName=name)["Database"]["Description"] == "it's mine"
    run(athena, f"CREATE SCHEMA IF NOT EXISTS {name}")
    run(athena, f"CREATE DATABASE {name}", want="FAILED")
    assert [name] in rows_of(athena, run(athena, f"SHOW DATABASES '{name[:-1]}*'"))
    lake.client("glue").create_table(DatabaseName=name, TableInput={"Name": "t", "StorageDescriptor": {"Columns": []}})
    failed = run(athena, f"DROP DATABASE {name}", want="FAILED")
    assert "is not empty" in failed["Status"]["StateChangeReason"]
    run(athena, f"DROP TABLE {name}.t")
    run(athena, f"DROP TABLE IF EXISTS {name}.t")
    run(athena, f"DROP DATABASE {name}")
    run(athena, f"DROP DATABASE IF EXISTS {name}")
    with refused(META, text=name):
        athena.get_database(CatalogName="AwsDataCatalog", DatabaseName=name)


def test_definitions_reach_table_buckets_as_the_caller(lake, athena, place):
    name = unique_("ns")
    run(athena, f"CREATE DATABASE {name}", place)
    assert athena.get_database(CatalogName=place, DatabaseName=name)
    limited = lake.as_session("athena", assume(lake, make_role(lake, allow("athena:*"))))
    failed = run(limited, f"DROP DATABASE {name}", place, want="FAILED")
    assert failed["Status"]["StateChangeReason"].startswith("Insufficient permissions to execute the query.")
    run(athena, f"DROP DATABASE {name}", place)
    described = rows_of(athena, run(athena, "DESCRIBE shop.orders", place))
    assert described == [["id", "bigint", ""], ["what", "string", ""]]


# Malformed requests: nothing but the refusal.

TOKEN = "t" * 32
WRONG = [
    ("create_work_group", {}, MODEL), ("create_work_group", {"Name": "a b"}, MODEL),
    ("create_work_group", {"Name": "x" * 129}, MODEL), ("create_work_group", {"Name": "primary"}, BAD),
    ("create_work_group", {"Name": "w", "Configuration": {"BytesScannedCutoffPerQuery": 1}}, MODEL),
    ("create_work_group", {"Name": "w", "Configuration": {"EngineVersion": {"SelectedEngineVersion": "Athena engine version 1"}}}, BAD),
    ("create_work_group", {"Name": "w", "Configuration": {"ResultConfiguration": {"OutputLocation": "bucket"}}}, BAD),
    ("create_work_group", {"Name": "w", "Configuration": {"ResultConfiguration": {"OutputLocation": "s3:///x"}}}, BAD),
    ("create_work_group", {"Name": "w", "Configuration": {"ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "ROT13"}}}}, MODEL),
    ("create_work_group", {"Name": "w", "Configuration": {"ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "SSE_KMS"}}}}, BAD),
    ("create_work_group", {"Name": "w", "Configuration": {"ResultConfiguration": {"EncryptionConfiguration": {"EncryptionOption": "CSE_KMS"}}}}, NOT_HERE),
    ("create_work_group", {"Name": "w", "Configuration": {"AdditionalConfiguration": "spark"}}, NOT_HERE),
    ("create_work_group", {"Name": "w", "Configuration": {"EnforceWorkGroupConfiguration": "perhaps"}}, "SerializationException"),
    ("create_work_group", {"Name": "w", "Tags": [{"Key": "a"}, {"Key": "a"}]}, BAD),
    ("create_work_group", {"Name": "w", "Tags": [{"Key": "aws:a"}]}, BAD), ("create_work_group", {"Name": "w", "Tags": [{"Value": "v"}]}, BAD),
    ("update_work_group", {"WorkGroup": "none"}, BAD), ("update_work_group", {"WorkGroup": "primary", "State": "ASLEEP"}, MODEL),
    ("update_work_group", {"WorkGroup": "primary", "ConfigurationUpdates": {"BytesScannedCutoffPerQuery": 10_000_000, "RemoveBytesScannedCutoffPerQuery": True}}, BAD),
    ("get_work_group", {"WorkGroup": "none"}, BAD), ("delete_work_group", {"WorkGroup": "none"}, BAD),
    ("list_work_groups", {"MaxResults": 51}, MODEL), ("list_work_groups", {"NextToken": "???"}, BAD), ("list_work_groups", {"NextToken": ""}, MODEL),
    ("create_data_catalog", {"Name": "c"}, MODEL), ("create_data_catalog", {"Name": "c", "Type": "PAPER"}, MODEL),
    ("create_data_catalog", {"Name": "c", "Type": "LAMBDA"}, NOT_HERE), ("create_data_catalog", {"Name": "c", "Type": "GLUE"}, BAD),
    ("create_data_catalog", {"Name": "a/b", "Type": "GLUE", "Parameters": {"catalog-id": ACCOUNT}}, BAD),
    ("create_data_catalog", {"Name": "awsdatacatalog", "Type": "GLUE", "Parameters": {"catalog-id": ACCOUNT}}, BAD),
    ("create_data_catalog", {"Name": "c", "Type": "GLUE", "Parameters": {"catalog-id": ACCOUNT, "color": "red"}}, BAD),
    ("update_data_catalog", {"Name": "none", "Type": "GLUE", "Parameters": {"catalog-id": ACCOUNT}}, BAD),
    ("delete_data_catalog", {"Name": "none"}, BAD), ("get_data_catalog", {"Name": "none"}, BAD), ("list_data_catalogs", {"MaxResults": 1}, MODEL),
    ("create_named_query", {"Name": "q", "Database": "d"}, MODEL), ("create_named_query", {"Name": "q", "Database": "d", "QueryString": ""}, MODEL),
    ("create_named_query", {"Name": "q", "Database": "d", "QueryString": "SELECT 1", "WorkGroup": "none"}, BAD),
    ("create_named_query", {"Name": "q", "Database": "d", "QueryString": "SELECT 1", "ClientRequestToken": "short"}, MODEL),
    ("get_named_query", {"NamedQueryId": "none"}, BAD), ("update_named_query", {"NamedQueryId": "none", "Name": "q", "QueryString": "SELECT 1"}, BAD),
    ("delete_named_query", {"NamedQueryId": "none"}, BAD), ("batch_get_named_query", {"NamedQueryIds": []}, MODEL),
    ("batch_get_named_query", {"NamedQueryIds": ["x"] * 51}, MODEL), ("list_named_queries", {"WorkGroup": "none"}, BAD),
    ("create_prepared_statement", {"StatementName": "1st", "WorkGroup": "primary", "QueryStatement": "SELECT 1"}, (MODEL, BAD)),
    ("create_prepared_statement", {"StatementName": "good", "WorkGroup": "none", "QueryStatement": "SELECT 1"}, BAD),
    ("get_prepared_statement", {"StatementName": "none", "WorkGroup": "primary"}, MISSING),
    ("update_prepared_statement", {"StatementName": "none", "WorkGroup": "primary", "QueryStatement": "SELECT 1"}, MISSING),
    ("delete_prepared_statement", {"StatementName": "none", "WorkGroup": "primary"}, MISSING),
    ("batch_get_prepared_statement", {"PreparedStatementNames": [], "WorkGroup": "primary"}, BAD),
    ("list_prepared_statements", {"WorkGroup": "none"}, BAD),
    ("tag_resource", {"ResourceARN": "nothing", "Tags": [{"Key": "a"}]}, BAD),
    ("tag_resource", {"ResourceARN": f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/none", "Tags": [{"Key": "a"}]}, BAD),
    ("tag_resource", {"ResourceARN": f"arn:aws:athena:{REGION}:111122223333:workgroup/primary", "Tags": [{"Key": "a"}]}, "AccessDeniedException"),
    ("tag_resource", {"ResourceARN": f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/primary", "Tags": [{"Key": f"k{n}"} for n in range(51)]}, BAD),
    ("untag_resource", {"ResourceARN": f"arn:aws:athena:{REGION}:{ACCOUNT}:datacatalog/none", "TagKeys": ["a"]}, BAD),
    ("list_tags_for_resource", {"ResourceARN": f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/primary", "MaxResults": 1}, MODEL),
    ("start_query_execution", {"QueryString": ""}, MODEL), ("start_query_execution", {"QueryString": "x" * 262145}, MODEL),
    ("start_query_execution", {"QueryString": "SELECT 1", "WorkGroup": "none"}, BAD),
    ("start_query_execution", {"QueryString": "SELECT 1", "ResultConfiguration": {"OutputLocation": "here"}}, BAD),
    ("start_query_execution", {"QueryString": "SELECT 'a"}, BAD), ("start_query_execution", {"QueryString": "CREATE DATABASE"}, BAD),
    ("start_query_execution", {"QueryString": "CREATE DATABASE a b"}, BAD), ("start_query_execution", {"QueryString": "SHOW COLUMNS IN t"}, BAD),
    ("start_query_execution", {"QueryString": "EXECUTE nobody"}, BAD), ("start_query_execution", {"QueryString": "SELECT 1", "ClientRequestToken": "short"}, MODEL),
    ("get_query_execution", {"QueryExecutionId": "none"}, BAD), ("get_query_execution", {"QueryExecutionId": "a b"}, MODEL),
    ("get_query_results", {"QueryExecutionId": "none"}, BAD), ("get_query_results", {"QueryExecutionId": "none", "MaxResults": 1001}, MODEL),
    ("get_query_runtime_statistics", {"QueryExecutionId": "none"}, BAD), ("stop_query_execution", {"QueryExecutionId": "none"}, BAD),
    ("batch_get_query_execution", {"QueryExecutionIds": []}, MODEL), ("list_query_executions", {"WorkGroup": "none"}, BAD),
    ("list_query_executions", {"MaxResults": 51}, MODEL), ("get_database", {"CatalogName": "AwsDataCatalog"}, MODEL),
    ("get_database", {"CatalogName": "AwsDataCatalog", "DatabaseName": "none"}, META),
    ("list_databases", {"CatalogName": "AwsDataCatalog", "MaxResults": 0}, MODEL)]


def state_of(athena):
    """Everything of Athena that a refused request could have changed."""
    return json.dumps([
        athena.list_work_groups()["WorkGroups"], athena.get_work_group(WorkGroup="primary")["WorkGroup"],
        athena.list_data_catalogs()["DataCatalogsSummary"], athena.list_named_queries()["NamedQueryIds"],
        athena.list_prepared_statements(WorkGroup="primary")["PreparedStatements"],
        athena.list_query_executions()["QueryExecutionIds"],
        athena.list_tags_for_resource(ResourceARN=f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/primary")["Tags"]],
        default=str)


@pytest.mark.parametrize("operation, request_, code", WRONG, ids=[f"{n}-{case[0]}" for n, case in enumerate(WRONG)])
def test_malformed_requests_are_refused(athena, loose, operation, request_, code):
    before = state_of(athena)
    with refused(code):
        getattr(loose, operation)(**request_)
    assert state_of(athena) == before


def test_malformed_bodies_are_refused(lake):
    for body in (b"", b"{", b"[]", b"null", b'{"Name": 5}', b'{"Name": {"a": 1}}', b"\xff"):
        answer = lake.json_call("athena", "AmazonAthena.CreateWorkGroup", body)
        assert answer.status == 400, body
        assert answer.code in ("SerializationException", BAD), (body, answer.text)
    assert lake.json_call("athena", "AmazonAthena.ForgetEverything", {}).status in (400, 501)
