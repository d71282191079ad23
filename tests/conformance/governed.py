"""A table bucket under Lake Formation, for the tests of what Lake Formation decides there."""
import pytest
from harness import ACCOUNT, REGION, allow, make_role, trust_service, unique, unique_

ALL_BUCKETS = f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*"


@pytest.fixture(scope="module")
def lf(lake):
    return lake.client("lakeformation")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("lakeformation", validate=False)


@pytest.fixture(scope="module")
def place(lake, lf):
    """s3tablescatalog in Lake Formation mode with one table bucket; its catalog id."""
    registrar = make_role(lake, allow("s3tables:*"), trust_service(
        "lakeformation.amazonaws.com", "sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"))
    lf.register_resource(ResourceArn=ALL_BUCKETS, RoleArn=registrar, WithFederation=True)
    lake.client("glue").create_catalog(Name="s3tablescatalog", CatalogInput={
        "FederatedCatalog": {"Identifier": ALL_BUCKETS, "ConnectionName": "aws:s3tables"},
        "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []})
    arn = lake.client("s3tables").create_table_bucket(name=unique("tb"))["arn"]
    return f"{ACCOUNT}:s3tablescatalog/{arn.split('/')[-1]}", arn


@pytest.fixture
def table(lake, place):
    """A table as Lake Formation names it."""
    tables, name = lake.client("s3tables"), unique_("ns")
    tables.create_namespace(tableBucketARN=place[1], namespace=[name])
    tables.create_table(tableBucketARN=place[1], namespace=name, name="t", format="ICEBERG", metadata={"iceberg": {
        "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "int"}]}}})
    return {"CatalogId": place[0], "DatabaseName": name, "Name": "t"}


@pytest.fixture
def role(lake):
    return make_role(lake, allow("glue:*", "lakeformation:*", "s3tables:*"))


def who(arn):
    return {"DataLakePrincipalIdentifier": arn}


def database_of(table):
    return {"Database": {"CatalogId": table["CatalogId"], "Name": table["DatabaseName"]}}


def granted(lf, arn, resource):
    """Permission -> grantable, over all rows of this principal on this resource."""
    rows = lf.list_permissions(Principal=who(arn), Resource=resource)["PrincipalResourcePermissions"]
    return {permission: permission in row["PermissionsWithGrantOption"]
            for row in rows if row["Principal"] == who(arn) for permission in row["Permissions"]}
