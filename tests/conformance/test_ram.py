"""Resource Access Manager: shares, invitations between accounts, and what Lake Formation shares through it."""
import pytest
from governed import granted, lf, place, role, table, who  # noqa: F401
from harness import ACCOUNT, REGION, allow, assume, refused, unique, unique_

GUEST = "444455556666"
SUBNET = f"arn:aws:ec2:{REGION}:{ACCOUNT}:subnet/subnet-1"


@pytest.fixture(scope="module")
def ram(lake):
    return lake.client("ram")


@pytest.fixture
def guest(lake):
    """An account nobody else uses, and its RAM."""
    account = "55" + str(int(unique("g").split("-")[1], 16))[-10:].zfill(10)
    return account, lake.client("ram", key=account)


def share(ram, **more):
    return ram.create_resource_share(name=unique("share"), **more)["resourceShare"]


def invitations(client):
    return client.get_resource_share_invitations()["resourceShareInvitations"]


def associations(ram, arn, kind):
    return {entry["associatedEntity"]: entry["status"] for entry in ram.get_resource_share_associations(
        associationType=kind, resourceShareArns=[arn])["resourceShareAssociations"]}


def test_share_is_made_changed_tagged_and_deleted(ram):
    made = share(ram, tags=[{"key": "a", "value": "1"}], resourceArns=[SUBNET])
    arn = made["resourceShareArn"]
    assert made["status"] == "ACTIVE" and made["allowExternalPrincipals"] is True and made["owningAccountId"] == ACCOUNT
    changed = ram.update_resource_share(resourceShareArn=arn, name="renamed", allowExternalPrincipals=False)["resourceShare"]
    assert (changed["name"], changed["allowExternalPrincipals"]) == ("renamed", False)
    ram.tag_resource(resourceShareArn=arn, tags=[{"key": "b", "value": "2"}])
    ram.untag_resource(resourceShareArn=arn, tagKeys=["a"])
    got = ram.get_resource_shares(resourceOwner="SELF", tagFilters=[{"tagKey": "b", "tagValues": ["2"]}])["resourceShares"]
    assert [(entry["resourceShareArn"], entry["tags"]) for entry in got] == [(arn, [{"key": "b", "value": "2"}])]
    assert associations(ram, arn, "RESOURCE") == {SUBNET: "ASSOCIATED"}
    assert ram.delete_resource_share(resourceShareArn=arn)["returnValue"] is True
    got = ram.get_resource_shares(resourceOwner="SELF", resourceShareArns=[arn])["resourceShares"]
    assert [entry["status"] for entry in got] == ["DELETED"]
    with refused("UnknownResourceException", 400):
        ram.update_resource_share(resourceShareArn=arn, name="x")


def test_invitation_is_accepted(ram, guest):
    account, theirs = guest
    arn = share(ram, principals=[account], resourceArns=[SUBNET])["resourceShareArn"]
    assert associations(ram, arn, "PRINCIPAL") == {account: "ASSOCIATING"}
    invited = invitations(theirs)
    assert [(entry["status"], entry["senderAccountId"], entry["receiverAccountId"]) for entry in invited] == [
        ("PENDING", ACCOUNT, account)]
    assert invitations(ram) == []
    offered = theirs.list_pending_invitation_resources(resourceShareInvitationArn=invited[0]["resourceShareInvitationArn"])
    assert [entry["arn"] for entry in offered["resources"]] == [SUBNET]
    assert theirs.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"] == []
    answer = theirs.accept_resource_share_invitation(
        resourceShareInvitationArn=invited[0]["resourceShareInvitationArn"])["resourceShareInvitation"]
    assert answer["status"] == "ACCEPTED"
    assert associations(ram, arn, "PRINCIPAL") == {account: "ASSOCIATED"}
    assert [entry["arn"] for entry in theirs.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]] == [SUBNET]
    assert [entry["id"] for entry in theirs.list_principals(resourceOwner="OTHER-ACCOUNTS")["principals"]] == [ACCOUNT]
    assert account in [entry["id"] for entry in ram.list_principals(resourceOwner="SELF", resourceShareArns=[arn])["principals"]]
    assert [entry["resourceShareArn"] for entry in theirs.get_resource_shares(
        resourceOwner="OTHER-ACCOUNTS")["resourceShares"]] == [arn]
    with refused("ResourceShareInvitationAlreadyAcceptedException", 400):
        theirs.accept_resource_share_invitation(resourceShareInvitationArn=invited[0]["resourceShareInvitationArn"])
    with refused("ResourceShareInvitationAlreadyAcceptedException", 400):
        theirs.reject_resource_share_invitation(resourceShareInvitationArn=invited[0]["resourceShareInvitationArn"])
    ram.disassociate_resource_share(resourceShareArn=arn, principals=[account])
    assert theirs.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"] == []


