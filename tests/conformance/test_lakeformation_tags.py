"""Lake Formation: LF-tags, saved expressions, data cells filters, opt-ins, and credentials; and what Glue makes of them."""
import json

import pytest
from governed import database_of, granted, lf, loose, place, role, table, who  # noqa: F401
from harness import ACCOUNT, allow, assume, make_role, refused, trust_service, unique, unique_

TABLES = {"ResourceType": "TABLE"}


@pytest.fixture
def tag(lf):
    key = unique_("tag")
    lf.create_lf_tag(TagKey=key, TagValues=["red", "blue"])
    return key


def pairs(tags):
    return [(entry["TagKey"], entry["TagValues"]) for entry in tags]


def test_tags_are_made_changed_listed_and_deleted(lf):
    key = unique_("Tag")
    lf.create_lf_tag(TagKey=key, TagValues=["A", "b"])
    got = lf.get_lf_tag(TagKey=key)
    assert (got["CatalogId"], got["TagKey"], got["TagValues"]) == (ACCOUNT, key.lower(), ["a", "b"])
    lf.update_lf_tag(TagKey=key, TagValuesToAdd=["c"], TagValuesToDelete=["a"])
    assert lf.get_lf_tag(TagKey=key)["TagValues"] == ["b", "c"]
    assert key.lower() in [entry["TagKey"] for page in lf.get_paginator("list_lf_tags").paginate(
        PaginationConfig={"PageSize": 1}) for entry in page["LFTags"]]
    lf.delete_lf_tag(TagKey=key)
    with refused("EntityNotFoundException", 400):
        lf.get_lf_tag(TagKey=key)


def test_tags_are_inherited_by_tables_and_columns(lf, table, tag):
    lf.add_lf_tags_to_resource(Resource=database_of(table), LFTags=[{"TagKey": tag, "TagValues": ["red"]}])
    lf.add_lf_tags_to_resource(Resource={"TableWithColumns": {**table, "ColumnNames": ["n"]}},
                               LFTags=[{"TagKey": tag, "TagValues": ["blue"]}])
    got = lf.get_resource_lf_tags(Resource={"Table": table})
    assert pairs(got["LFTagOnDatabase"]) == pairs(got["LFTagsOnTable"]) == [(tag, ["red"])]
    assert {entry["Name"]: pairs(entry["LFTags"]) for entry in got["LFTagsOnColumns"]} == {
        "id": [(tag, ["red"])], "n": [(tag, ["blue"])]}
    own = lf.get_resource_lf_tags(Resource={"Table": table}, ShowAssignedLFTags=True)
    assert "LFTagsOnTable" not in own and [entry["Name"] for entry in own["LFTagsOnColumns"]] == ["n"]
    found = lf.search_tables_by_lf_tags(Expression=[{"TagKey": tag, "TagValues": ["blue"]}])["TableList"]
    assert [entry["Table"]["Name"] for entry in found] == ["t"]
    found = lf.search_databases_by_lf_tags(Expression=[{"TagKey": tag, "TagValues": ["red"]}])["DatabaseList"]
    assert [entry["Database"]["Name"] for entry in found] == [table["DatabaseName"]]


def test_grants_by_tags_open_tables(lake, lf, table, tag, role):
    glue = lake.as_session("glue", assume(lake, role))
    policy = {"LFTagPolicy": {**TABLES, "Expression": [{"TagKey": tag, "TagValues": ["red"]}]}}
    lf.grant_permissions(Principal=who(role), Resource=policy, Permissions=["SELECT", "ALTER"])
    with refused("AccessDeniedException", 400):
        glue.get_table(**table)
    lf.add_lf_tags_to_resource(Resource={"Table": table}, LFTags=[{"TagKey": tag, "TagValues": ["red"]}])
    assert glue.get_table(**table)["Table"]["Name"] == "t"
    assert granted(lf, role, policy) == {"SELECT": False, "ALTER": False}
    lf.remove_lf_tags_from_resource(Resource={"Table": table}, LFTags=[{"TagKey": tag, "TagValues": ["red"]}])
    with refused("AccessDeniedException", 400):
        glue.get_table(**table)


