"""Glue: the default catalog, s3tablescatalog federated onto the table buckets, and resource links."""
import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique, unique_

ALL_TO_IAM = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]
INTEGRATION = {"FederatedCatalog": {"Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*",
                                    "ConnectionName": "aws:s3tables"},
               "CreateDatabaseDefaultPermissions": ALL_TO_IAM, "CreateTableDefaultPermissions": ALL_TO_IAM,
               "AllowFullTableExternalDataAccess": "True"}
FIELDS = [{"name": "id", "type": "string", "required": True}, {"name": "ts", "type": "timestamptz"},
          {"name": "n", "type": "long"}, {"name": "price", "type": "decimal(9,2)"}]


@pytest.fixture(scope="module")
def glue(lake):
    client = lake.client("glue")
    client.create_catalog(Name="s3tablescatalog", CatalogInput=INTEGRATION)
    return client


@pytest.fixture(scope="module")
def loose(lake, glue):
    return lake.client("glue", validate=False)


@pytest.fixture(scope="module")
def tables(lake):
    return lake.client("s3tables")


@pytest.fixture(scope="module")
def bucket(tables):
    return tables.create_table_bucket(name=unique("tb"))["arn"]


@pytest.fixture(scope="module")
def catalog_id(bucket):
    return f"{ACCOUNT}:s3tablescatalog/{bucket.split('/')[-1]}"


@pytest.fixture
def space(tables, bucket):
    """A namespace with the table `t`."""
    name = unique_("ns")
    tables.create_namespace(tableBucketARN=bucket, namespace=[name])
    tables.create_table(tableBucketARN=bucket, namespace=name, name="t", format="ICEBERG",
                        metadata={"iceberg": {"schema": {"fields": FIELDS}}})
    return name


@pytest.fixture
def database(glue):
    name = unique_("db")
    glue.create_database(DatabaseInput={"Name": name, "Description": "local"})
    return name


@pytest.fixture
def link(glue, catalog_id, space):
    """A database in the default catalog that links to the namespace."""
    name = unique_("link")
    glue.create_database(CatalogId=ACCOUNT, DatabaseInput={"Name": name, "TargetDatabase": {
        "CatalogId": catalog_id, "DatabaseName": space}})
    return name


# The default catalog


def test_database_is_made_changed_and_removed(glue):
    name = unique_("db")
    glue.create_database(DatabaseInput={"Name": name, "Description": "one", "Parameters": {"a": "1"},
                                        "LocationUri": "s3://somewhere/x"})
    read = glue.get_database(Name=name)["Database"]
    assert (read["Name"], read["CatalogId"], read["Description"]) == (name, ACCOUNT, "one")
    assert (read["Parameters"], read["LocationUri"]) == ({"a": "1"}, "s3://somewhere/x")
    assert read["CreateTime"]
    glue.update_database(Name=name, DatabaseInput={"Name": name, "Description": "two"})
    assert glue.get_database(Name=name)["Database"]["Description"] == "two"
    assert name in [entry["Name"] for entry in glue.get_databases()["DatabaseList"]]
    glue.delete_database(Name=name)
    with refused("EntityNotFoundException", 400):
        glue.get_database(Name=name)


def test_table_is_made_changed_and_removed(glue, database):
    columns = [{"Name": "a", "Type": "int", "Comment": "c"}, {"Name": "b", "Type": "array<string>"}]
    glue.create_table(DatabaseName=database, TableInput={
        "Name": "t", "TableType": "EXTERNAL_TABLE", "Parameters": {"classification": "json"},
        "StorageDescriptor": {"Columns": columns, "Location": "s3://x/y"}, "PartitionKeys": [{"Name": "p", "Type": "date"}]})
    read = glue.get_table(DatabaseName=database, Name="t")["Table"]
    assert read["StorageDescriptor"]["Columns"] == columns
    assert (read["TableType"], read["PartitionKeys"]) == ("EXTERNAL_TABLE", [{"Name": "p", "Type": "date"}])
    assert read["Parameters"]["classification"] == "json"
    glue.update_table(DatabaseName=database, TableInput={"Name": "t", "Parameters": {"new": "1"}})
    assert glue.get_table(DatabaseName=database, Name="t")["Table"]["Parameters"] == {"new": "1"}
    glue.delete_table(DatabaseName=database, Name="t")
    with refused("EntityNotFoundException", 400):
        glue.get_table(DatabaseName=database, Name="t")


