"""The policy simulator: the decisions of the engine, and what it says about them."""
import json

import pytest
from harness import ACCOUNT, TRUST_ACCOUNT, allow, refused, unique

ME = f"arn:aws:iam::{ACCOUNT}:user/me"
BUCKET = "arn:aws:s3:::lake"


@pytest.fixture(scope="module")
def iam(lake):
    return lake.client("iam")


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statement(effect, action, resource="*", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def simulate(iam, *policies, action="s3:GetObject", **more):
    return iam.simulate_custom_policy(PolicyInputList=list(policies), ActionNames=[action], **more)["EvaluationResults"][0]


def entry(key, *values, kind="string"):
    return {"ContextKeyName": key, "ContextKeyValues": list(values), "ContextKeyType": kind}


def test_three_decisions(iam):
    yes, no = policy(statement("Allow", "s3:*")), policy(statement("Deny", "s3:Get*"))
    assert simulate(iam, yes)["EvalDecision"] == "allowed"
    assert simulate(iam, yes, no)["EvalDecision"] == "explicitDeny"
    assert simulate(iam, yes, action="glue:GetTable")["EvalDecision"] == "implicitDeny"


def test_matched_statements_have_places(iam):
    # The document and the places of AWS's own example of this operation.
    document = ('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":'
                '{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}')
    result = simulate(iam, document, action="dynamodb:CreateBackup",
                      ContextEntries=[entry("aws:CurrentTime", "2019-04-25T11:00:00Z", kind="date")])
    assert (result["EvalActionName"], result["EvalResourceName"], result["EvalDecision"]) == (
        "dynamodb:CreateBackup", "*", "allowed")
    matched = result["MatchedStatements"][0]
    assert matched["SourcePolicyId"] == "PolicyInputList.1"
    assert matched["StartPosition"] == {"Line": 1, "Column": 38} and matched["EndPosition"] == {"Line": 1, "Column": 167}
    assert result["MissingContextValues"] == []


def test_places_count_lines_and_only_what_decides_is_named(iam):
    document = '{\n  "Statement": [\n    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},\n    {"Effect": "Deny",\n' \
               '     "Action": "s3:GetObject", "Resource": "*"}\n  ]\n}'
    matched = simulate(iam, document)["MatchedStatements"]
    assert [(m["StartPosition"]["Line"], m["EndPosition"]["Line"]) for m in matched] == [(4, 5)]


def test_missing_context_is_named(iam):
    document = policy(statement("Allow", "s3:*", "arn:aws:s3:::${aws:username}/*", Condition={
        "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:PrincipalTag/team": "ice"}}))
    result = simulate(iam, document, ResourceArns=[BUCKET + "/x"], ContextEntries=[entry("aws:SourceIp", "10.1.1.1", kind="ip")])
    assert result["EvalDecision"] == "implicitDeny"
    assert result["MissingContextValues"] == ["aws:PrincipalTag/team", "aws:username"]
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[document])["ContextKeyNames"]
    assert keys == ["aws:PrincipalTag/team", "aws:SourceIp", "aws:username"]


def test_boundary_says_its_part(iam):
    result = simulate(iam, policy(statement("Allow", "*")), PermissionsBoundaryPolicyInputList=[
        policy(statement("Allow", "glue:*"))])
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    assert result["MatchedStatements"] == []


def test_resource_policy_needs_a_caller(iam):
    resource = policy({"Effect": "Allow", "Principal": {"AWS": ME}, "Action": "s3:GetObject", "Resource": BUCKET + "/*"})
    nothing = policy(statement("Allow", "glue:*"))
    with refused("InvalidInput", 400, "CallerArn"):
        simulate(iam, nothing, ResourcePolicy=resource)
    result = simulate(iam, nothing, ResourcePolicy=resource, CallerArn=ME, ResourceArns=[BUCKET + "/x"])
    assert result["EvalDecision"] == "allowed" and result["MatchedStatements"][0]["SourcePolicyType"] == "resource"


