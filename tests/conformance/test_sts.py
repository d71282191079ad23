"""STS: who am I, assuming roles, and every way in which a request can fail to prove who sent it."""
import datetime

from harness import ACCOUNT, TRUST_ACCOUNT, allow, assume, hours_ago, make_role, refused, trust_service, unique

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
WHO = b"Action=GetCallerIdentity&Version=2011-06-15"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def test_test_key_is_the_root_of_the_default_account(lake):
    who = lake.client("sts").get_caller_identity()
    assert (who["Account"], who["Arn"], who["UserId"]) == (ACCOUNT, ROOT, ACCOUNT)


def test_twelve_digit_key_is_the_root_of_that_account(lake):
    who = lake.client("sts", key="444455556666").get_caller_identity()
    assert (who["Account"], who["Arn"]) == ("444455556666", "arn:aws:iam::444455556666:root")


def test_cli_says_who_i_am(lake):
    assert lake.cli("sts", "get-caller-identity")["Arn"] == ROOT


def test_every_answer_has_a_request_id(lake):
    assert lake.client("sts").get_caller_identity()["ResponseMetadata"]["RequestId"]


def test_assume_role_gives_working_credentials(lake):
    arn = make_role(lake, allow("s3:ListAllMyBuckets"))
    answer = lake.client("sts").assume_role(RoleArn=arn, RoleSessionName="me@work")
    name = arn.split("/")[-1]
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/me@work"
    assert answer["AssumedRoleUser"]["AssumedRoleId"].startswith("AROA")
    assert answer["AssumedRoleUser"]["AssumedRoleId"].endswith(":me@work")
    credentials = answer["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    left = credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=59) < left <= datetime.timedelta(minutes=61)
    who = lake.as_session("sts", credentials).get_caller_identity()
    assert who["Arn"] == answer["AssumedRoleUser"]["Arn"]
    assert who["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    lake.as_session("s3", credentials).list_buckets()


def test_assumed_role_may_only_what_its_policy_says(lake):
    arn = make_role(lake, allow("s3:ListAllMyBuckets"))
    session = assume(lake, arn)
    name = arn.split("/")[-1]
    with refused("AccessDenied", 403, (
            f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{name}/test is not authorized to perform: iam:GetRole on resource: ",
            " because no identity-based policy allows the iam:GetRole action")):
        lake.as_session("iam", session).get_role(RoleName=name)


def test_explicit_deny_is_named(lake):
    policy = ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},'
              '{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}')
    arn = make_role(lake, policy)
    with refused("AccessDenied", 403, "with an explicit deny in an identity-based policy"):
        lake.as_session("iam", assume(lake, arn)).get_role(RoleName=arn.split("/")[-1])


def test_assume_role_with_external_id(lake):
    iam, name = lake.client("iam"), unique("role")
    trust = TRUST_ACCOUNT.replace('"Action": "sts:AssumeRole"', '"Action": "sts:AssumeRole", "Condition": '
                                  '{"StringEquals": {"sts:ExternalId": "secret-7"}}')
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    user = unique("user")
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("sts:AssumeRole"))
    sts = lake.as_session("sts", iam.create_access_key(UserName=user)["AccessKey"])
    sts.assume_role(RoleArn=arn, RoleSessionName="ok", ExternalId="secret-7")
    denied = f"User: arn:aws:iam::{ACCOUNT}:user/{user} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    with refused("AccessDenied", 403, denied):
        sts.assume_role(RoleArn=arn, RoleSessionName="no", ExternalId="secret-8")
    with refused("AccessDenied", 403, denied):
        sts.assume_role(RoleArn=arn, RoleSessionName="no")


def test_missing_role_and_untrusting_role_look_the_same(lake):
    missing = f"arn:aws:iam::{ACCOUNT}:role/{unique('missing')}"
    with refused("AccessDenied", 403, f"is not authorized to perform: sts:AssumeRole on resource: {missing}"):
        assume(lake, missing)
    untrusting = make_role(lake, allow("*"), trust_service("firehose.amazonaws.com"))
    with refused("AccessDenied", 403, f"is not authorized to perform: sts:AssumeRole on resource: {untrusting}"):
        assume(lake, untrusting)


def test_trusted_user_still_needs_a_policy_of_its_own(lake):
    arn, iam, user = make_role(lake, allow("*")), lake.client("iam"), unique("user")
    iam.create_user(UserName=user)
    sts = lake.as_session("sts", iam.create_access_key(UserName=user)["AccessKey"])
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/{user}"
    with refused("AccessDenied", 403, "sts:AssumeRole"):
        sts.assume_role(RoleArn=arn, RoleSessionName="no")