def test_tables_are_listed_by_expression_and_in_pages(glue, database):
    for name in ("events", "events_late", "other"):
        glue.create_table(DatabaseName=database, TableInput={"Name": name})
    listed = glue.get_tables(DatabaseName=database, Expression="events.*")["TableList"]
    assert sorted(entry["Name"] for entry in listed) == ["events", "events_late"]
    pages = list(glue.get_paginator("get_tables").paginate(DatabaseName=database, PaginationConfig={"PageSize": 2}))
    assert [len(page["TableList"]) for page in pages] == [2, 1]


def test_names_are_folded_to_lower_case(glue):
    name = unique_("MiXeD")
    glue.create_database(DatabaseInput={"Name": name})
    assert glue.get_database(Name=name.upper())["Database"]["Name"] == name.lower()


def test_tags(glue, database):
    arn = f"arn:aws:glue:{REGION}:{ACCOUNT}:database/{database}"
    glue.tag_resource(ResourceArn=arn, TagsToAdd={"a": "1", "b": "2"})
    glue.untag_resource(ResourceArn=arn, TagsToRemove=["a"])
    assert glue.get_tags(ResourceArn=arn)["Tags"] == {"b": "2"}


# The federated catalog


def test_integration_is_read_back(glue, catalog_id):
    read = glue.get_catalog(CatalogId="s3tablescatalog")["Catalog"]
    assert (read["CatalogId"], read["Name"]) == (f"{ACCOUNT}:s3tablescatalog", "s3tablescatalog")
    assert read["ResourceArn"] == f"arn:aws:glue:{REGION}:{ACCOUNT}:catalog/s3tablescatalog"
    assert read["FederatedCatalog"]["Identifier"] == INTEGRATION["FederatedCatalog"]["Identifier"]
    assert read["FederatedCatalog"]["ConnectionName"] == "aws:s3tables"
    assert read["CreateTableDefaultPermissions"] == ALL_TO_IAM
    assert "s3tablescatalog" in [entry["Name"] for entry in glue.get_catalogs()["CatalogList"]]


def test_every_table_bucket_is_a_child_catalog(glue, tables, catalog_id):
    children = glue.get_catalogs(ParentCatalogId=f"{ACCOUNT}:s3tablescatalog")["CatalogList"]
    assert catalog_id in [entry["CatalogId"] for entry in children]
    arn = tables.create_table_bucket(name=unique("later"))["arn"]
    later = f"{ACCOUNT}:s3tablescatalog/{arn.split('/')[-1]}"
    assert glue.get_catalog(CatalogId=later)["Catalog"]["Name"] == arn.split("/")[-1]
    tables.delete_table_bucket(tableBucketARN=arn)
    with refused("EntityNotFoundException", 400):
        glue.get_catalog(CatalogId=later)


def test_namespaces_are_databases(glue, catalog_id, space):
    read = glue.get_database(CatalogId=catalog_id, Name=space)["Database"]
    assert (read["Name"], read["CatalogId"]) == (space, catalog_id)
    assert read["FederatedDatabase"]["ConnectionName"] == "aws:s3tables"
    assert read["FederatedDatabase"]["ConnectionType"] == "aws:s3tables"
    assert space in [entry["Name"] for entry in glue.get_databases(CatalogId=catalog_id)["DatabaseList"]]
    short = catalog_id.split(":", 1)[1]
    assert glue.get_database(CatalogId=short, Name=space)["Database"]["CatalogId"] == catalog_id