def test_across_accounts_both_sides_must_allow(iam):
    arn = "arn:aws:sqs:us-east-1:444455556666:q"
    resource = policy({"Effect": "Allow", "Principal": {"AWS": ME}, "Action": "sqs:*", "Resource": arn})
    one = simulate(iam, policy(statement("Allow", "glue:*")), action="sqs:SendMessage", ResourcePolicy=resource, CallerArn=ME,
                   ResourceArns=[arn])
    assert one["EvalDecision"] == "implicitDeny"
    assert one["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}
    both = simulate(iam, policy(statement("Allow", "sqs:*")), action="sqs:SendMessage", ResourcePolicy=resource, CallerArn=ME,
                    ResourceArns=[arn])
    assert both["EvalDecision"] == "allowed"


def test_results_are_paged(iam):
    asked = {"PolicyInputList": [policy(statement("Allow", "s3:*"))], "ActionNames": ["s3:GetObject", "glue:GetTable"],
             "ResourceArns": [BUCKET + "/a", BUCKET + "/b"]}
    first = iam.simulate_custom_policy(**asked, MaxItems=3)
    rest = iam.simulate_custom_policy(**asked, Marker=first["Marker"])
    assert first["IsTruncated"] and len(first["EvaluationResults"]) == 3 and len(rest["EvaluationResults"]) == 1


def test_principal_is_simulated_with_groups_and_boundary(iam):
    user, group, role = unique("user"), unique("group"), unique("role")
    arn = iam.create_user(UserName=user)["User"]["Arn"]
    iam.create_group(GroupName=group)
    iam.put_group_policy(GroupName=group, PolicyName="g", PolicyDocument=allow("s3:GetObject", "s3:PutObject"))
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn="arn:aws:iam::aws:policy/AmazonAthenaFullAccess")

    def ask(source=arn, action="s3:GetObject", **more):
        return iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=[action], **more)["EvaluationResults"][0]
    result = ask()
    assert result["EvalDecision"] == "allowed"
    assert [(m["SourcePolicyId"], m["SourcePolicyType"]) for m in result["MatchedStatements"]] == [("g", "group")]
    athena = ask(action="athena:StartQueryExecution")
    assert [(m["SourcePolicyId"], m["SourcePolicyType"]) for m in athena["MatchedStatements"]] == [
        ("AmazonAthenaFullAccess", "aws-managed")]
    assert ask(PolicyInputList=[policy(statement("Deny", "s3:GetObject"))])["EvalDecision"] == "explicitDeny"
    boundary = iam.create_policy(PolicyName=unique("boundary"), PolicyDocument=allow("s3:PutObject"))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=boundary)
    assert ask()["EvalDecision"] == "implicitDeny" and ask(action="s3:PutObject")["EvalDecision"] == "allowed"
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=allow("glue:GetTable"))
    role_arn = iam.get_role(RoleName=role)["Role"]["Arn"]
    assert ask(role_arn, "glue:GetTable")["EvalDecision"] == "allowed"
    assert ask(role_arn, "glue:GetTables")["EvalDecision"] == "implicitDeny"
    group_arn = iam.get_group(GroupName=group)["Group"]["Arn"]
    assert ask(group_arn)["EvalDecision"] == "allowed"


def test_simulation_and_request_agree(lake, iam):
    user = unique("user")
    arn = iam.create_user(UserName=user)["User"]["Arn"]
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=policy(
        statement("Allow", "s3:*"), statement("Deny", "s3:ListAllMyBuckets", Condition={
            "StringNotEquals": {"aws:username": user}})))
    lake.as_session("s3", iam.create_access_key(UserName=user)["AccessKey"]).list_buckets()
    result = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:ListAllMyBuckets"])["EvaluationResults"][0]
    assert result["EvalDecision"] == "allowed"