def test_saved_expressions_grant(lake, lf, table, tag, role):
    glue, name = lake.as_session("glue", assume(lake, role)), unique_("expression")
    lf.create_lf_tag_expression(Name=name, Expression=[{"TagKey": tag, "TagValues": ["red"]}])
    lf.grant_permissions(Principal=who(role), Resource={"LFTagPolicy": {**TABLES, "ExpressionName": name}},
                         Permissions=["DESCRIBE"])
    lf.add_lf_tags_to_resource(Resource=database_of(table), LFTags=[{"TagKey": tag, "TagValues": ["blue"]}])
    with refused("AccessDeniedException", 400):
        glue.get_table(**table)
    lf.update_lf_tag_expression(Name=name, Expression=[{"TagKey": tag, "TagValues": ["red", "blue"]}])
    assert glue.get_table(**table)
    assert name in [entry["Name"] for entry in lf.list_lf_tag_expressions()["LFTagExpressions"]]
    lf.delete_lf_tag_expression(Name=name)
    with refused("AccessDeniedException", 400):
        glue.get_table(**table)


def test_tag_permissions_pass_on(lake, lf, tag, role):
    mine = lake.as_session("lakeformation", assume(lake, role))
    assert tag not in [entry["TagKey"] for entry in mine.list_lf_tags()["LFTags"]]
    with refused("AccessDeniedException", 400):
        mine.get_lf_tag(TagKey=tag)
    resource = {"LFTag": {"TagKey": tag, "TagValues": ["red"]}}
    lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=["DESCRIBE", "ASSOCIATE"])
    assert mine.get_lf_tag(TagKey=tag)["TagValues"] == ["red"]
    assert granted(lf, role, resource) == {"DESCRIBE": False, "ASSOCIATE": False}
    with refused("AccessDeniedException", 400, "Required create tag on catalog"):
        mine.create_lf_tag(TagKey=unique_("mine"), TagValues=["v"])
    lf.grant_permissions(Principal=who(role), Resource={"Catalog": {}}, Permissions=["CREATE_LF_TAG"])
    mine.create_lf_tag(TagKey=unique_("mine"), TagValues=["v"])


def test_data_cells_filters_are_kept_and_granted(lake, lf, table, role):
    name = {"TableCatalogId": table["CatalogId"], "DatabaseName": table["DatabaseName"], "TableName": "t", "Name": "small"}
    lf.create_data_cells_filter(TableData={**name, "RowFilter": {"FilterExpression": "n < 10"}, "ColumnNames": ["id"]})
    kept = lf.get_data_cells_filter(**name)["DataCellsFilter"]
    assert kept["RowFilter"] == {"FilterExpression": "n < 10"} and kept["ColumnNames"] == ["id"] and kept["VersionId"]
    lf.grant_permissions(Principal=who(role), Resource={"DataCellsFilter": name}, Permissions=["SELECT"])
    assert granted(lf, role, {"DataCellsFilter": name}) == {"SELECT": False}
    rows = lf.list_permissions(Resource={"Table": table}, IncludeRelated="TRUE")["PrincipalResourcePermissions"]
    assert [row["Resource"]["DataCellsFilter"]["Name"] for row in rows] == ["small"]
    assert lake.as_session("glue", assume(lake, role)).get_table(**table)
    lf.update_data_cells_filter(TableData={**name, "RowFilter": {"AllRowsWildcard": {}}, "ColumnWildcard": {
        "ExcludedColumnNames": ["n"]}})
    listed = lf.list_data_cells_filter(Table=table)["DataCellsFilters"]
    assert [entry["ColumnWildcard"] for entry in listed] == [{"ExcludedColumnNames": ["n"]}]
    lf.delete_data_cells_filter(**name)
    assert lf.list_data_cells_filter(Table=table)["DataCellsFilters"] == []


def test_opted_in_principals_need_grants(lake, lf, role):
    glue, name = lake.client("glue"), unique_("hybrid")
    glue.create_database(DatabaseInput={"Name": name})
    mine, resource = lake.as_session("glue", assume(lake, role)), {"Database": {"Name": name}}
    assert mine.get_database(Name=name)
    lf.create_lake_formation_opt_in(Principal=who(role), Resource=resource)
    with refused("AccessDeniedException", 400, "Insufficient Lake Formation permission(s)"):
        mine.get_database(Name=name)
    lf.grant_permissions(Principal=who(role), Resource=resource, Permissions=["DESCRIBE"])
    assert mine.get_database(Name=name)
    listed = lf.list_lake_formation_opt_ins(Principal=who(role))["LakeFormationOptInsInfoList"]
    assert [entry["Resource"]["Database"]["Name"] for entry in listed] == [name]
    lf.delete_lake_formation_opt_in(Principal=who(role), Resource=resource)
    assert lf.list_lake_formation_opt_ins(Principal=who(role))["LakeFormationOptInsInfoList"] == []