def test_assume_role_bad_input(lake):
    arn, sts = make_role(lake, allow("*")), lake.client("sts", validate=False)
    with refused("ValidationError", 400, "this-is-no-arn-at-all is invalid"):
        sts.assume_role(RoleArn="this-is-no-arn-at-all", RoleSessionName="ok")
    with refused("ValidationError", 400, "roleSessionName"):
        sts.assume_role(RoleArn=arn, RoleSessionName="has space")
    with refused("ValidationError", 400, "roleSessionName"):
        sts.assume_role(RoleArn=arn, RoleSessionName="x")
    with refused("ValidationError", 400, "roleSessionName"):
        sts.assume_role(RoleArn=arn, RoleSessionName="x" * 65)
    with refused("ValidationError", 400, "durationSeconds"):
        sts.assume_role(RoleArn=arn, RoleSessionName="ok", DurationSeconds=899)
    with refused("ValidationError", 400, "durationSeconds"):
        sts.assume_role(RoleArn=arn, RoleSessionName="ok", DurationSeconds=43201)
    with refused("ValidationError", 400, "MaxSessionDuration"):
        sts.assume_role(RoleArn=arn, RoleSessionName="ok", DurationSeconds=7200)
    with refused("MalformedPolicyDocument", 400):
        sts.assume_role(RoleArn=arn, RoleSessionName="ok", Policy="{not json")


def test_session_policy_narrows_the_role(lake):
    arn = make_role(lake, allow("*"))
    session = lake.client("sts").assume_role(RoleArn=arn, RoleSessionName="less", Policy=allow("s3:*"))["Credentials"]
    lake.as_session("s3", session).list_buckets()
    with refused("AccessDenied", 403, "because no session policy allows the iam:GetRole action"):
        lake.as_session("iam", session).get_role(RoleName=arn.split("/")[-1])


def who(lake, **more):
    return lake.signed("sts", "POST", "/", WHO, FORM, **more)


def test_unsigned_request_is_refused(lake):
    answer = lake.raw("POST", "/", WHO, FORM)
    assert (answer.status, answer.code) == (403, "MissingAuthenticationToken")


def test_wrong_secret_is_refused(lake):
    answer = who(lake, secret="wrong")
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
    assert "The request signature we calculated does not match the signature you provided." in answer.text
    assert "wrong" not in answer.text


def test_changed_body_is_refused(lake):
    answer = lake.signed("sts", "POST", "/", WHO + b"&X=1", FORM, signed_body=WHO)
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")


def test_unknown_key_is_refused(lake):
    answer = who(lake, key="AKIAUNKNOWNUNKNOWN00")
    assert (answer.status, answer.code) == (403, "InvalidClientTokenId")
    assert "The security token included in the request is invalid." in answer.text


def test_stale_and_early_dates_are_refused(lake):
    for hours, words in ((1, "Signature expired"), (-1, "Signature not yet current")):
        answer = who(lake, at=hours_ago(hours))
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch"), hours
        assert words in answer.text


def test_malformed_authorization_is_refused(lake):
    for value in ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=test", "AWS4-HMAC-SHA256 Credential=test/x, "
                  "SignedHeaders=host, Signature=00"):
        answer = lake.raw("POST", "/", WHO, {**FORM, "Authorization": value, "X-Amz-Date": "20260101T000000Z"})
        assert (answer.status, answer.code) == (400, "IncompleteSignature"), value


def test_session_key_without_its_token_is_refused(lake):
    session = assume(lake, make_role(lake, allow("*")))
    with refused("InvalidClientTokenId", 403):
        lake.client("sts", session["AccessKeyId"], session["SecretAccessKey"]).get_caller_identity()
    with refused("InvalidClientTokenId", 403):
        lake.client("sts", session["AccessKeyId"], session["SecretAccessKey"], "forged").get_caller_identity()


def test_unknown_action_is_refused_by_name(lake):
    answer = lake.signed("sts", "POST", "/", b"Action=MakeCoffee&Version=2011-06-15", FORM)
    assert (answer.status, answer.code) == (400, "InvalidAction")
    assert "MakeCoffee" in answer.text


def test_secrets_are_not_logged(lake):
    session = assume(lake, make_role(lake, allow("*")))
    lake.as_session("sts", session).get_caller_identity()
    assert session["SecretAccessKey"] not in lake.tail(1_000_000)
    assert session["SessionToken"] not in lake.tail(1_000_000)
