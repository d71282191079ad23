"""Iceberg tables through Glue: its Data Catalog as pyiceberg uses it, OpenTableFormatInput, and its Iceberg REST endpoint."""
import json

import pyarrow as pa
import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique, unique_
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import (BadRequestError, CommitFailedException, ForbiddenError, NamespaceAlreadyExistsError,
                                  NamespaceNotEmptyError, NoSuchIcebergTableError, NoSuchNamespaceError, NoSuchTableError,
                                  TableAlreadyExistsError)
from pyiceberg.schema import Schema
from pyiceberg.transforms import DayTransform
from pyiceberg.types import LongType, StringType

SCHEMA = pa.schema([("id", pa.int64()), ("name", pa.string())])
ALL_TO_IAM = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]


def rows(*pairs):
    return pa.table({"id": [pair[0] for pair in pairs], "name": [pair[1] for pair in pairs]}, schema=SCHEMA)


def storage(lake, key="test", secret="test", token=None):
    return {"s3.endpoint": lake.endpoint, "s3.access-key-id": key, "s3.secret-access-key": secret, "s3.region": REGION,
            **({"s3.session-token": token} if token else {})}


@pytest.fixture(scope="module")
def glue(lake):
    return lake.client("glue")


@pytest.fixture(scope="module")
def warehouse(lake):
    """A general purpose bucket."""
    name = unique("wh")
    lake.client("s3").create_bucket(Bucket=name)
    return f"s3://{name}"


@pytest.fixture(scope="module")
def table_bucket(lake, glue):
    arn = lake.client("s3tables").create_table_bucket(name=unique("tb"))["arn"]
    glue.create_catalog(Name="s3tablescatalog", CatalogInput={
        "FederatedCatalog": {"Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*", "ConnectionName": "aws:s3tables"},
        "CreateDatabaseDefaultPermissions": ALL_TO_IAM, "CreateTableDefaultPermissions": ALL_TO_IAM})
    return arn


def by_glue(lake, warehouse, **more):
    return load_catalog(unique("g"), **{
        "type": "glue", "glue.endpoint": lake.endpoint, "glue.region": REGION, "glue.access-key-id": "test",
        "glue.secret-access-key": "test", "warehouse": warehouse, **storage(lake), **more})


def by_rest(lake, catalog_id, key="test", secret="test", token=None):
    return load_catalog(unique("r"), **{
        "type": "rest", "uri": lake.endpoint + "/iceberg", "warehouse": catalog_id, "rest.sigv4-enabled": "true",
        "rest.signing-name": "glue", "rest.signing-region": REGION, "client.access-key-id": key,
        "client.secret-access-key": secret, "client.region": REGION, **({"client.session-token": token} if token else {}),
        **storage(lake, key, secret, token)})


@pytest.fixture(params=["glue", "rest", "rest-s3tables"])
def catalog(request, lake, warehouse):
    """The default catalog through Glue's API and its Iceberg REST endpoint, and a table bucket's through the latter."""
    if request.param != "rest-s3tables":
        return by_glue(lake, warehouse) if request.param == "glue" else by_rest(lake, ACCOUNT)
    return by_rest(lake, f"s3tablescatalog/{request.getfixturevalue('table_bucket').split('/')[-1]}")


def location(catalog, warehouse, space, name):
    return {} if "s3tablescatalog" in json.dumps(catalog.properties) else {"location": f"{warehouse}/{space}/{name}"}


def test_table_lives(catalog, warehouse):
    space = unique_("ns")
    catalog.create_namespace(space)
    assert (space,) in catalog.list_namespaces()
    with pytest.raises(NamespaceAlreadyExistsError):
        catalog.create_namespace(space)
    table = catalog.create_table((space, "t"), schema=SCHEMA, **location(catalog, warehouse, space, "t"))
    with pytest.raises(TableAlreadyExistsError):
        catalog.create_table((space, "t"), schema=SCHEMA, **location(catalog, warehouse, space, "t"))
    table.append(rows((1, "a"), (2, "b")))
    table.append(rows((3, "c")))
    assert sorted(catalog.load_table((space, "t")).scan().to_arrow()["id"].to_pylist()) == [1, 2, 3]
    with table.update_schema() as update:
        update.add_column("more", LongType())
    assert [field.name for field in catalog.load_table((space, "t")).schema().fields] == ["id", "name", "more"]
    first, late = catalog.load_table((space, "t")), catalog.load_table((space, "t"))
    first.append(rows((4, "d")).append_column("more", pa.array([1], pa.int64())))
    with pytest.raises(CommitFailedException):
        late.append(rows((5, "e")).append_column("more", pa.array([1], pa.int64())))
    first.delete("id = 1")
    assert sorted(catalog.load_table((space, "t")).scan().to_arrow()["id"].to_pylist()) == [2, 3, 4]
    assert catalog.list_tables(space) == [(space, "t")]
    with pytest.raises(Exception):  # what a full namespace raises differs between the clients
        catalog.drop_namespace(space)
    catalog.drop_table((space, "t"))
    with pytest.raises(NoSuchTableError):
        catalog.load_table((space, "t"))
    catalog.drop_namespace(space)
    with pytest.raises(NoSuchNamespaceError):
        catalog.list_tables(space)