def test_s3_tables_are_tables(glue, tables, bucket, catalog_id, space):
    read = glue.get_table(CatalogId=catalog_id, DatabaseName=space, Name="t")["Table"]
    real = tables.get_table(tableBucketARN=bucket, namespace=space, name="t")
    assert (read["Name"], read["DatabaseName"], read["CatalogId"]) == ("t", space, catalog_id)
    assert read["Parameters"]["table_type"].upper() == "ICEBERG"
    assert read["Parameters"]["metadata_location"] == real["metadataLocation"]
    assert read["StorageDescriptor"]["Location"] == real["warehouseLocation"]
    assert [(column["Name"], column["Type"]) for column in read["StorageDescriptor"]["Columns"]] == [
        ("id", "string"), ("ts", "timestamp"), ("n", "bigint"), ("price", "decimal(9,2)")]
    assert [entry["Name"] for entry in glue.get_tables(CatalogId=catalog_id, DatabaseName=space)["TableList"]] == ["t"]


def test_databases_made_through_glue_are_namespaces(glue, tables, bucket, catalog_id):
    name = unique_("ns")
    glue.create_database(CatalogId=catalog_id, DatabaseInput={"Name": name})
    assert tables.get_namespace(tableBucketARN=bucket, namespace=name)["namespace"] == [name]
    glue.delete_database(CatalogId=catalog_id, Name=name)
    with refused("NotFoundException", 404):
        tables.get_namespace(tableBucketARN=bucket, namespace=name)


def test_tables_made_through_glue_are_s3_tables(glue, tables, bucket, catalog_id, space):
    glue.create_table(CatalogId=catalog_id, DatabaseName=space, TableInput={
        "Name": "made", "Parameters": {"format": "ICEBERG"},
        "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"}, {"Name": "b", "Type": "string"}]}})
    assert tables.get_table(tableBucketARN=bucket, namespace=space, name="made")["format"] == "ICEBERG"
    glue.delete_table(CatalogId=catalog_id, DatabaseName=space, Name="made")
    with refused("NotFoundException", 404):
        tables.get_table(tableBucketARN=bucket, namespace=space, name="made")


def test_stale_version_id_is_refused(lake, glue, tables, bucket, catalog_id, space):
    where = {"CatalogId": catalog_id, "DatabaseName": space}
    before = glue.get_table(**where, Name="t")["Table"]
    table = lake.catalog(bucket).load_table((space, "t"))
    with table.transaction() as transaction:
        transaction.set_properties(a="1")
    after = glue.get_table(**where, Name="t")["Table"]
    assert after["VersionId"] != before["VersionId"]
    with refused("ConcurrentModificationException", 400):
        glue.update_table(**where, VersionId=before["VersionId"], SkipArchive=True, TableInput={
            "Name": "t", "Parameters": {**before["Parameters"]}})
    assert glue.get_table(**where, Name="t")["Table"]["Parameters"]["metadata_location"] == table.metadata_location


# Resource links


def test_database_link_shows_its_target(glue, catalog_id, space, link):
    read = glue.get_database(Name=link)["Database"]
    assert (read["Name"], read["CatalogId"]) == (link, ACCOUNT)
    assert read["TargetDatabase"]["CatalogId"] == catalog_id
    assert read["TargetDatabase"]["DatabaseName"] == space


def test_tables_are_reached_through_the_database_link(glue, tables, bucket, space, link):
    read = glue.get_table(DatabaseName=link, Name="t")["Table"]
    real = tables.get_table(tableBucketARN=bucket, namespace=space, name="t")
    assert read["Parameters"]["metadata_location"] == real["metadataLocation"]
    assert [entry["Name"] for entry in glue.get_tables(DatabaseName=link)["TableList"]] == ["t"]


def test_deleted_link_leaves_its_target(glue, tables, bucket, space, link):
    glue.delete_database(Name=link)
    with refused("EntityNotFoundException", 400):
        glue.get_database(Name=link)
    assert tables.get_table(tableBucketARN=bucket, namespace=space, name="t")


def test_link_may_come_before_its_target(glue, catalog_id):
    name = unique_("dangling")
    glue.create_database(DatabaseInput={"Name": name, "TargetDatabase": {"CatalogId": catalog_id, "DatabaseName": "not_there"}})
    assert glue.get_database(Name=name)["Database"]["TargetDatabase"]["DatabaseName"] == "not_there"
    with refused("EntityNotFoundException", 400):
        glue.get_table(DatabaseName=name, Name="t")


