"""Organizations: the tree, accounts, service control policies in force, and malformed requests."""
import json

import pytest
from harness import ACCOUNT, Lake, allow, refused, unique

SCP = "SERVICE_CONTROL_POLICY"
DENY_S3 = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]})


class Organization:
    """A lake with an organization, its root and one member account."""

    def __init__(self, lake):
        self.lake, self.client = lake, lake.client("organizations")
        self.id = self.client.create_organization()["Organization"]["Id"]
        self.root = self.client.list_roots()["Roots"][0]["Id"]
        self.member = self.account()

    def account(self):
        status = self.client.create_account(Email="a@firn.example", AccountName=unique("account"))["CreateAccountStatus"]
        return status["AccountId"]

    def unit(self, parent=None):
        made = self.client.create_organizational_unit(ParentId=parent or self.root, Name=unique("unit"))
        return made["OrganizationalUnit"]["Id"]

    def policy(self, content=DENY_S3):
        made = self.client.create_policy(Content=content, Description="d", Name=unique("policy"), Type=SCP)
        return made["Policy"]["PolicySummary"]["Id"]


@pytest.fixture
def organization(own_lake):
    return Organization(own_lake)


def test_nobody_is_in_an_organization_at_first(own_lake):
    client = own_lake.client("organizations")
    for call in (client.describe_organization, client.list_accounts, client.list_roots, client.delete_organization):
        with refused("AWSOrganizationsNotInUseException", 400, "Your account is not a member of an organization."):
            call()


def test_organization_is_described_to_all_its_accounts(organization):
    mine = organization.client.describe_organization()["Organization"]
    assert mine["MasterAccountId"] == ACCOUNT and mine["FeatureSet"] == "ALL"
    assert mine["Arn"] == f"arn:aws:organizations::{ACCOUNT}:organization/{organization.id}"
    member = organization.lake.client("organizations", key=organization.member)
    assert member.describe_organization()["Organization"] == mine
    with refused("AccessDeniedException", 400):
        member.list_accounts()
    with refused("AlreadyInOrganizationException", 400):
        member.create_organization()
    with refused("OrganizationNotEmptyException", 400):
        organization.client.delete_organization()
    organization.client.remove_account_from_organization(AccountId=organization.member)
    organization.client.delete_organization()
    with refused("AWSOrganizationsNotInUseException", 400):
        member.describe_organization()


def test_new_account_is_entered_through_its_role(organization):
    arn = f"arn:aws:iam::{organization.member}:role/OrganizationAccountAccessRole"
    session = organization.lake.client("sts").assume_role(RoleArn=arn, RoleSessionName="in")["Credentials"]
    inside = organization.lake.as_session("iam", session)
    assert [r["RoleName"] for r in inside.list_roles()["Roles"]] == ["OrganizationAccountAccessRole"]
    listed = organization.client.list_accounts()["Accounts"]
    assert {a["Id"] for a in listed} == {ACCOUNT, organization.member}
    described = organization.client.describe_account(AccountId=organization.member)["Account"]
    assert described["Status"] == "ACTIVE" and described["JoinedMethod"] == "CREATED"
    assert described["Arn"] == f"arn:aws:organizations::{ACCOUNT}:account/{organization.id}/{organization.member}"


def test_units_form_a_tree(organization):
    client = organization.client
    outer = organization.unit()
    inner = organization.unit(outer)
    assert client.list_parents(ChildId=inner)["Parents"] == [{"Id": outer, "Type": "ORGANIZATIONAL_UNIT"}]
    client.move_account(AccountId=organization.member, SourceParentId=organization.root, DestinationParentId=inner)
    assert [a["Id"] for a in client.list_accounts_for_parent(ParentId=inner)["Accounts"]] == [organization.member]
    assert client.list_children(ParentId=outer, ChildType="ORGANIZATIONAL_UNIT")["Children"] == [
        {"Id": inner, "Type": "ORGANIZATIONAL_UNIT"}]
    with refused("OrganizationalUnitNotEmptyException", 400):
        client.delete_organizational_unit(OrganizationalUnitId=inner)
    with refused("SourceParentNotFoundException", 400):
        client.move_account(AccountId=organization.member, SourceParentId=outer, DestinationParentId=organization.root)
    with refused("DuplicateAccountException", 400):
        client.move_account(AccountId=organization.member, SourceParentId=inner, DestinationParentId=inner)
    name = client.describe_organizational_unit(OrganizationalUnitId=inner)["OrganizationalUnit"]["Name"]
    with refused("DuplicateOrganizationalUnitException", 400, "An OU with the same name already exists."):
        client.create_organizational_unit(ParentId=outer, Name=name)
    client.update_organizational_unit(OrganizationalUnitId=inner, Name="other")
    deep = inner
    for _ in range(3):
        deep = organization.unit(deep)
    with refused("ConstraintViolationException", 400):
        organization.unit(deep)