def test_commit_to_a_table_bucket_through_glue(lake, glue, warehouse, table_bucket):
    """Arrow looks for a file by listing, which table buckets refuse, so the metadata file is written by hand here."""
    catalog_id, space = f"{ACCOUNT}:s3tablescatalog/{table_bucket.split('/')[-1]}", unique_("ns")
    catalog = by_glue(lake, warehouse, **{"glue.id": catalog_id})
    catalog.create_namespace(space)
    glue.create_table(CatalogId=catalog_id, DatabaseName=space, Name="t", OpenTableFormatInput={"IcebergInput": {
        "MetadataOperation": "CREATE", "CreateIcebergTableInput": {"Location": "s3://chosen/by/the/service", "Schema": {
            "Fields": [{"Id": 1, "Name": "id", "Type": "long", "Required": False}]}}}})
    table = catalog.load_table((space, "t"))
    assert [field.name for field in table.schema().fields] == ["id"]
    metadata = json.loads(table.metadata.model_dump_json())
    metadata["properties"] = {"k": "v"}
    bucket = table.location().split("//")[1]
    lake.client("s3").put_object(Bucket=bucket, Key="metadata/00001-x.metadata.json", Body=json.dumps(metadata).encode())
    read = glue.get_table(CatalogId=catalog_id, DatabaseName=space, Name="t")["Table"]
    commit = {"CatalogId": catalog_id, "DatabaseName": space, "VersionId": read["VersionId"], "SkipArchive": True, "TableInput": {
        "Name": "t", "Parameters": {**read["Parameters"], "metadata_location": f"s3://{bucket}/metadata/00001-x.metadata.json"}}}
    glue.update_table(**commit)
    with refused("ConcurrentModificationException", 400):
        glue.update_table(**commit)
    assert catalog.load_table((space, "t")).properties == {"k": "v"}
    catalog.drop_table((space, "t"))
    with pytest.raises(NoSuchTableError):
        catalog.load_table((space, "t"))


def test_both_ways_see_the_same_table(lake, glue, warehouse):
    rest, api, space = by_rest(lake, ":"), by_glue(lake, warehouse), unique_("ns")
    rest.create_namespace(space, {"location": f"{warehouse}/{space}", "owner": "me"})
    assert glue.get_database(Name=space)["Database"]["LocationUri"] == f"{warehouse}/{space}"
    made = rest.create_table((space, "t"), schema=SCHEMA, location=f"{warehouse}/{space}/t")
    assert made.properties["write.parquet.compression-codec"] == "zstd"
    api.load_table((space, "t")).append(rows((1, "a")))
    assert rest.load_table((space, "t")).scan().to_arrow().num_rows == 1
    rest.load_table((space, "t")).append(rows((2, "b")))
    read = glue.get_table(DatabaseName=space, Name="t")["Table"]
    assert read["Parameters"]["metadata_location"] == api.load_table((space, "t")).metadata_location
    assert read["Parameters"]["previous_metadata_location"]
    assert [column["Name"] for column in read["StorageDescriptor"]["Columns"]] == ["id", "name"]
    changed = rest.update_namespace_properties(space, removals={"owner", "missing"}, updates={"comment": "hello"})
    assert (changed.removed, changed.updated, changed.missing) == (["owner"], ["comment"], ["missing"])
    assert rest.load_namespace_properties(space) == {"location": f"{warehouse}/{space}", "comment": "hello"}
    with pytest.raises(NamespaceNotEmptyError):
        rest.drop_namespace(space)


