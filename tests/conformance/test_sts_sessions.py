"""STS beyond AssumeRole: sessions of users, federated users, web identities, and malformed requests."""
import base64
import datetime
import json
import time

import pytest
from harness import ACCOUNT, TRUST_ACCOUNT, allow, assume, make_role, refused, unique

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture(scope="module")
def iam(lake):
    return lake.client("iam")


@pytest.fixture
def user(lake, iam):
    """A user's name and its STS client; the user may do everything."""
    name = unique("user")
    iam.create_user(UserName=name)
    iam.attach_user_policy(UserName=name, PolicyArn=ADMIN)
    return name, lake.as_session("sts", iam.create_access_key(UserName=name)["AccessKey"])


def left(credentials):
    return credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)


def test_session_of_a_user(lake, user):
    name, sts = user
    credentials = sts.get_session_token(DurationSeconds=900)["Credentials"]
    assert datetime.timedelta(minutes=14) < left(credentials) <= datetime.timedelta(minutes=15)
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert lake.as_session("sts", credentials).get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/{name}"
    lake.as_session("s3", credentials).list_buckets()
    with refused("AccessDenied", 403, "Cannot call GetSessionToken with session credentials"):
        lake.as_session("sts", credentials).get_session_token()
    with refused("InvalidClientTokenId", 403):
        lake.as_session("iam", credentials).list_users()


def test_session_of_a_user_assumes_roles(lake, user):
    arn = make_role(lake, allow("s3:*"))
    credentials = user[1].get_session_token()["Credentials"]
    lake.as_session("sts", credentials).assume_role(RoleArn=arn, RoleSessionName="me")


def test_session_ends_with_its_user(lake, iam):
    name = unique("user")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow("s3:*"))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    credentials = lake.as_session("sts", key).get_session_token()["Credentials"]
    s3 = lake.as_session("s3", credentials)
    s3.list_buckets()
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="p")
    iam.delete_user(UserName=name)
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow("s3:*"))
    with refused("AccessDenied", 403):
        s3.list_buckets()


def test_root_session_lasts_an_hour(lake):
    credentials = lake.client("sts").get_session_token()["Credentials"]
    assert left(credentials) <= datetime.timedelta(hours=1)
    assert lake.as_session("sts", credentials).get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_sessions_survive_a_restart(own_lake):
    credentials = own_lake.client("sts").get_federation_token(Name="anna", Policy=allow("s3:*"))["Credentials"]
    own_lake.restart()
    who = own_lake.as_session("sts", credentials).get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{ACCOUNT}:federated-user/anna" and who["UserId"] == f"{ACCOUNT}:anna"


def test_federated_user_has_what_both_allow(lake, iam, user):
    name, sts = user
    answer = sts.get_federation_token(Name="anna", Policy=allow("s3:*", "iam:*"), DurationSeconds=3600)
    assert answer["FederatedUser"] == {"FederatedUserId": f"{ACCOUNT}:anna",
                                       "Arn": f"arn:aws:sts::{ACCOUNT}:federated-user/anna"}
    assert 0 < answer["PackedPolicySize"] <= 100
    credentials = answer["Credentials"]
    lake.as_session("s3", credentials).list_buckets()
    with refused("AccessDeniedException", 400, "no session policy allows"):
        lake.as_session("glue", credentials).get_databases()
    with refused("InvalidClientTokenId", 403):
        lake.as_session("iam", credentials).list_users()
    with refused("AccessDenied", 403):
        lake.as_session("sts", credentials).assume_role(RoleArn=make_role(lake, allow("*")), RoleSessionName="no")
    iam.detach_user_policy(UserName=name, PolicyArn=ADMIN)
    with refused("AccessDenied", 403, "no identity-based policy allows"):
        lake.as_session("s3", credentials).list_buckets()


def test_federated_user_without_policies_has_nothing(lake, user):
    credentials = user[1].get_federation_token(Name="anna")["Credentials"]
    assert lake.as_session("sts", credentials).get_caller_identity()["Arn"].endswith(":federated-user/anna")
    with refused("AccessDenied", 403):
        lake.as_session("s3", credentials).list_buckets()


def test_federation_needs_its_permission(lake, iam):
    name = unique("user")
    iam.create_user(UserName=name)
    sts = lake.as_session("sts", iam.create_access_key(UserName=name)["AccessKey"])
    with refused("AccessDenied", 403, f"sts:GetFederationToken on resource: arn:aws:sts::{ACCOUNT}:federated-user/anna"):
        sts.get_federation_token(Name="anna")
    sts.get_session_token()  # nobody can be denied it