def test_table_link_shows_its_target_under_its_own_name(glue, tables, bucket, catalog_id, space, database):
    glue.create_table(DatabaseName=database, TableInput={"Name": "linked", "TargetTable": {
        "CatalogId": catalog_id, "DatabaseName": space, "Name": "t"}})
    read = glue.get_table(DatabaseName=database, Name="linked")["Table"]
    real = tables.get_table(tableBucketARN=bucket, namespace=space, name="t")
    assert (read["Name"], read["DatabaseName"]) == ("linked", database)
    assert (read["TargetTable"]["DatabaseName"], read["TargetTable"]["Name"]) == (space, "t")
    assert read["StorageDescriptor"]["Location"] == real["warehouseLocation"]
    glue.delete_table(DatabaseName=database, Name="linked")
    assert tables.get_table(tableBucketARN=bucket, namespace=space, name="t")


def test_cli_makes_a_link(lake, glue, catalog_id, space):
    name = unique_("cli")
    lake.cli("glue", "create-database", "--region", REGION, "--catalog-id", ACCOUNT, "--database-input",
             f'{{"Name":"{name}","TargetDatabase":{{"CatalogId":"{catalog_id}","DatabaseName":"{space}"}}}}')
    assert lake.cli("glue", "get-database", "--name", name)["Database"]["TargetDatabase"]["DatabaseName"] == space
    read = lake.cli("glue", "get-table", "--catalog-id", catalog_id, "--database-name", space, "--name", "t")
    assert read["Table"]["Name"] == "t"


# Bad input


def test_second_of_a_name_is_refused(glue, catalog_id, space, database, link):
    with refused("AlreadyExistsException", 400):
        glue.create_catalog(Name="s3tablescatalog", CatalogInput=INTEGRATION)
    for name in (database, link):
        with refused("AlreadyExistsException", 400):
            glue.create_database(DatabaseInput={"Name": name})
    glue.create_table(DatabaseName=database, TableInput={"Name": "t"})
    with refused("AlreadyExistsException", 400):
        glue.create_table(DatabaseName=database, TableInput={"Name": "t"})
    with refused("AlreadyExistsException", 400):
        glue.create_database(CatalogId=catalog_id, DatabaseInput={"Name": space})


def test_what_is_missing_is_named(glue, catalog_id, database):
    missing = unique_("missing")
    for call in (lambda: glue.get_database(Name=missing), lambda: glue.delete_database(Name=missing),
                 lambda: glue.update_database(Name=missing, DatabaseInput={"Name": missing}),
                 lambda: glue.get_tables(DatabaseName=missing), lambda: glue.get_table(DatabaseName=missing, Name="t"),
                 lambda: glue.create_table(DatabaseName=missing, TableInput={"Name": "t"}),
                 lambda: glue.get_table(DatabaseName=database, Name=missing),
                 lambda: glue.delete_table(DatabaseName=database, Name=missing),
                 lambda: glue.update_table(DatabaseName=database, TableInput={"Name": missing}),
                 lambda: glue.get_database(CatalogId=catalog_id, Name=missing),
                 lambda: glue.get_catalog(CatalogId="no-such-catalog"), lambda: glue.delete_catalog(CatalogId="no-such-catalog"),
                 lambda: glue.get_databases(CatalogId=f"{ACCOUNT}:s3tablescatalog/no-such-bucket")):
        with refused("EntityNotFoundException", 400):
            call()


def test_catalog_names_are_validated(loose):
    for name in ("with.dot", "with/slash", "aws:mine", "", "x" * 65):
        with refused(("ValidationException", "InvalidInputException"), 400):
            loose.create_catalog(Name=name, CatalogInput=INTEGRATION)


