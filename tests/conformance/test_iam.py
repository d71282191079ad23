"""IAM: roles, inline policies, users and access keys."""
import json

import pytest
from harness import ACCOUNT, TRUST_ACCOUNT, allow, refused, trust_service, unique

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture(scope="module")
def iam(lake):
    return lake.client("iam")


@pytest.fixture(scope="module")
def loose(lake):
    return lake.client("iam", validate=False)


@pytest.fixture
def role(iam):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    return name


def test_role_is_created_and_read_back(iam):
    name = unique("role")
    made = iam.create_role(RoleName=name, Path="/team/", AssumeRolePolicyDocument=TRUST_ACCOUNT, Description="for tests",
                           MaxSessionDuration=7200, Tags=[{"Key": "team", "Value": "ice"}])["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/team/{name}"
    assert made["RoleId"].startswith("AROA") and len(made["RoleId"]) == 21
    read = iam.get_role(RoleName=name)["Role"]
    assert read["AssumeRolePolicyDocument"] == json.loads(TRUST_ACCOUNT)
    assert (read["Path"], read["Description"], read["MaxSessionDuration"]) == ("/team/", "for tests", 7200)
    assert read["RoleId"] == made["RoleId"]
    assert read["CreateDate"] == made["CreateDate"]
    assert read["Tags"] == [{"Key": "team", "Value": "ice"}]


def test_role_default_session_is_one_hour(iam, role):
    assert iam.get_role(RoleName=role)["Role"]["MaxSessionDuration"] == 3600


def test_policy_document_travels_url_encoded(lake, role):
    answer = lake.signed("iam", "POST", "/", f"Action=GetRole&Version=2010-05-08&RoleName={role}".encode(), FORM)
    assert answer.status == 200
    assert "%22Statement%22%3A" in answer.text.replace("%20", "")
    assert answer.headers["content-type"].startswith("text/xml")


def test_inline_policies_come_and_go(iam, role):
    document = allow("s3:GetObject", resource="arn:aws:s3:::b/*")
    iam.put_role_policy(RoleName=role, PolicyName="b-second", PolicyDocument=allow("s3:*"))
    iam.put_role_policy(RoleName=role, PolicyName="a-first", PolicyDocument=document)
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["a-first", "b-second"]
    read = iam.get_role_policy(RoleName=role, PolicyName="a-first")
    assert read["PolicyDocument"] == json.loads(document)
    assert (read["RoleName"], read["PolicyName"]) == (role, "a-first")
    iam.put_role_policy(RoleName=role, PolicyName="a-first", PolicyDocument=allow("iam:*"))
    assert iam.get_role_policy(RoleName=role, PolicyName="a-first")["PolicyDocument"] == json.loads(allow("iam:*"))
    iam.delete_role_policy(RoleName=role, PolicyName="a-first")
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == ["b-second"]


def test_trust_policy_is_replaced(iam, role):
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust_service("firehose.amazonaws.com"))
    read = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    assert read["Statement"][0]["Principal"] == {"Service": "firehose.amazonaws.com"}


def test_deleted_role_is_gone(iam, role):
    iam.delete_role(RoleName=role)
    with refused("NoSuchEntity", 404, f"The role with name {role} cannot be found."):
        iam.get_role(RoleName=role)


def test_user_with_a_key_may_what_its_policy_says(lake, iam):
    name = unique("user")
    made = iam.create_user(UserName=name)["User"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/{name}"
    assert made["UserId"].startswith("AIDA")
    key = iam.create_access_key(UserName=name)["AccessKey"]
    assert key["AccessKeyId"].startswith("AKIA") and len(key["AccessKeyId"]) == 20
    assert len(key["SecretAccessKey"]) == 40 and key["Status"] == "Active"
    assert lake.as_session("sts", key).get_caller_identity()["UserId"] == made["UserId"]
    s3 = lake.as_session("s3", key)
    with refused("AccessDenied", 403, "because no identity-based policy allows the s3:ListAllMyBuckets action"):
        s3.list_buckets()
    iam.put_user_policy(UserName=name, PolicyName="read", PolicyDocument=allow("s3:ListAllMyBuckets"))
    s3.list_buckets()


def test_cli_makes_a_role(lake):
    name = unique("role")
    made = lake.cli("iam", "create-role", "--role-name", name, "--assume-role-policy-document", TRUST_ACCOUNT)
    assert made["Role"]["RoleName"] == name
    lake.cli("iam", "put-role-policy", "--role-name", name, "--policy-name", "p", "--policy-document", allow("s3:*"))
    read = lake.cli("iam", "get-role-policy", "--role-name", name, "--policy-name", "p")
    assert read["PolicyDocument"]["Statement"][0]["Action"] == ["s3:*"]


# Bad input


def test_second_role_of_a_name_is_refused(iam, role):
    with refused("EntityAlreadyExists", 409, f"Role with name {role} already exists."):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    with refused("EntityAlreadyExists", 409):
        iam.create_role(RoleName=role.upper(), AssumeRolePolicyDocument=TRUST_ACCOUNT)


def test_missing_role_is_named(iam):
    name = unique("missing")
    text = f"The role with name {name} cannot be found."
    for call in (lambda: iam.get_role(RoleName=name), lambda: iam.delete_role(RoleName=name),
                 lambda: iam.list_role_policies(RoleName=name),
                 lambda: iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow("*")),
                 lambda: iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST_ACCOUNT)):
        with refused("NoSuchEntity", 404, text):
            call()