def test_roles_may_not_ask_for_sessions(lake):
    sts = lake.as_session("sts", assume(lake, make_role(lake, allow("*"))))
    with refused("AccessDenied", 403, "Cannot call GetSessionToken with session credentials"):
        sts.get_session_token()
    with refused("AccessDenied", 403, "Cannot call GetFederationToken with session credentials"):
        sts.get_federation_token(Name="anna")


def test_key_belongs_to_an_account(lake, iam):
    name = unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    sts = lake.client("sts")
    assert sts.get_access_key_info(AccessKeyId=key)["Account"] == ACCOUNT
    assert lake.client("sts", key="444455556666").get_access_key_info(AccessKeyId=key)["Account"] == ACCOUNT
    session = assume(lake, make_role(lake, allow("*")))["AccessKeyId"]
    assert sts.get_access_key_info(AccessKeyId=session)["Account"] == ACCOUNT


def token(**claims):
    """An unsigned web token."""
    parts = ({"alg": "RS256", "typ": "JWT"}, {"sub": "anna", "exp": int(time.time()) + 600, **claims})
    return ".".join([base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts] + ["c2ln"])


def test_web_identity_that_cannot_be_verified_is_refused(lake, iam):
    host = unique("idp") + ".example"
    arn = iam.create_open_id_connect_provider(Url=f"https://{host}", ClientIDList=["me"])["OpenIDConnectProviderArn"]
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}]})
    role = unique("role")
    role_arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    sts = lake.client("sts")

    def enter(text):
        sts.assume_role_with_web_identity(RoleArn=role_arn, RoleSessionName="anna", WebIdentityToken=text)
    good = f"https://{host}"
    for text, code, words in (("no-token-at-all", "InvalidIdentityToken", "not a valid JWT"),
                              (token(iss="https://other.example", aud="me"), "InvalidIdentityToken", "No OpenIDConnect provider"),
                              (token(iss=good, aud="other"), "InvalidIdentityToken", "Incorrect token audience"),
                              (token(iss=good, aud="me", exp=1), "ExpiredTokenException", "Token expired"),
                              (token(iss=good, aud=["me"]), "InvalidIdentityToken", "Couldn't retrieve verification key")):
        with refused(code, 400, words):
            enter(text)