def test_invitation_is_rejected(ram, guest):
    account, theirs = guest
    arn = share(ram, principals=[account], resourceArns=[SUBNET])["resourceShareArn"]
    invited = invitations(theirs)[0]["resourceShareInvitationArn"]
    assert theirs.reject_resource_share_invitation(
        resourceShareInvitationArn=invited)["resourceShareInvitation"]["status"] == "REJECTED"
    assert associations(ram, arn, "PRINCIPAL") == {account: "FAILED"}
    with refused("ResourceShareInvitationAlreadyRejectedException", 400):
        theirs.accept_resource_share_invitation(resourceShareInvitationArn=invited)
    ram.associate_resource_share(resourceShareArn=arn, principals=[account])
    assert sorted(entry["status"] for entry in invitations(theirs)) == ["PENDING", "REJECTED"]


def test_withdrawn_shares_leave_no_invitation(ram, guest):
    account, theirs = guest
    arn = share(ram, principals=[account], resourceArns=[SUBNET])["resourceShareArn"]
    ram.delete_resource_share(resourceShareArn=arn)
    assert invitations(theirs) == []


def test_members_of_the_own_account_need_no_invitation(ram):
    arn = share(ram, principals=[ACCOUNT, "backup.amazonaws.com"])["resourceShareArn"]
    assert set(associations(ram, arn, "PRINCIPAL").values()) == {"ASSOCIATED"}


def test_strangers_are_kept_out_where_nobody_from_outside_is_taken(ram):
    arn = share(ram, allowExternalPrincipals=False)["resourceShareArn"]
    with refused("OperationNotPermittedException", 400):
        ram.associate_resource_share(resourceShareArn=arn, principals=[GUEST])
    assert associations(ram, arn, "PRINCIPAL") == {}


def test_pages_hold_what_is_asked(ram):
    made = {share(ram)["resourceShareArn"] for _ in range(3)}
    seen = [entry["resourceShareArn"] for page in ram.get_paginator("get_resource_shares").paginate(
        resourceOwner="SELF", resourceShareArns=sorted(made), PaginationConfig={"PageSize": 1})
        for entry in page["resourceShares"]]
    assert seen == sorted(made)


def test_permissions_come_with_types(ram, lake):
    database = unique_("db")
    lake.client("glue").create_database(DatabaseInput={"Name": database})
    arn = share(ram, resourceArns=[f"arn:aws:glue:{REGION}:{ACCOUNT}:database/{database}"])["resourceShareArn"]
    held = ram.list_resource_share_permissions(resourceShareArn=arn)["permissions"]
    assert [entry["resourceType"] for entry in held] == ["glue:Database"]
    permission = ram.get_permission(permissionArn=held[0]["arn"])["permission"]
    assert "glue:GetDatabase" in permission["permission"]
    assert held[0]["arn"] in [entry["arn"] for entry in ram.list_permissions(resourceType="glue:Database")["permissions"]]
    assert "glue:Table" in [entry["resourceType"] for entry in ram.list_resource_types()["resourceTypes"]]


def test_policies_decide_about_shares(lake, ram, role):
    arn = share(ram)["resourceShareArn"]
    lake.client("iam").put_role_policy(RoleName=role.split("/")[-1], PolicyName="ram", PolicyDocument=allow(
        "ram:TagResource", resource=arn))
    mine = lake.as_session("ram", assume(lake, role))
    mine.tag_resource(resourceShareArn=arn, tags=[{"key": "k", "value": "v"}])
    with refused("AccessDeniedException", 403, "ram:DeleteResourceShare"):
        mine.delete_resource_share(resourceShareArn=arn)
    with refused("AccessDeniedException", 403, "ram:CreateResourceShare"):
        mine.create_resource_share(name="x")