def test_creators_rule_what_they_made(lake, lf, place, role):
    glue, name = lake.as_session("glue", assume(lake, role)), unique_("made")
    lf.grant_permissions(Principal=who(role), Resource={"Catalog": {"Id": place[0]}}, Permissions=["CREATE_DATABASE"])
    glue.create_database(CatalogId=place[0], DatabaseInput={"Name": name})
    database = {"Database": {"CatalogId": place[0], "Name": name}}
    assert granted(lf, role, database) == dict.fromkeys(("ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"), True)
    glue.delete_database(CatalogId=place[0], Name=name)
    assert granted(lf, role, database) == {}


def test_registered_places_need_a_grant(lake, lf, role):
    glue, bucket, name = lake.as_session("glue", assume(lake, role)), unique("place"), unique_("db")
    registrar = make_role(lake, allow("s3:*"), trust_service("lakeformation.amazonaws.com"))
    lf.register_resource(ResourceArn=f"arn:aws:s3:::{bucket}", RoleArn=registrar)
    with refused("AccessDeniedException", 400, f"Insufficient Lake Formation permission(s) on arn:aws:s3:::{bucket}/d"):
        glue.create_database(DatabaseInput={"Name": name, "LocationUri": f"s3://{bucket}/d"})
    lf.grant_permissions(Principal=who(role), Resource={"DataLocation": {"ResourceArn": f"arn:aws:s3:::{bucket}"}},
                         Permissions=["DATA_LOCATION_ACCESS"])
    glue.create_database(DatabaseInput={"Name": name, "LocationUri": f"s3://{bucket}/d"})
    lf.revoke_permissions(Principal=who(role), Resource={"DataLocation": {"ResourceArn": f"arn:aws:s3:::{bucket}"}},
                          Permissions=["DATA_LOCATION_ACCESS"])
    table = {"Name": "t", "StorageDescriptor": {"Location": f"s3://{bucket}/e", "Columns": []}}
    with refused("AccessDeniedException", 400, "Insufficient Lake Formation permission(s)"):
        glue.create_table(DatabaseName=name, TableInput=table)
    table["StorageDescriptor"]["Location"] = f"s3://{bucket}/d/t"
    glue.create_table(DatabaseName=name, TableInput=table)
    rows = lf.get_effective_permissions_for_path(ResourceArn=f"arn:aws:s3:::{bucket}/d")["Permissions"]
    assert {row["Principal"]["DataLakePrincipalIdentifier"] for row in rows} == {role}


def test_identity_center_is_kept(lake):
    lf = lake.client("lakeformation", key="777766665558")
    made = lf.create_lake_formation_identity_center_configuration(InstanceArn="arn:aws:sso:::instance/ssoins-0123456789abcdef")
    kept = lf.describe_lake_formation_identity_center_configuration()
    assert kept["ApplicationArn"] == made["ApplicationArn"] and kept["CatalogId"] == "777766665558"
    with refused("AlreadyExistsException", 400):
        lf.create_lake_formation_identity_center_configuration(InstanceArn="arn:aws:sso:::instance/ssoins-0123456789abcdef")
    lf.delete_lake_formation_identity_center_configuration()
    with refused("EntityNotFoundException", 400):
        lf.describe_lake_formation_identity_center_configuration()


def test_principal_is_the_role_of_a_session(lake, role):
    assert lake.as_session("lakeformation", assume(lake, role)).get_data_lake_principal()["Identity"] == role