def test_open_table_format_makes_a_table(lake, glue, warehouse):
    database = unique_("db")
    glue.create_database(DatabaseInput={"Name": database})
    iceberg = {"Location": f"{warehouse}/{database}/t", "Schema": {"Fields": [
        {"Id": 1, "Name": "id", "Type": "long", "Required": True}, {"Id": 2, "Name": "at", "Type": "timestamptz", "Required": False},
        {"Id": 3, "Name": "tags", "Required": False, "Type": {
            "type": "list", "element-id": 4, "element": "string", "element-required": False}}]},
        "PartitionSpec": {"Fields": [{"SourceId": 2, "Transform": "day", "Name": "at_day"}]}, "Properties": {"k": "v"}}
    glue.create_table(DatabaseName=database, Name="t", OpenTableFormatInput={"IcebergInput": {
        "MetadataOperation": "CREATE", "Version": "2", "CreateIcebergTableInput": iceberg}})
    read = glue.get_table(DatabaseName=database, Name="t")["Table"]
    assert read["Parameters"]["table_type"] == "ICEBERG"
    assert [(column["Name"], column["Type"]) for column in read["StorageDescriptor"]["Columns"]] == [
        ("id", "bigint"), ("at", "timestamp"), ("tags", "array<string>")]
    table = by_glue(lake, warehouse).load_table((database, "t"))
    assert isinstance(table.spec().fields[0].transform, DayTransform) and table.properties["k"] == "v"
    update = {"Schema": {"SchemaId": 1, "Fields": [*iceberg["Schema"]["Fields"],
                                                   {"Id": 5, "Name": "more", "Type": "string", "Required": False}]},
              "Location": iceberg["Location"]}
    glue.update_table(DatabaseName=database, Name="t", VersionId=read["VersionId"], UpdateOpenTableFormatInput={
        "UpdateIcebergInput": {"UpdateIcebergTableInput": {"Updates": [
            {**update, "Action": "add-schema"}, {**update, "Action": "set-current-schema"},
            {**update, "Action": "set-properties", "Properties": {"k": "w"}}]}}})
    table = by_glue(lake, warehouse).load_table((database, "t"))
    assert (table.schema().find_field("more").field_type, table.properties["k"]) == (StringType(), "w")
    with refused("ConcurrentModificationException", 400):
        glue.update_table(DatabaseName=database, Name="t", VersionId=read["VersionId"], UpdateOpenTableFormatInput={
            "UpdateIcebergInput": {"UpdateIcebergTableInput": {"Updates": [{**update, "Action": "set-properties", "Properties": {}}]}}})
    glue.create_table(DatabaseName=database, OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE"}}, TableInput={
        "Name": "u", "StorageDescriptor": {"Columns": [{"Name": "a", "Type": "int"}], "Location": f"{warehouse}/{database}/u"}})
    assert [field.name for field in by_rest(lake, ACCOUNT).load_table((database, "u")).schema().fields] == ["a"]
    with refused("AlreadyExistsException", 400):
        glue.create_table(DatabaseName=database, Name="t", OpenTableFormatInput={"IcebergInput": {
            "MetadataOperation": "CREATE", "CreateIcebergTableInput": iceberg}})


