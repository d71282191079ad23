"""Lake Formation: settings, registered locations, grants on catalogs, databases, tables and links, and their effect."""
import pytest
from governed import ALL_BUCKETS, database_of, granted, lf, loose, place, role, table, who  # noqa: F401
from harness import ACCOUNT, allow, assume, make_role, refused, trust_service, unique, unique_

IAM_ALL = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]


# Settings and locations


def test_new_account_has_the_documented_settings(lake):
    settings = lake.client("lakeformation", key="777766665555").get_data_lake_settings()["DataLakeSettings"]
    assert settings["DataLakeAdmins"] == []
    assert settings["CreateDatabaseDefaultPermissions"] == IAM_ALL
    assert settings["CreateTableDefaultPermissions"] == IAM_ALL


def test_settings_are_replaced_as_a_whole(lake):
    lf = lake.client("lakeformation", key="777766665556")
    admin = "arn:aws:iam::777766665556:root"
    lf.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [who(admin)], "CreateDatabaseDefaultPermissions": [],
                                                "CreateTableDefaultPermissions": [], "TrustedResourceOwners": [ACCOUNT]})
    lf.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [], "CreateTableDefaultPermissions": IAM_ALL})
    settings = lf.get_data_lake_settings()["DataLakeSettings"]
    assert settings["DataLakeAdmins"] == []
    assert settings["CreateTableDefaultPermissions"] == IAM_ALL
    assert not settings.get("TrustedResourceOwners")


def test_terraforms_farewell_is_accepted(lake):
    lf = lake.client("lakeformation", key="777766665557")
    lf.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [], "Parameters": {
        "CROSS_ACCOUNT_VERSION": "1", "SET_CONTEXT": "TRUE"}})
    assert lf.get_data_lake_settings()["DataLakeSettings"]["Parameters"]["CROSS_ACCOUNT_VERSION"] == "1"


def test_location_is_described_listed_changed_and_removed(lake, lf):
    registrar = make_role(lake, allow("s3:*"), trust_service("lakeformation.amazonaws.com"))
    arn = f"arn:aws:s3:::{unique('bucket')}"
    lf.register_resource(ResourceArn=arn, RoleArn=registrar, HybridAccessEnabled=True)
    info = lf.describe_resource(ResourceArn=arn)["ResourceInfo"]
    assert (info["ResourceArn"], info["RoleArn"], info["HybridAccessEnabled"]) == (arn, registrar, True)
    assert arn in [entry["ResourceArn"] for entry in lf.list_resources()["ResourceInfoList"]]
    lf.update_resource(ResourceArn=arn, RoleArn=registrar, HybridAccessEnabled=False)
    assert not lf.describe_resource(ResourceArn=arn)["ResourceInfo"].get("HybridAccessEnabled")
    lf.deregister_resource(ResourceArn=arn)
    with refused("EntityNotFoundException", 400):
        lf.describe_resource(ResourceArn=arn)


def test_registration_remembers_federation(lf, place):
    assert lf.describe_resource(ResourceArn=ALL_BUCKETS)["ResourceInfo"]["WithFederation"] is True


# Grants


def test_grants_are_listed_and_revoked(lf, table, role):
    resource = {"Table": table}
    lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=["ALTER", "INSERT"],
                         PermissionsWithGrantOption=["INSERT"])
    rights = granted(lf, role, resource)
    assert rights["ALTER"] is False and rights["INSERT"] is True
    lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=["ALTER"])
    lf.revoke_permissions(Principal=who(role), Resource=resource, Permissions=["ALTER"])
    assert "ALTER" not in granted(lf, role, resource)
    assert "INSERT" in granted(lf, role, resource)


def test_grants_on_catalog_and_database(lf, place, table, role):
    for resource, permissions in (({"Catalog": {"Id": place[0]}}, ["DESCRIBE"]),
                                  ({"Catalog": {"Id": f"{ACCOUNT}:s3tablescatalog"}}, ["ALL", "DESCRIBE", "CREATE_DATABASE"]),
                                  (database_of(table), ["DESCRIBE", "CREATE_TABLE"]),
                                  ({"Table": {**{k: v for k, v in table.items() if k != "Name"}, "TableWildcard": {}}},
                                   ["SELECT", "DESCRIBE"])):
        lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=permissions)
        assert set(permissions) <= set(granted(lf, role, resource)), resource


def test_grant_on_a_link_stays_on_the_link(lake, lf, table, role):
    name = unique_("link")
    lake.client("glue").create_database(DatabaseInput={"Name": name, "TargetDatabase": {
        "CatalogId": table["CatalogId"], "DatabaseName": table["DatabaseName"]}})
    link = {"Database": {"CatalogId": ACCOUNT, "Name": name}}
    lf.grant_permissions(Principal=who(role), Resource=link, Permissions=["DESCRIBE"])
    assert "DESCRIBE" in granted(lf, role, link)
    assert "DESCRIBE" not in granted(lf, role, database_of(table))
    with refused("InvalidInputException", 400):
        lf.grant_permissions(Principal=who(role), Resource=link, Permissions=["CREATE_TABLE"])