def test_credentials_of_a_table_reach_that_table_only(lake, lf, table, role):
    s3, glue = lake.client("s3"), lake.client("glue")
    bucket, name = unique("vended"), unique_("db")
    s3.create_bucket(Bucket=bucket)
    for key in ("mine/f", "other/f"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    registrar = make_role(lake, allow("s3:*"), trust_service(
        "lakeformation.amazonaws.com", "sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"))
    lf.register_resource(ResourceArn=f"arn:aws:s3:::{bucket}", RoleArn=registrar)
    glue.create_database(DatabaseInput={"Name": name})
    glue.create_table(DatabaseName=name, TableInput={"Name": "t", "StorageDescriptor": {
        "Location": f"s3://{bucket}/mine", "Columns": [{"Name": "id", "Type": "string"}]}})
    reader, ask = lake.as_session("lakeformation", assume(lake, role)), {
        "TableArn": f"arn:aws:glue:us-east-1:{ACCOUNT}:table/{name}/t", "SupportedPermissionTypes": ["COLUMN_PERMISSION"]}
    with refused("AccessDeniedException", 400, "Access is not allowed."):
        reader.get_temporary_glue_table_credentials(**ask)
    settings = lf.get_data_lake_settings()["DataLakeSettings"]
    lf.put_data_lake_settings(DataLakeSettings={**settings, "AllowFullTableExternalDataAccess": True})
    vended = reader.get_temporary_glue_table_credentials(**ask)
    lf.put_data_lake_settings(DataLakeSettings=settings)
    data = lake.client("s3", vended["AccessKeyId"], vended["SecretAccessKey"], vended["SessionToken"])
    assert data.get_object(Bucket=bucket, Key="mine/f")["Body"].read() == b"x"
    for forbidden in (lambda: data.get_object(Bucket=bucket, Key="other/f"),
                      lambda: data.put_object(Bucket=bucket, Key="mine/g", Body=b"x")):
        with refused("AccessDenied", 403):
            forbidden()
    assert vended["VendedS3Path"] == [f"s3://{bucket}/mine"]
    assert json.dumps(vended["Expiration"], default=str)


FILTER = {"TableCatalogId": ACCOUNT, "DatabaseName": "d", "TableName": "t", "Name": "f"}
ROWS = {"RowFilter": {"AllRowsWildcard": {}}, "ColumnWildcard": {}}
OPT_IN = {"Principal": who(f"arn:aws:iam::{ACCOUNT}:role/none"), "Resource": {"Database": {"Name": "d"}}}
INVALID, MISSING, DENIED = "InvalidInputException", "EntityNotFoundException", "AccessDeniedException"
EITHER = (INVALID, "ValidationException", "ParamValidationError", "SerializationException")
GIVEN = [
    ("create_lf_tag", {"TagKey": "", "TagValues": ["v"]}, EITHER),
    ("create_lf_tag", {"TagKey": "k" * 129, "TagValues": ["v"]}, EITHER),
    ("create_lf_tag", {"TagKey": "k", "TagValues": []}, EITHER),
    ("create_lf_tag", {"TagKey": "k", "TagValues": ["v"] * 2}, INVALID),
    ("create_lf_tag", {"TagKey": "k", "TagValues": [str(n) for n in range(51)]}, EITHER),
    ("create_lf_tag", {"TagKey": "k", "TagValues": ["*"]}, INVALID),
    ("create_lf_tag", {"TagKey": "k", "TagValues": [""]}, INVALID),
    ("create_lf_tag", {"TagKey": "k", "TagValues": ["v"], "CatalogId": "nonsense"}, INVALID),
    ("create_lf_tag", {"TagKey": "k", "TagValues": ["v"], "CatalogId": "999988887777"}, DENIED),
    ("create_lf_tag", {"TagKey": "k{}", "TagValues": ["v"]}, EITHER),
    ("update_lf_tag", {"TagKey": "none", "TagValuesToAdd": ["v"]}, MISSING),
    ("update_lf_tag", {"TagKey": "none"}, INVALID),
    ("delete_lf_tag", {"TagKey": "none"}, MISSING),
    ("get_lf_tag", {"TagKey": "none"}, MISSING),
    ("list_lf_tags", {"NextToken": "%"}, INVALID),
    ("list_lf_tags", {"MaxResults": 0}, EITHER),
    ("create_lf_tag_expression", {"Name": "e", "Expression": []}, INVALID),
    ("create_lf_tag_expression", {"Name": "e", "Expression": [{"TagKey": "none", "TagValues": ["v"]}]}, MISSING),
    ("update_lf_tag_expression", {"Name": "e", "Expression": [{"TagKey": "none", "TagValues": ["v"]}]}, MISSING),
    ("delete_lf_tag_expression", {"Name": "none"}, MISSING),
    ("get_lf_tag_expression", {"Name": "none"}, MISSING),
    ("add_lf_tags_to_resource", {"Resource": {"Catalog": {}}, "LFTags": [{"TagKey": "k", "TagValues": ["v"]}]}, INVALID),
    ("add_lf_tags_to_resource", {"Resource": {"Database": {"Name": "none"}},
                                 "LFTags": [{"TagKey": "k", "TagValues": ["v"]}]}, MISSING),
    ("add_lf_tags_to_resource", {"Resource": {"Database": {"Name": "none"}}, "LFTags": []}, EITHER),
    ("remove_lf_tags_from_resource", {"Resource": {"Table": {"DatabaseName": "none", "TableWildcard": {}}},
                                      "LFTags": [{"TagKey": "k", "TagValues": ["v"]}]}, INVALID),
    ("get_resource_lf_tags", {"Resource": {}}, INVALID),
    ("get_resource_lf_tags", {"Resource": {"Database": {"Name": "none"}}}, MISSING),
    ("search_tables_by_lf_tags", {"Expression": []}, INVALID),
    ("search_databases_by_lf_tags", {"Expression": [{"TagKey": "none", "TagValues": ["v"]}]}, MISSING),
    ("search_databases_by_lf_tags", {"Expression": [{"TagKey": "none", "TagValues": ["v"]}], "MaxResults": 101}, EITHER),
    ("create_data_cells_filter", {"TableData": {**FILTER, **ROWS}}, MISSING),
    ("create_data_cells_filter", {"TableData": {**FILTER, **ROWS, "Name": ""}}, EITHER),
    ("update_data_cells_filter", {"TableData": {**FILTER, **ROWS}}, MISSING),
    ("get_data_cells_filter", FILTER, MISSING),
    ("delete_data_cells_filter", FILTER, MISSING),
    ("delete_data_cells_filter", {"Name": "f"}, INVALID),
    ("create_lake_formation_opt_in", OPT_IN, INVALID),
    ("create_lake_formation_opt_in", {**OPT_IN, "Principal": who("IAM_ALLOWED_PRINCIPALS")}, INVALID),
    ("create_lake_formation_opt_in", {**OPT_IN, "Resource": {"DataLocation": {"ResourceArn": "arn:aws:s3:::b"}}}, INVALID),
    ("delete_lake_formation_opt_in", OPT_IN, MISSING),
    ("create_lake_formation_identity_center_configuration", {"InstanceArn": "arn:aws:sso:::instance/x"}, INVALID),
    ("update_lake_formation_identity_center_configuration", {"ApplicationStatus": "MAYBE"}, EITHER),
    ("describe_lake_formation_identity_center_configuration", {"CatalogId": "x"}, INVALID),
    ("get_effective_permissions_for_path", {"ResourceArn": "not-a-place"}, INVALID),
    ("get_temporary_glue_table_credentials", {"TableArn": "arn:aws:glue:us-east-1:1:table/d/t"}, INVALID),
    ("get_temporary_glue_table_credentials", {"TableArn": f"arn:aws:glue:us-east-1:{ACCOUNT}:table/d/t",
                                              "DurationSeconds": 1}, EITHER),
    ("get_temporary_data_location_credentials", {"DataLocations": []}, INVALID),
    ("put_data_lake_settings", {"DataLakeSettings": {"Parameters": {"CROSS_ACCOUNT_VERSION": "6"}}}, INVALID),
    ("put_data_lake_settings", {"DataLakeSettings": {"ExternalDataFilteringAllowList": [who("x")]}}, INVALID),
    ("put_data_lake_settings", {"DataLakeSettings": {}, "CatalogId": "999988887777"}, DENIED),
    ("get_data_lake_settings", {"CatalogId": "999988887777"}, DENIED),
    ("list_permissions", {"IncludeRelated": "YES"}, INVALID),
    ("list_permissions", {"ResourceType": "TEAPOT"}, EITHER),
    ("list_permissions", {"Resource": {}}, INVALID),
]


@pytest.mark.parametrize("operation,given,codes", GIVEN, ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(GIVEN)])
def test_malformed_requests_are_refused_and_change_nothing(loose, operation, given, codes):
    def seen():
        return [loose.list_lf_tags()["LFTags"], loose.list_lf_tag_expressions()["LFTagExpressions"],
                loose.list_data_cells_filter()["DataCellsFilters"],
                loose.list_lake_formation_opt_ins()["LakeFormationOptInsInfoList"],
                loose.get_data_lake_settings()["DataLakeSettings"]]
    before = seen()
    with refused(codes, 400):
        getattr(loose, operation)(**given)
    assert seen() == before