def test_one_bucket_is_mounted_alone(lake, glue, table_bucket):
    glue.create_catalog(Name="alone", Tags={"a": "1"}, CatalogInput={
        "FederatedCatalog": {"Identifier": table_bucket, "ConnectionName": "aws:s3tables"},
        "CreateDatabaseDefaultPermissions": ALL_TO_IAM, "CreateTableDefaultPermissions": ALL_TO_IAM,
        "CatalogProperties": {"CustomProperties": {"k": "v"}}})
    read = glue.get_catalog(CatalogId="alone")["Catalog"]
    assert (read["CatalogId"], read["CatalogProperties"]["CustomProperties"]) == (f"{ACCOUNT}:alone", {"k": "v"})
    assert glue.get_tags(ResourceArn=read["ResourceArn"])["Tags"] == {"a": "1"}
    space = unique_("ns")
    glue.create_database(CatalogId="alone", DatabaseInput={"Name": space})
    assert glue.get_database(CatalogId="alone", Name=space)["Database"]["CatalogId"] == f"{ACCOUNT}:alone"
    assert lake.client("s3tables").get_namespace(tableBucketARN=table_bucket, namespace=space)
    assert (space,) in by_rest(lake, f"{ACCOUNT}:alone").list_namespaces()
    ids = [entry["CatalogId"] for entry in glue.get_catalogs(Recursive=True, IncludeRoot=True)["CatalogList"]]
    bucket = f"{ACCOUNT}:s3tablescatalog/{table_bucket.split('/')[-1]}"
    assert {ACCOUNT, f"{ACCOUNT}:alone", f"{ACCOUNT}:s3tablescatalog", bucket} <= set(ids) and ids == sorted(ids)
    holders = [entry["CatalogId"] for entry in glue.get_catalogs(Recursive=True, HasDatabases=True)["CatalogList"]]
    assert f"{ACCOUNT}:s3tablescatalog" not in holders and bucket in holders
    with refused("InvalidInputException", 400):
        glue.get_catalogs(ParentCatalogId="s3tablescatalog", IncludeRoot=False)
    with refused("InvalidInputException", 400):
        glue.update_catalog(CatalogId="alone", CatalogInput={"FederatedCatalog": {
            "Identifier": table_bucket + "x", "ConnectionName": "aws:s3tables"}})
    glue.delete_catalog(CatalogId="alone")
    assert lake.client("s3tables").get_table_bucket(tableBucketARN=table_bucket)


def test_config_gives_the_prefix(lake, table_bucket):
    name = table_bucket.split("/")[-1]
    for warehouse, prefix in (("", ACCOUNT), ("?warehouse=%3A", ACCOUNT), (f"?warehouse={ACCOUNT}", ACCOUNT),
                              (f"?warehouse=s3tablescatalog%2F{name}", f"{ACCOUNT}:s3tablescatalog:{name}")):
        answer = lake.signed("glue", "GET", f"/iceberg/v1/config{warehouse}")
        assert answer.status == 200, answer.text
        assert answer.json["overrides"]["prefix"] == f"catalogs/{prefix}"
        assert "HEAD /v1/{prefix}/namespaces/{namespace}" in answer.json["endpoints"]


def test_rights_are_asked(lake, glue, warehouse):
    space = unique_("ns")
    api = by_glue(lake, warehouse)
    api.create_namespace(space)
    api.create_table((space, "t"), schema=SCHEMA)
    bucket = warehouse.split("//")[1]

    def session(*statements):
        document = json.dumps({"Version": "2012-10-17", "Statement": [
            json.loads(allow(*actions, resource=resource))["Statement"][0] for actions, resource in statements]})
        found = assume(lake, make_role(lake, document))
        return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]
    config = (["glue:GetCatalog"], f"arn:aws:glue:{REGION}:{ACCOUNT}:catalog")
    read = (["glue:GetTable"], "*")
    with pytest.raises(ForbiddenError):
        by_rest(lake, ACCOUNT, *session((["s3:*"], "*")))
    with pytest.raises(ForbiddenError):
        by_rest(lake, ACCOUNT, *session(config, (["s3:*"], "*"))).load_table((space, "t"))
    # The metadata file is read with the caller's own rights.
    with pytest.raises(ForbiddenError):
        by_rest(lake, ACCOUNT, *session(config, read)).load_table((space, "t"))
    reader = by_rest(lake, ACCOUNT, *session(config, read, (["s3:GetObject"], f"arn:aws:s3:::{bucket}/*")))
    assert reader.load_table((space, "t"))
    with pytest.raises(ForbiddenError), reader.load_table((space, "t")).transaction() as transaction:
        transaction.set_properties(k="v")
    with pytest.raises(ForbiddenError):
        reader.drop_table((space, "t"))
    assert glue.get_table(DatabaseName=space, Name="t")


def test_what_is_no_iceberg_table_is_said(lake, glue, warehouse):
    rest, space = by_rest(lake, ACCOUNT), unique_("ns")
    glue.create_database(DatabaseInput={"Name": space})
    glue.create_table(DatabaseName=space, TableInput={"Name": "plain"})
    assert rest.list_tables(space) == []
    with pytest.raises((NoSuchTableError, NoSuchIcebergTableError)):
        rest.load_table((space, "plain"))
    with pytest.raises(BadRequestError, match="Location information cannot be null"):
        rest.create_table((space, "t"), schema=Schema())
    with pytest.raises(NoSuchNamespaceError):
        rest.create_table((unique_("missing"), "t"), schema=SCHEMA, location=f"{warehouse}/x")