SAML = base64.b64encode(b"<Response><Assertion/></Response>").decode()
ROLE, PROVIDER = f"arn:aws:iam::{ACCOUNT}:role/none", f"arn:aws:iam::{ACCOUNT}:saml-provider/none"
GOOD = {"RoleArn": ROLE, "RoleSessionName": "me"}
MALFORMED = [
    ("assume_role", {"RoleArn": "short", "RoleSessionName": "me"}, "ValidationError", 400, "roleArn"),
    ("assume_role", {"RoleArn": "this-is-no-arn-at-all", "RoleSessionName": "me"}, "ValidationError", 400, "is invalid"),
    ("assume_role", {"RoleArn": f"arn:aws:iam::{ACCOUNT}:user/me-myself", "RoleSessionName": "me"}, "ValidationError", 400, "invalid"),
    ("assume_role", {"RoleArn": ROLE}, "ValidationError", 400, "roleSessionName"),
    ("assume_role", {**GOOD, "RoleSessionName": "a/b"}, "ValidationError", 400, "roleSessionName"),
    ("assume_role", {**GOOD, "RoleSessionName": "x" * 65}, "ValidationError", 400, "roleSessionName"),
    ("assume_role", {**GOOD, "DurationSeconds": 10}, "ValidationError", 400, "durationSeconds"),
    ("assume_role", {**GOOD, "ExternalId": "!"}, "ValidationError", 400, "externalId"),
    ("assume_role", {**GOOD, "SourceIdentity": "a b"}, "ValidationError", 400, "sourceIdentity"),
    ("assume_role", {**GOOD, "Policy": "{"}, "MalformedPolicyDocument", 400, "invalid Json"),
    ("assume_role", {**GOOD, "Policy": allow("s3")}, "MalformedPolicyDocument", 400, "vendor"),
    ("assume_role", {**GOOD, "PolicyArns": [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/none"}]}, "InvalidParameterValue", 400, "none"),
    ("assume_role", {**GOOD, "PolicyArns": [{"arn": "arn:aws:iam::444455556666:policy/other"}]}, "InvalidParameterValue", 400, "other"),
    ("assume_role", {**GOOD, "Tags": [{"Key": "a", "Value": ""}, {"Key": "A", "Value": ""}]}, "InvalidParameterValue", 400, "case"),
    ("assume_role", {**GOOD, "Tags": [{"Key": "x" * 129, "Value": ""}]}, "ValidationError", 400, "128"),
    ("assume_role", {**GOOD, "TransitiveTagKeys": ["a"]}, "InvalidParameterValue", 400, "transitive"),
    ("assume_role", {**GOOD, "SerialNumber": "123456789"}, "AccessDenied", 403, "must provide both MFA serial number"),
    ("assume_role", {**GOOD, "SerialNumber": "123456789", "TokenCode": "123456"}, "AccessDenied", 403, "invalid MFA"),
    ("assume_role", {**GOOD, "SerialNumber": "123456789", "TokenCode": "12345"}, "ValidationError", 400, "tokenCode"),
    ("get_session_token", {"DurationSeconds": 899}, "ValidationError", 400, "durationSeconds"),
    ("get_session_token", {"DurationSeconds": 129601}, "ValidationError", 400, "durationSeconds"),
    ("get_session_token", {"TokenCode": "123456"}, "AccessDenied", 403, "must provide both MFA serial number"),
    ("get_federation_token", {}, "ValidationError", 400, "name"),
    ("get_federation_token", {"Name": "x"}, "ValidationError", 400, "name"),
    ("get_federation_token", {"Name": "x" * 33}, "ValidationError", 400, "name"),
    ("get_federation_token", {"Name": "anna", "Policy": "[]"}, "MalformedPolicyDocument", 400, "Syntax errors"),
    ("get_federation_token", {"Name": "anna", "Policy": "x" * 2049}, "ValidationError", 400, "2048"),
    ("get_federation_token", {"Name": "anna", "DurationSeconds": 129601}, "ValidationError", 400, "durationSeconds"),
    ("get_federation_token", {"Name": "anna", "Policy": allow("s3:*"), "Tags": [
        {"Key": f"{n:0128}", "Value": "v" * 256} for n in range(9)]}, "PackedPolicyTooLarge", 400, "Packed size"),
    ("get_access_key_info", {"AccessKeyId": "short"}, "ValidationError", 400, "accessKeyId"),
    ("get_access_key_info", {"AccessKeyId": "AKIANOBODYNOBODYNOB0"}, "InvalidParameterValue", 400, "AKIANOBODY"),
    ("decode_authorization_message", {"EncodedMessage": "nothing"}, "InvalidAuthorizationMessageException", 400, "message"),
    ("decode_authorization_message", {"EncodedMessage": ""}, "ValidationError", 400, "encodedMessage"),
    ("assume_role_with_web_identity", {**GOOD, "WebIdentityToken": "abcd"}, "InvalidIdentityToken", 400, "JWT"),
    ("assume_role_with_web_identity", {**GOOD, "WebIdentityToken": "a.b.c.d"}, "InvalidIdentityToken", 400, "JWT"),
    ("assume_role_with_web_identity", {**GOOD, "WebIdentityToken": "abc"}, "ValidationError", 400, "webIdentityToken"),
    ("assume_role_with_saml", {"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": "!!!!"}, "InvalidIdentityToken", 400,
     "base64"),
    ("assume_role_with_saml", {"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": "PGE+PC9hPg=="},
     "InvalidIdentityToken", 400, "Invalid SAMLResponse"),
    ("assume_role_with_saml", {"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": SAML}, "InvalidIdentityToken", 400,
     "provider doesn't exist"),
]


@pytest.mark.parametrize("operation,members,code,status,text", MALFORMED, ids=[f"{n}-{row[0]}" for n, row in enumerate(MALFORMED)])
def test_malformed(lake, operation, members, code, status, text):
    sts = lake.client("sts", validate=False)
    with refused(code, status, text):
        getattr(sts, operation)(**members)
    assert sts.get_caller_identity()["Account"] == ACCOUNT


def test_trust_in_an_account_is_enough_for_its_root(lake, iam):
    name = unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_ACCOUNT)["Role"]["Arn"]
    assert lake.client("sts").assume_role(RoleArn=arn, RoleSessionName="root")["Credentials"]