def test_batch_grants_what_it_can_and_names_the_rest(lf, table, role):
    answer = lf.batch_grant_permissions(Entries=[
        {"Id": "good", "Principal": who(role), "Resource": {"Table": table}, "Permissions": ["INSERT"]},
        {"Id": "bad", "Principal": who("not-a-principal"), "Resource": {"Table": table}, "Permissions": ["INSERT"]}])
    assert [(failure["RequestEntry"]["Id"], failure["Error"]["ErrorCode"]) for failure in answer["Failures"]] == [
        ("bad", "InvalidInputException")]
    assert "INSERT" in granted(lf, role, {"Table": table})
    entry = {"Id": "1", "Principal": who(role), "Resource": {"Table": table}, "Permissions": ["INSERT"]}
    assert not lf.batch_revoke_permissions(Entries=[entry]).get("Failures")
    assert "INSERT" not in granted(lf, role, {"Table": table})


def test_cli_grants_inside_the_resource(lake, lf, table, role):
    lake.cli("lakeformation", "grant-permissions", "--principal", f"DataLakePrincipalIdentifier={role}", "--resource",
             f'{{"Table":{{"CatalogId":"{table["CatalogId"]}","DatabaseName":"{table["DatabaseName"]}","Name":"t"}}}}',
             "--permissions", "SELECT", "DESCRIBE")
    assert {"SELECT", "DESCRIBE"} <= set(granted(lf, role, {"Table": table}))


def test_rows_of_a_principal_need_a_resource(lf, role):
    with refused("InvalidInputException", 400, "Resource is mandatory if Principal is set in the input"):
        lf.list_permissions(Principal=who(role))


# Effect


def test_table_is_hidden_until_granted(lake, lf, table, role):
    glue = lake.as_session("glue", assume(lake, role))
    with refused("AccessDeniedException", 400, "Insufficient Lake Formation permission(s)"):
        glue.get_table(**table)
    lf.grant_permissions(Principal=who(role), Resource={"Table": table}, Permissions=["DESCRIBE"])
    assert glue.get_table(**table)["Table"]["Name"] == "t"
    with refused("AccessDeniedException", 400, "Insufficient Lake Formation permission(s)"):
        glue.delete_table(**table)
    lf.revoke_permissions(Principal=who(role), Resource={"Table": table}, Permissions=["DESCRIBE"])
    with refused("AccessDeniedException", 400):
        glue.get_table(**table)


def test_grant_without_iam_is_not_enough(lake, lf, table):
    bare = make_role(lake, allow("s3:ListAllMyBuckets"))
    lf.grant_permissions(Principal=who(bare), Resource={"Table": table}, Permissions=["ALL"])
    with refused("AccessDeniedException", 400, "is not authorized to perform: glue:GetTable"):
        lake.as_session("glue", assume(lake, bare)).get_table(**table)


def test_lists_show_only_what_is_granted(lake, lf, table, role):
    glue = lake.as_session("glue", assume(lake, role))
    names = [entry["Name"] for entry in glue.get_databases(CatalogId=table["CatalogId"])["DatabaseList"]]
    assert table["DatabaseName"] not in names
    lf.grant_permissions(Principal=who(role), Resource=database_of(table), Permissions=["DESCRIBE"])
    names = [entry["Name"] for entry in glue.get_databases(CatalogId=table["CatalogId"])["DatabaseList"]]
    assert names == [table["DatabaseName"]]


def test_only_admins_and_grantors_grant(lake, lf, table, role):
    other = make_role(lake, allow("*"))
    mine = lake.as_session("lakeformation", assume(lake, role))
    with refused("AccessDeniedException"):
        mine.grant_permissions(Principal=who(other), Resource={"Table": table}, Permissions=["INSERT"])
    lf.grant_permissions(Principal=who(role), Resource={"Table": table}, Permissions=["INSERT"],
                         PermissionsWithGrantOption=["INSERT"])
    mine.grant_permissions(Principal=who(other), Resource={"Table": table}, Permissions=["INSERT"])
    with refused("AccessDeniedException"):
        mine.grant_permissions(Principal=who(other), Resource={"Table": table}, Permissions=["ALTER"])


# Bad input


def test_nested_catalog_id_on_top_is_refused(lf, table, role):
    with refused("InvalidInputException", 400, "Catalog id must be a valid AWS account id."):
        lf.grant_permissions(CatalogId=table["CatalogId"], Principal=who(role), Resource={"Table": table},
                             Permissions=["SELECT"])