def test_names_are_validated(loose, database):
    for name in ("", "x" * 256):
        with refused(("ValidationException", "InvalidInputException"), 400):
            loose.create_database(DatabaseInput={"Name": name})
        with refused(("ValidationException", "InvalidInputException"), 400):
            loose.create_table(DatabaseName=database, TableInput={"Name": name})


def test_missing_members_are_named(loose, database):
    with refused("ValidationException", 400, ("databaseInput", "must not be null")):
        loose.create_database()
    with refused("ValidationException", 400, "databaseInput.name"):
        loose.create_database(DatabaseInput={})
    with refused("ValidationException", 400, "name"):
        loose.get_table(DatabaseName=database)


def test_limits_are_checked(loose, database):
    with refused("ValidationException", 400, "less than or equal to 100"):
        loose.get_tables(DatabaseName=database, MaxResults=101)
    with refused("ValidationException", 400):
        loose.get_databases(MaxResults=0)


def test_upper_case_is_refused_on_s3_tables(glue, catalog_id, space):
    with refused(("ValidationException", "InvalidInputException"), 400):
        glue.create_table(CatalogId=catalog_id, DatabaseName=space, TableInput={
            "Name": "fine", "Parameters": {"format": "ICEBERG"},
            "StorageDescriptor": {"Columns": [{"Name": "Upper", "Type": "int"}]}})


def test_full_federated_database_cannot_be_deleted(glue, tables, bucket, catalog_id, space):
    with refused(("InvalidInputException", "FederationSourceException", "OperationNotSupportedException",
                  "ConcurrentModificationException"), 400):
        glue.delete_database(CatalogId=catalog_id, Name=space)
    assert tables.get_table(tableBucketARN=bucket, namespace=space, name="t")


def test_malformed_bodies_are_refused(lake, glue):
    for body in (b"{", b"[]", b'{"DatabaseInput": "text"}', b'{"DatabaseInput": {"Name": 7}}', b"\xff", b"null"):
        answer = lake.json_call("glue", "AWSGlue.CreateDatabase", body)
        assert (answer.status, answer.code) in ((400, "SerializationException"), (400, "ValidationException")), body


def test_unknown_operation_is_refused_by_name(lake, glue):
    answer = lake.json_call("glue", "AWSGlue.MakeCoffee", {})
    assert (answer.status, answer.code) == (400, "UnknownOperationException")


def test_operation_we_lack_is_named(lake, glue):
    answer = lake.json_call("glue", "AWSGlue.StartBlueprintRun", {"BlueprintName": "x", "RoleArn": "y"})
    assert answer.status in (400, 501)
    assert "StartBlueprintRun" in answer.text


def test_forged_requests_are_refused(lake, glue):
    answer = lake.json_call("glue", "AWSGlue.GetDatabases", {}, secret="wrong")
    assert (answer.status, answer.code) in ((400, "InvalidSignatureException"), (403, "InvalidSignatureException"))
    answer = lake.json_call("glue", "AWSGlue.GetDatabases", {}, key="AKIAUNKNOWNUNKNOWN00")
    assert (answer.status, answer.code) == (400, "UnrecognizedClientException")
    assert "The security token included in the request is invalid." in answer.text
    answer = lake.raw("POST", "/", b"{}", {"X-Amz-Target": "AWSGlue.GetDatabases",
                                           "Content-Type": "application/x-amz-json-1.1"})
    assert (answer.status, answer.code) == (400, "MissingAuthenticationTokenException")


def test_caller_needs_every_ancestor(lake, glue, database):
    glue.create_table(DatabaseName=database, TableInput={"Name": "t"})
    prefix = f"arn:aws:glue:{REGION}:{ACCOUNT}"
    only_table = make_role(lake, allow("glue:GetTable", resource=f"{prefix}:table/{database}/t"))
    with refused("AccessDeniedException", 400, "is not authorized to perform: glue:GetTable on resource: " + prefix):
        lake.as_session("glue", assume(lake, only_table)).get_table(DatabaseName=database, Name="t")
    whole = make_role(lake, allow("glue:GetTable", resource=f"{prefix}:*"))
    lake.as_session("glue", assume(lake, whole)).get_table(DatabaseName=database, Name="t")