def test_grant_to_another_account_is_shared_and_must_be_accepted(lake, lf, table, guest):
    account, theirs = guest
    admin = f"arn:aws:iam::{account}:role/admin"
    iam = lake.client("iam", key=account)
    iam.create_role(RoleName="admin", AssumeRolePolicyDocument=allow("sts:AssumeRole").replace(
        '"Resource": "*"', f'"Principal": {{"AWS": "arn:aws:iam::{account}:root"}}'))
    iam.put_role_policy(RoleName="admin", PolicyName="p", PolicyDocument=allow("*"))
    lake.client("lakeformation", key=account).put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [who(admin)]})
    session = lake.client("sts", key=account).assume_role(RoleArn=admin, RoleSessionName="admin")["Credentials"]
    consumer = lake.as_session("lakeformation", session)
    lf.grant_permissions(Principal=who(account), Resource={"Table": table}, Permissions=["SELECT", "DESCRIBE"],
                         PermissionsWithGrantOption=["SELECT", "DESCRIBE"])
    rows = lf.list_permissions(Principal=who(account), Resource={"Table": table})["PrincipalResourcePermissions"]
    shares = {arn for row in rows for arn in row["AdditionalDetails"]["ResourceShare"]}
    invited = invitations(theirs)
    assert [entry["resourceShareArn"] for entry in invited] == list(shares)
    assert invited[0]["resourceShareName"].startswith("LakeFormation-")
    own = {"Principal": who(admin), "Resource": {"Table": table}, "Permissions": ["SELECT"]}
    with refused("AccessDeniedException", 400):
        consumer.grant_permissions(**own)
    theirs.accept_resource_share_invitation(resourceShareInvitationArn=invited[0]["resourceShareInvitationArn"])
    consumer.grant_permissions(**own)
    assert granted(consumer, admin, {"Table": table}) == {"SELECT": False}
    lf.revoke_permissions(Principal=who(account), Resource={"Table": table}, Permissions=["SELECT", "DESCRIBE"])
    assert theirs.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"] == []
    with refused("AccessDeniedException", 400):
        consumer.grant_permissions(**own)


def test_kin_need_no_invitation(lake):
    parent = "333322221111"
    organizations, ram = lake.client("organizations", key=parent), lake.client("ram", key=parent)
    with refused("OperationNotPermittedException", 400):
        ram.enable_sharing_with_aws_organization()
    organizations.create_organization(FeatureSet="ALL")
    child = organizations.create_account(Email="a@example.com", AccountName="a")["CreateAccountStatus"]["AccountId"]
    assert ram.enable_sharing_with_aws_organization()["returnValue"] is True
    subnet = SUBNET.replace(ACCOUNT, parent)
    arn = share(ram, principals=[child], resourceArns=[subnet], allowExternalPrincipals=False)["resourceShareArn"]
    assert associations(ram, arn, "PRINCIPAL") == {child: "ASSOCIATED"}
    theirs = lake.client("ram", key=child)
    assert invitations(theirs) == []
    assert [entry["arn"] for entry in theirs.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]] == [subnet]