@pytest.mark.parametrize("method, path, body, status, kind", [
    ("GET", "/iceberg/v1/", b"", 400, "UnsupportedOperationException"),
    ("GET", "/iceberg/v2/config", b"", 400, "UnsupportedOperationException"),
    ("GET", "/iceberg/v1/config?warehouse=nothing", b"", 404, None),
    ("GET", "/iceberg/v1/config?warehouse=a%3Ab%3Ac%3Ad", b"", 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:", b"{}", 400, "UnsupportedOperationException"),
    ("PUT", "/iceberg/v1/catalogs/:/namespaces", b"{}", 400, "UnsupportedOperationException"),
    ("GET", "/iceberg/v1/catalogs/:/views", b"", 400, "UnsupportedOperationException"),
    ("POST", "/iceberg/v1/catalogs/:/transactions/commit", b"{}", 400, "UnsupportedOperationException"),
    ("POST", "/iceberg/v1/catalogs/:/tables/rename", b"{}", 400, "UnsupportedOperationException"),
    ("GET", "/iceberg/v1/catalogs/:/namespaces/%zz", b"", 400, "BadRequestException"),
    ("GET", "/iceberg/v1/catalogs/:/namespaces?pageSize=-1", b"", 400, "BadRequestException"),
    ("GET", "/iceberg/v1/catalogs/:/namespaces?pageToken=%25", b"", 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces", b"", 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces", b"[]", 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces", b'{"namespace":["a","b"]}', 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces", b'{"namespace":["a"],"properties":{"x":1}}', 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces", b'{"namespace":[""]}', 400, "BadRequestException"),
    ("HEAD", "/iceberg/v1/catalogs/:/namespaces/nothing", b"", 404, None),
    ("DELETE", "/iceberg/v1/catalogs/:/namespaces/nothing", b"", 404, "NoSuchNamespaceException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/nothing/properties", b"{}", 404, "NoSuchNamespaceException"),
    ("GET", "/iceberg/v1/catalogs/:/namespaces/nothing/tables", b"", 404, "NoSuchNamespaceException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables", b'{"name":"x"}', 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables",
     b'{"name":"x","stage-create":true,"location":"s3://b/x","schema":{"type":"struct","fields":[]}}', 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables",
     b'{"name":"x","location":"file:///etc","schema":{"type":"struct","fields":[{"id":1,"name":"a","type":"int","required":false}]}}',
     400, "InvalidInputException"),
    ("GET", "/iceberg/v1/catalogs/:/namespaces/bad/tables/x", b"", 404, "NoSuchTableException"),
    ("HEAD", "/iceberg/v1/catalogs/:/namespaces/bad/tables/x", b"", 404, None),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables/plain", b'{"requirements":[]}', 400, "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables/plain", b'{"requirements":[],"updates":[{"action":"x"}]}', 400,
     "BadRequestException"),
    ("POST", "/iceberg/v1/catalogs/:/namespaces/bad/tables/plain", b'{"requirements":[],"updates":[]}', 400, "InvalidInputException"),
    ("DELETE", "/iceberg/v1/catalogs/:/namespaces/bad/tables/x", b"", 404, "NoSuchTableException"),
    ("GET", "/iceberg/v1/catalogs/s3tablescatalog:no-such/namespaces", b"", 404, None),
    ("GET", "/iceberg/v1/catalogs/nothing/namespaces", b"", 404, None),
])
def test_malformed_requests_are_refused(lake, glue, method, path, body, status, kind):
    if "bad" not in [database["Name"] for database in glue.get_databases()["DatabaseList"]]:
        glue.create_database(DatabaseInput={"Name": "bad"})
        glue.create_table(DatabaseName="bad", TableInput={"Name": "plain"})
    before = glue.get_tables(DatabaseName="bad")["TableList"]
    answer = lake.signed("glue", method, path, body, {"Content-Type": "application/json"})
    assert answer.status == status, answer.text
    if method == "HEAD":
        assert answer.body == b""
    else:
        error = answer.json["error"]
        assert error["code"] == status and (kind is None or error["type"] == kind), error
    assert glue.get_tables(DatabaseName="bad")["TableList"] == before


def test_unsigned_requests_are_refused(lake):
    answer = lake.signed("glue", "GET", "/iceberg/v1/config", secret="wrong")
    assert answer.status in (401, 403), answer.text