def test_revoking_what_is_not_granted_is_refused(lf, table, role):
    with refused("InvalidInputException", 400, "No permissions revoked. Grantee"):
        lf.revoke_permissions(Principal=who(role), Resource={"Table": table}, Permissions=["INSERT"])


@pytest.mark.parametrize("principal", ["not-a-principal", "arn:aws:s3:::bucket", "12345", "",
                                       f"arn:aws:sts::{ACCOUNT}:assumed-role/some/session"])
def test_bad_principals_are_refused(loose, table, principal):
    with refused(("InvalidInputException", "ValidationException"), 400):
        loose.grant_permissions(Principal=who(principal), Resource={"Table": table}, Permissions=["INSERT"])


def test_principal_that_is_not_there_is_refused(lf, table):
    with refused("InvalidInputException", 400, "Invalid principal"):
        lf.grant_permissions(Principal=who(f"arn:aws:iam::{ACCOUNT}:role/{unique('missing')}"), Resource={"Table": table},
                             Permissions=["INSERT"])


def test_permissions_that_do_not_fit_the_resource_are_refused(lf, table, role):
    for resource, permission in ((database_of(table), "SELECT"), ({"Table": table}, "CREATE_TABLE"),
                                 ({"Catalog": {}}, "SELECT"), ({"Table": table}, "DATA_LOCATION_ACCESS"),
                                 ({"TableWithColumns": {**table, "ColumnNames": ["id"]}}, "INSERT")):
        with refused(("InvalidInputException", "AccessDeniedException"), 400):
            lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=[permission])


def test_resource_must_be_exactly_one(loose, table, role):
    for resource in ({}, {"Table": table, **database_of(table)}, {"Table": {**table, "TableWildcard": {}}}):
        with refused(("InvalidInputException", "ValidationException"), 400):
            loose.grant_permissions(Principal=who(role), Resource=resource, Permissions=["DESCRIBE"])


def test_unknown_permission_is_refused(loose, table, role):
    for permissions in (["FLY"], []):
        with refused(("InvalidInputException", "ValidationException"), 400):
            loose.grant_permissions(Principal=who(role), Resource={"Table": table}, Permissions=permissions)


def test_grant_on_what_is_not_there_is_refused(lf, table, role):
    for resource in ({"Table": {**table, "Name": "none"}}, {"Database": {"CatalogId": table["CatalogId"], "Name": "none"}}):
        with refused(("EntityNotFoundException", "InvalidInputException"), 400):
            lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=["DESCRIBE"])


def test_columns_that_are_not_there_are_refused(lf, table, role):
    with refused("InvalidInputException", 400, "non-existent column"):
        lf.grant_permissions(Principal=who(role), Permissions=["SELECT"],
                             Resource={"TableWithColumns": {**table, "ColumnNames": ["nope"]}})


def test_second_registration_is_refused(lake, lf, place):
    registrar = make_role(lake, allow("s3tables:*"), trust_service("lakeformation.amazonaws.com"))
    with refused("AlreadyExistsException", 400):
        lf.register_resource(ResourceArn=ALL_BUCKETS, RoleArn=registrar, WithFederation=True)


def test_unknown_location_is_refused(lf):
    arn = f"arn:aws:s3:::{unique('missing')}"
    for call in (lf.describe_resource, lf.deregister_resource):
        with refused("EntityNotFoundException", 400):
            call(ResourceArn=arn)


def test_settings_are_validated(loose):
    with refused(("InvalidInputException", "ValidationException"), 400):
        loose.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [who("nonsense")]})
    with refused(("InvalidInputException", "ValidationException"), 400):
        loose.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [
            who(f"arn:aws:iam::{ACCOUNT}:role/r{number}") for number in range(31)]})


def test_batch_is_limited(loose, table, role):
    entry = {"Principal": who(role), "Resource": {"Table": table}, "Permissions": ["INSERT"]}
    with refused(("InvalidInputException", "ValidationException"), 400):
        loose.batch_grant_permissions(Entries=[{"Id": str(number), **entry} for number in range(21)])


def test_malformed_bodies_are_refused(lake):
    for body in (b"{", b"[]", b'{"Principal": 7}', b"\xff"):
        answer = lake.signed("lakeformation", "POST", "/GrantPermissions", body, {"Content-Type": "application/json"})
        assert answer.status == 400, body
        assert answer.code in ("SerializationException", "ValidationException", "InvalidInputException"), body


def test_unknown_operation_is_refused(lake):
    answer = lake.signed("lakeformation", "POST", "/MakeCoffee", b"{}", {"Content-Type": "application/json"})
    assert answer.status in (400, 403, 404, 501)
    assert answer.code