def test_service_control_policies_limit_even_root(organization):
    client, lake = organization.client, organization.lake
    member = lake.client("s3", key=organization.member)
    policy = organization.policy()
    with refused("PolicyTypeNotEnabledException", 400):
        client.attach_policy(PolicyId=policy, TargetId=organization.member)
    client.enable_policy_type(RootId=organization.root, PolicyType=SCP)
    member.list_buckets()
    client.attach_policy(PolicyId=policy, TargetId=organization.root)
    with refused("AccessDenied", 403, "with an explicit deny in a service control policy"):
        member.list_buckets()
    lake.client("s3").list_buckets()  # the management account is never limited
    client.detach_policy(PolicyId=policy, TargetId=organization.root)
    member.list_buckets()


def test_every_level_must_allow(organization):
    client, lake = organization.client, organization.lake
    client.enable_policy_type(RootId=organization.root, PolicyType=SCP)
    unit = organization.unit()
    client.move_account(AccountId=organization.member, SourceParentId=organization.root, DestinationParentId=unit)
    only_glue = organization.policy(allow("glue:*"))
    client.attach_policy(PolicyId=only_glue, TargetId=unit)
    lake.client("s3", key=organization.member).list_buckets()
    client.detach_policy(PolicyId="p-FullAWSAccess", TargetId=unit)
    with refused("AccessDenied", 403, "because no service control policy allows the s3:ListAllMyBuckets action"):
        lake.client("s3", key=organization.member).list_buckets()
    lake.client("glue", key=organization.member).get_databases()
    with refused("ConstraintViolationException", 400):
        client.detach_policy(PolicyId=only_glue, TargetId=unit)
    assert [t["TargetId"] for t in client.list_targets_for_policy(PolicyId=only_glue)["Targets"]] == [unit]
    with refused("PolicyInUseException", 400):
        client.delete_policy(PolicyId=only_glue)
    client.disable_policy_type(RootId=organization.root, PolicyType=SCP)
    lake.client("s3", key=organization.member).list_buckets()


def test_assuming_a_role_obeys_the_organization(organization):
    client, lake = organization.client, organization.lake
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
        "AWS": f"arn:aws:iam::{organization.member}:root"}}]})
    arn = lake.client("iam").create_role(RoleName="guest", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    sts = lake.client("sts", key=organization.member)
    sts.assume_role(RoleArn=arn, RoleSessionName="yes")
    client.enable_policy_type(RootId=organization.root, PolicyType=SCP)
    client.attach_policy(PolicyId=organization.policy(DENY_S3.replace("s3:ListAllMyBuckets", "sts:AssumeRole")),
                         TargetId=organization.member)
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=arn, RoleSessionName="no")


def test_organization_is_a_condition_key(organization):
    lake = organization.lake
    iam = lake.client("iam", key=organization.member)
    iam.create_user(UserName="u")
    s3 = lake.as_session("s3", iam.create_access_key(UserName="u")["AccessKey"])
    for org, works in ((organization.id, True), ("o-someoneelse", False)):
        iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": org}}}]}))
        if works:
            s3.list_buckets()
        else:
            with refused("AccessDenied", 403):
                s3.list_buckets()