def test_missing_inline_policy_is_refused(iam, role):
    with refused("NoSuchEntity", 404):
        iam.get_role_policy(RoleName=role, PolicyName="none")
    with refused("NoSuchEntity", 404):
        iam.delete_role_policy(RoleName=role, PolicyName="none")


def test_missing_user_is_named(iam):
    name = unique("missing")
    for call in (lambda: iam.create_access_key(UserName=name), lambda: iam.delete_user(UserName=name),
                 lambda: iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow("*"))):
        with refused("NoSuchEntity", 404, f"The user with name {name} cannot be found."):
            call()


def test_second_user_of_a_name_is_refused(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    with refused("EntityAlreadyExists", 409, f"User with name {name} already exists."):
        iam.create_user(UserName=name)


def test_role_with_policies_cannot_be_deleted(iam, role):
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow("*"))
    with refused("DeleteConflict", 409, "Cannot delete entity, must delete policies first."):
        iam.delete_role(RoleName=role)
    assert iam.get_role(RoleName=role)


def test_user_with_a_key_cannot_be_deleted(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    iam.create_access_key(UserName=name)
    with refused("DeleteConflict", 409):
        iam.delete_user(UserName=name)


def test_third_access_key_is_refused(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    iam.create_access_key(UserName=name)
    iam.create_access_key(UserName=name)
    with refused("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"):
        iam.create_access_key(UserName=name)


def test_malformed_documents_are_refused(iam, role):
    for document in ("{not json", "[]", '{"Version":"2012-10-17"}',
                     '{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}',
                     '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"}]}',
                     '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}'):
        with refused("MalformedPolicyDocument", 400):
            iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document)
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == []


def test_principal_in_an_identity_policy_is_refused(iam, role):
    with refused("MalformedPolicyDocument", 400, "Policy document should not specify a principal."):
        iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}))


def test_malformed_trust_policies_are_refused(iam, role):
    for document in ("{", allow("sts:AssumeRole"), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",'
                     '"Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"}]}'):
        with refused("MalformedPolicyDocument", 400):
            iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)


def test_trust_in_a_principal_that_is_not_there_is_refused(iam):
    arn = f"arn:aws:iam::{ACCOUNT}:role/{unique('missing')}"
    with refused("MalformedPolicyDocument", 400, f'Invalid principal in policy: "AWS":"{arn}"'):
        iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}]}))


def test_names_are_validated(loose):
    for name in ("has space", "sl/ash", "x" * 65, ""):
        with refused("ValidationError", 400, "roleName"):
            loose.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    with refused("ValidationError", 400, "userName"):
        loose.create_user(UserName="a:b")
    with refused("ValidationError", 400, "maxSessionDuration"):
        loose.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST_ACCOUNT, MaxSessionDuration=60)
    with refused("ValidationError", 400, "path"):
        loose.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST_ACCOUNT, Path="no-slashes")


def test_missing_member_is_named(loose):
    with refused("ValidationError", 400, "assumeRolePolicyDocument"):
        loose.create_role(RoleName=unique("role"))


def test_documents_over_their_limit_are_refused(iam, role):
    long = allow(*(f"s3:Get{number:06}" for number in range(900)))
    with refused("LimitExceeded", 409):
        iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=long)
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == []


def test_unknown_action_is_refused_by_name(lake):
    answer = lake.signed("iam", "POST", "/", b"Action=MakeCoffee&Version=2010-05-08", FORM)
    assert (answer.status, answer.code) == (400, "InvalidAction")
    assert "MakeCoffee" in answer.text