BAD_ARN, UNKNOWN, INVALID = "MalformedArnException", "UnknownResourceException", "InvalidParameterException"
EITHER = (INVALID, "ValidationException", "SerializationException", "MissingRequiredParameterException")
SHARE = f"arn:aws:ram:{REGION}:{ACCOUNT}:resource-share/none"
INVITATION = f"arn:aws:ram:{REGION}:{ACCOUNT}:resource-share-invitation/none"
NO_INVITATION = "ResourceShareInvitationArnNotFoundException"
GIVEN = [
    ("create_resource_share", {}, EITHER),
    ("create_resource_share", {"name": ""}, EITHER),
    ("create_resource_share", {"name": "x" * 129}, EITHER),
    ("create_resource_share", {"name": "s", "resourceArns": ["not-an-arn"]}, BAD_ARN),
    ("create_resource_share", {"name": "s", "resourceArns": [f"arn:aws:iam::{ACCOUNT}:role/r"]}, BAD_ARN),
    ("create_resource_share", {"name": "s", "resourceArns": [f"arn:aws:ec2:{REGION}:{GUEST}:subnet/s"]},
     "OperationNotPermittedException"),
    ("create_resource_share", {"name": "s", "resourceArns": [f"arn:aws:ec2:eu-west-1:{ACCOUNT}:subnet/s"]},
     "OperationNotPermittedException"),
    ("create_resource_share", {"name": "s", "resourceArns": [f"arn:aws:glue:{REGION}:{ACCOUNT}:database/none"]}, UNKNOWN),
    ("create_resource_share", {"name": "s", "principals": ["nobody"]}, INVALID),
    ("create_resource_share", {"name": "s", "principals": ["12345"]}, INVALID),
    ("create_resource_share", {"name": "s", "principals": ["arn:aws:iam::x:role/r"]}, INVALID),
    ("create_resource_share", {"name": "s", "principals": [f"arn:aws:iam::{ACCOUNT}:group/g"]}, INVALID),
    ("create_resource_share", {"name": "s", "principals": [f"arn:aws:organizations::{ACCOUNT}:organization/o-x"]}, UNKNOWN),
    ("create_resource_share", {"name": "s", "principals": [f"arn:aws:organizations::{ACCOUNT}:ou/o-x/ou-y"]}, UNKNOWN),
    ("create_resource_share", {"name": "s", "permissionArns": ["x"]}, BAD_ARN),
    ("create_resource_share", {"name": "s", "permissionArns": ["arn:aws:ram::aws:permission/None"]}, UNKNOWN),
    ("create_resource_share", {"name": "s", "tags": [{"key": "aws:x", "value": "v"}]}, EITHER),
    ("create_resource_share", {"name": "s", "tags": [{"key": str(n), "value": "v"} for n in range(51)]},
     "TagLimitExceededException"),
    ("associate_resource_share", {"resourceShareArn": SHARE, "principals": [GUEST]}, UNKNOWN),
    ("associate_resource_share", {"resourceShareArn": "x", "principals": [GUEST]}, BAD_ARN),
    ("associate_resource_share", {"resourceShareArn": SHARE}, INVALID),
    ("disassociate_resource_share", {"resourceShareArn": SHARE, "principals": [GUEST]}, UNKNOWN),
    ("disassociate_resource_share", {"resourceShareArn": SHARE, "principals": ["nobody"]}, INVALID),
    ("disassociate_resource_share", {"resourceShareArn": SHARE, "resourceArns": ["x"]}, BAD_ARN),
    ("update_resource_share", {"resourceShareArn": SHARE, "name": "x"}, UNKNOWN),
    ("update_resource_share", {"resourceShareArn": SHARE}, EITHER),
    ("update_resource_share", {"name": "x"}, EITHER),
    ("delete_resource_share", {"resourceShareArn": SHARE}, UNKNOWN),
    ("delete_resource_share", {"resourceShareArn": "x"}, BAD_ARN),
    ("get_resource_shares", {"resourceOwner": "ME"}, INVALID),
    ("get_resource_shares", {}, EITHER),
    ("get_resource_shares", {"resourceOwner": "SELF", "nextToken": "%"}, "InvalidNextTokenException"),
    ("get_resource_shares", {"resourceOwner": "SELF", "maxResults": 501}, EITHER),
    ("get_resource_share_associations", {"associationType": "FRIEND"}, INVALID),
    ("get_resource_share_associations", {"associationType": "RESOURCE", "principal": GUEST}, INVALID),
    ("get_resource_share_associations", {"associationType": "PRINCIPAL", "resourceArn": SUBNET}, INVALID),
    ("get_resource_share_associations", {"associationType": "PRINCIPAL", "associationStatus": "FRIENDLY"}, INVALID),
    ("get_resource_share_associations", {"associationType": "PRINCIPAL", "resourceShareArns": [SHARE]}, UNKNOWN),
    ("get_resource_share_invitations", {"resourceShareInvitationArns": [INVITATION]}, NO_INVITATION),
    ("get_resource_share_invitations", {"resourceShareInvitationArns": ["x"]}, BAD_ARN),
    ("accept_resource_share_invitation", {"resourceShareInvitationArn": INVITATION}, NO_INVITATION),
    ("accept_resource_share_invitation", {"resourceShareInvitationArn": SHARE}, BAD_ARN),
    ("reject_resource_share_invitation", {"resourceShareInvitationArn": INVITATION}, NO_INVITATION),
    ("list_pending_invitation_resources", {"resourceShareInvitationArn": INVITATION}, NO_INVITATION),
    ("list_resources", {"resourceOwner": "ME"}, INVALID),
    ("list_resources", {"resourceOwner": "SELF", "resourceType": "x:y"}, "InvalidResourceTypeException"),
    ("list_principals", {"resourceOwner": "ME"}, INVALID),
    ("list_permissions", {"resourceType": "gluE:catalog"}, INVALID),
    ("list_permissions", {"permissionType": "MINE"}, INVALID),
    ("get_permission", {"permissionArn": "x"}, BAD_ARN),
    ("get_permission", {"permissionArn": "arn:aws:ram::aws:permission/None"}, UNKNOWN),
    ("list_resource_types", {"resourceRegionScope": "LUNAR"}, INVALID),
    ("tag_resource", {"resourceShareArn": SHARE, "tags": [{"key": "k", "value": "v"}]}, UNKNOWN),
    ("tag_resource", {"tags": []}, EITHER),
    ("untag_resource", {"resourceShareArn": "x", "tagKeys": ["k"]}, BAD_ARN),
    ("enable_sharing_with_aws_organization", {}, "OperationNotPermittedException"),
]


@pytest.mark.parametrize("operation,given,codes", GIVEN, ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(GIVEN)])
def test_malformed_requests_are_refused_and_change_nothing(lake, operation, given, codes):
    client = lake.client("ram", validate=False)
    before = client.get_resource_shares(resourceOwner="SELF")["resourceShares"]
    with refused(codes, 400):
        getattr(client, operation)(**given)
    assert client.get_resource_shares(resourceOwner="SELF")["resourceShares"] == before