def test_policies_and_tags_survive_a_restart(organization):
    client = organization.client
    policy, unit = organization.policy(), organization.unit()
    for target in (policy, unit, organization.root, organization.member):
        client.tag_resource(ResourceId=target, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        client.untag_resource(ResourceId=target, TagKeys=["b", "never"])
    client.update_policy(PolicyId=policy, Name="renamed")
    organization.lake.restart()
    client = organization.lake.client("organizations")
    for target in (policy, unit, organization.root, organization.member):
        assert client.list_tags_for_resource(ResourceId=target)["Tags"] == [{"Key": "a", "Value": "1"}]
    described = client.describe_policy(PolicyId=policy)["Policy"]
    assert described["PolicySummary"]["Name"] == "renamed" and described["Content"] == DENY_S3
    assert "p-FullAWSAccess" in [p["Id"] for p in client.list_policies(Filter=SCP)["Policies"]]


def test_lists_are_paged(organization):
    for _ in range(4):
        organization.unit()
    seen, token = [], {}
    while True:
        page = organization.client.list_organizational_units_for_parent(ParentId=organization.root, MaxResults=2, **token)
        seen += [unit["Id"] for unit in page["OrganizationalUnits"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert len(seen) == len(set(seen)) == 4


def test_closed_account_is_suspended(organization):
    organization.client.close_account(AccountId=organization.member)
    assert organization.client.describe_account(AccountId=organization.member)["Account"]["Status"] == "SUSPENDED"
    with refused("AccountAlreadyClosedException", 400):
        organization.client.close_account(AccountId=organization.member)
    with refused("ConstraintViolationException", 400):
        organization.client.close_account(AccountId=ACCOUNT)


def test_trusted_services_are_noted(organization):
    client = organization.client
    client.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    listed = client.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [s["ServicePrincipal"] for s in listed] == ["ram.amazonaws.com"]
    client.disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert client.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == []


NOBODY = "999999999999"
MALFORMED = [
    ("create_organization", {"FeatureSet": "SOME"}, "InvalidInputException", "featureSet"),
    ("create_organization", {}, "AlreadyInOrganizationException", "already a member"),
    ("create_account", {"AccountName": "a"}, "InvalidInputException", "email"),
    ("create_account", {"AccountName": "a", "Email": "nonsense"}, "InvalidInputException", "email"),
    ("create_account", {"AccountName": "", "Email": "a@b.example"}, "InvalidInputException", "accountName"),
    ("create_account", {"AccountName": "a", "Email": "a@b.example", "RoleName": "a b"}, "InvalidInputException", "roleName"),
    ("create_account", {"AccountName": "a", "Email": "a@b.example", "Tags": [{"Key": "aws:a", "Value": ""}]},
     "InvalidInputException", "aws:"),
    ("describe_account", {"AccountId": "12"}, "InvalidInputException", "accountId"),
    ("describe_account", {"AccountId": NOBODY}, "AccountNotFoundException", "account that doesn't exist"),
    ("close_account", {"AccountId": NOBODY}, "AccountNotFoundException", "account that doesn't exist"),
    ("remove_account_from_organization", {"AccountId": NOBODY}, "AccountNotFoundException", "account that doesn't exist"),
    ("remove_account_from_organization", {"AccountId": ACCOUNT}, "MasterCannotLeaveOrganizationException", "management account"),
    ("create_organizational_unit", {"ParentId": "r-none", "Name": "n"}, "ParentNotFoundException", "parent"),
    ("create_organizational_unit", {"ParentId": "nonsense", "Name": "n"}, "InvalidInputException", "parentId"),
    ("create_organizational_unit", {"ParentId": "r-none", "Name": "x" * 129}, "InvalidInputException", "name"),
    ("describe_organizational_unit", {"OrganizationalUnitId": "ou-none-00000000"}, "OrganizationalUnitNotFoundException", "unit"),
    ("describe_organizational_unit", {"OrganizationalUnitId": "ou"}, "InvalidInputException", "organizationalUnitId"),
    ("update_organizational_unit", {"OrganizationalUnitId": "ou-none-00000000", "Name": "n"},
     "OrganizationalUnitNotFoundException", "unit"),
    ("delete_organizational_unit", {"OrganizationalUnitId": "ou-none-00000000"}, "OrganizationalUnitNotFoundException", "unit"),
    ("list_children", {"ParentId": "r-none", "ChildType": "ACCOUNT"}, "ParentNotFoundException", "parent"),
    ("list_children", {"ParentId": "r-none", "ChildType": "THING"}, "InvalidInputException", "childType"),
    ("list_parents", {"ChildId": NOBODY}, "ChildNotFoundException", "doesn't exist"),
    ("list_accounts_for_parent", {"ParentId": "r-none"}, "ParentNotFoundException", "parent"),
    ("list_accounts", {"MaxResults": 21}, "InvalidInputException", "maxResults"),
    ("list_accounts", {"NextToken": "?"}, "InvalidInputException", "invalid value"),
    ("move_account", {"AccountId": NOBODY, "SourceParentId": "r-none", "DestinationParentId": "r-none"},
     "AccountNotFoundException", "account that doesn't exist"),
    ("describe_create_account_status", {"CreateAccountRequestId": "car-" + "0" * 32}, "CreateAccountStatusNotFoundException",
     "non-existing request"),
    ("describe_create_account_status", {"CreateAccountRequestId": "car"}, "InvalidInputException", "createAccountRequestId"),
    ("create_policy", {"Content": "{", "Description": "", "Name": "n", "Type": SCP}, "MalformedPolicyDocumentException",
     "does not meet the requirements"),
    ("create_policy", {"Content": "{}", "Description": "", "Name": "n", "Type": "SOME"}, "InvalidInputException", "type"),
    ("create_policy", {"Content": json.dumps({"a": "x" * 6000}), "Description": "", "Name": "n", "Type": "TAG_POLICY"},
     "ConstraintViolationException", "size"),
    ("describe_policy", {"PolicyId": "p-none00000"}, "PolicyNotFoundException", "policy that doesn't exist"),
    ("update_policy", {"PolicyId": "p-FullAWSAccess", "Name": "n"}, "InvalidInputException", "AWS"),
    ("delete_policy", {"PolicyId": "p-FullAWSAccess"}, "InvalidInputException", "AWS"),
    ("attach_policy", {"PolicyId": "p-none00000", "TargetId": ACCOUNT}, "PolicyNotFoundException", "policy that doesn't exist"),
    ("attach_policy", {"PolicyId": "p-FullAWSAccess", "TargetId": NOBODY}, "TargetNotFoundException", "target"),
    ("detach_policy", {"PolicyId": "p-FullAWSAccess", "TargetId": ACCOUNT}, "PolicyNotAttachedException", "isn't attached"),
    ("enable_policy_type", {"RootId": "r-none", "PolicyType": SCP}, "RootNotFoundException", "root that doesn't exist"),
    ("list_policies_for_target", {"TargetId": NOBODY, "Filter": SCP}, "TargetNotFoundException", "target"),
    ("tag_resource", {"ResourceId": NOBODY, "Tags": [{"Key": "a", "Value": ""}]}, "TargetNotFoundException", "target"),
    ("tag_resource", {"ResourceId": ACCOUNT, "Tags": [{"Key": "", "Value": ""}]}, "InvalidInputException", "tags"),
    ("enable_aws_service_access", {"ServicePrincipal": "nonsense"}, "InvalidInputException", "unrecognized service principal"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    lake.start()
    yield Organization(lake)
    lake.stop()


def everything(organization):
    client = organization.client
    return [client.list_accounts()["Accounts"], client.list_roots()["Roots"], client.list_policies(Filter=SCP)["Policies"],
            client.list_children(ParentId=organization.root, ChildType="ORGANIZATIONAL_UNIT")["Children"],
            client.list_tags_for_resource(ResourceId=ACCOUNT)["Tags"]]


@pytest.mark.parametrize("operation,members,code,text", MALFORMED, ids=[f"{n}-{row[0]}" for n, row in enumerate(MALFORMED)])
def test_malformed(shared, operation, members, code, text):
    before = everything(shared)
    with refused(code, 400, text):
        getattr(shared.lake.client("organizations", validate=False), operation)(**members)
    assert everything(shared) == before
