"""Malformed requests to IAM: AWS's error each, and nothing changed."""
import json

import pytest
from harness import ACCOUNT, TRUST_ACCOUNT, allow, refused

NAME, LONG = "n", "x" * 129
NOBODY = f"arn:aws:iam::{ACCOUNT}:policy/nobody"
OK = allow("s3:*")
MALFORMED = [
    # operation, members, code, status, words of the message
    ("create_role", {"RoleName": "a b", "AssumeRolePolicyDocument": TRUST_ACCOUNT}, "ValidationError", 400, "roleName"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": "some policy"}, "MalformedPolicyDocument", 400, "invalid Json"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": "{}"}, "MalformedPolicyDocument", 400, "Syntax errors"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": OK}, "MalformedPolicyDocument", 400, "Principal"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": TRUST_ACCOUNT, "Path": "/aws-service-role/x/"},
     "InvalidInput", 400, "reserved"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": TRUST_ACCOUNT, "PermissionsBoundary": NOBODY},
     "NoSuchEntity", 404, "Scope ARN"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": TRUST_ACCOUNT, "MaxSessionDuration": 43201},
     "ValidationError", 400, "maxSessionDuration"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": TRUST_ACCOUNT, "Tags": [{"Key": "aws:x", "Value": ""}]},
     "InvalidInput", 400, "aws:"),
    ("create_role", {"RoleName": NAME, "AssumeRolePolicyDocument": TRUST_ACCOUNT, "Tags": [{"Key": LONG, "Value": ""}]},
     "ValidationError", 400, "length less than or equal to 128"),
    ("create_user", {"UserName": "x" * 65}, "ValidationError", 400, "userName"),
    ("create_user", {"UserName": NAME, "Path": "no"}, "ValidationError", 400, "path"),
    ("create_user", {"UserName": NAME, "Tags": [{"Key": str(n), "Value": ""} for n in range(51)]}, "ValidationError", 400,
     "less than or equal to 50"),
    ("create_group", {"GroupName": ""}, "ValidationError", 400, "groupName"),
    ("create_group", {"GroupName": NAME, "Path": "//\u00fc"}, "ValidationError", 400, "path"),
    ("create_policy", {"PolicyName": "p/q", "PolicyDocument": OK}, "ValidationError", 400, "policyName"),
    ("create_policy", {"PolicyName": NAME, "PolicyDocument": "["}, "MalformedPolicyDocument", 400, "invalid Json"),
    ("create_policy", {"PolicyName": NAME, "PolicyDocument": OK.replace("Allow", "Perhaps")}, "MalformedPolicyDocument", 400,
     "Syntax errors"),
    ("create_policy", {"PolicyName": NAME, "PolicyDocument": OK.replace("2012-10", "2008-10")}, "MalformedPolicyDocument", 400,
     "must be version 2012-10-17"),
    ("create_policy", {"PolicyName": NAME, "PolicyDocument": allow(*(f"s3:Get{n:05}" for n in range(900)))}, "LimitExceeded",
     409, "PolicySize: 6144"),
    ("create_instance_profile", {"InstanceProfileName": "a*"}, "ValidationError", 400, "instanceProfileName"),
    ("create_login_profile", {"UserName": "nobody", "Password": "Ice-berg-2026"}, "NoSuchEntity", 404, "nobody"),
    ("create_virtual_mfa_device", {"VirtualMFADeviceName": NAME, "Path": "x"}, "ValidationError", 400, "path"),
    ("create_open_id_connect_provider", {"Url": "http://plain.example"}, "InvalidInput", 400, "Invalid Open ID"),
    ("create_open_id_connect_provider", {"Url": "https://h.example:8443"}, "InvalidInput", 400, "Invalid Open ID"),
    ("create_open_id_connect_provider", {"Url": "https://h.example", "ThumbprintList": ["z" * 40]}, "InvalidInput", 400,
     "thumbprint"),
    ("create_open_id_connect_provider", {"Url": "https://h.example", "ThumbprintList": ["a" * 40] * 6}, "InvalidInput", 400,
     "Thumbprint list"),
    ("create_open_id_connect_provider", {"Url": "https://h.example", "ClientIDList": [str(n) for n in range(101)]},
     "LimitExceeded", 409, "ClientIdsPerOpenIdConnectProvider: 100"),
    ("create_saml_provider", {"Name": NAME, "SAMLMetadataDocument": "a" * 1024}, "InvalidInput", 400, "metadata"),
    ("create_saml_provider", {"Name": NAME, "SAMLMetadataDocument": "<x>" + "a" * 1024 + "</x>"}, "InvalidInput", 400, "metadata"),
    ("upload_server_certificate", {"ServerCertificateName": NAME, "CertificateBody": "body", "PrivateKey": "key"},
     "MalformedCertificate", 400, "PEM"),
    ("create_service_linked_role", {"AWSServiceName": "nothing.example"}, "InvalidInput", 400, "nothing.example"),
    ("create_account_alias", {"AccountAlias": "UPPER"}, "ValidationError", 400, "accountAlias"),
    ("update_account_password_policy", {"MinimumPasswordLength": 5}, "ValidationError", 400, "minimumPasswordLength"),
    ("attach_user_policy", {"UserName": "kept", "PolicyArn": NOBODY}, "NoSuchEntity", 404, "does not exist or is not attachable"),
    ("attach_user_policy", {"UserName": "kept", "PolicyArn": "arn:aws:s3:::a-bucket-is-no-policy"}, "InvalidInput", 400, "not valid"),
    ("put_user_policy", {"UserName": "kept", "PolicyName": "p", "PolicyDocument": OK.replace("s3:*", "s3")},
     "MalformedPolicyDocument", 400, "vendor"),
    ("put_user_policy", {"UserName": "kept", "PolicyName": "p", "PolicyDocument": json.dumps({"Statement": []})},
     "MalformedPolicyDocument", 400, "Syntax errors"),
    ("put_user_permissions_boundary", {"UserName": "kept", "PermissionsBoundary": NOBODY}, "NoSuchEntity", 404, "Scope ARN"),
    ("add_user_to_group", {"UserName": "kept", "GroupName": "nobody"}, "NoSuchEntity", 404, "group with name nobody"),
    ("tag_user", {"UserName": "kept", "Tags": [{"Key": "", "Value": ""}]}, "ValidationError", 400, "tags.1.member.key"),
    ("untag_user", {"UserName": "kept", "TagKeys": [LONG]}, "ValidationError", 400, "tagKeys"),
    ("enable_mfa_device", {"UserName": "kept", "SerialNumber": "123456789", "AuthenticationCode1": "123456",
                           "AuthenticationCode2": "234567"}, "NoSuchEntity", 404, "123456789"),
    ("enable_mfa_device", {"UserName": "kept", "SerialNumber": "123456789", "AuthenticationCode1": "12345",
                           "AuthenticationCode2": "234567"}, "ValidationError", 400, "authenticationCode1"),
    ("upload_ssh_public_key", {"UserName": "kept", "SSHPublicKeyBody": "ssh-rsa AAAA"}, "InvalidPublicKey", 400, "malformed"),
    ("upload_ssh_public_key", {"UserName": "kept", "SSHPublicKeyBody": "dsa"}, "UnrecognizedPublicKeyEncoding", 400, "encoding"),
    ("upload_signing_certificate", {"UserName": "kept", "CertificateBody": "body"}, "MalformedCertificate", 400, "PEM"),
    ("update_access_key", {"UserName": "kept", "AccessKeyId": "AKIANOBODYNOBODYNOB0", "Status": "Inactive"}, "NoSuchEntity", 404,
     "AKIANOBODYNOBODYNOB0"),
    ("update_access_key", {"UserName": "kept", "AccessKeyId": "AKIANOBODYNOBODYNOB0", "Status": "Off"}, "ValidationError", 400,
     "status"),
    ("update_user", {"UserName": "kept", "NewUserName": "other"}, "EntityAlreadyExists", 409, "other"),
    ("set_default_policy_version", {"PolicyArn": NOBODY, "VersionId": "v2"}, "NoSuchEntity", 404, NOBODY),
    ("simulate_custom_policy", {"PolicyInputList": ["{"], "ActionNames": ["s3:GetObject"]}, "InvalidInput", 400, "invalid Json"),
    ("simulate_custom_policy", {"PolicyInputList": [OK], "ActionNames": ["nonsense"]}, "InvalidInput", 400, "nonsense"),
    ("simulate_custom_policy", {"PolicyInputList": [OK], "ActionNames": ["s3:GetObject"], "ResourceArns": ["lake"]},
     "InvalidInput", 400, "lake"),
    ("simulate_custom_policy", {"PolicyInputList": [OK], "ActionNames": ["s3:GetObject"], "CallerArn":
                                f"arn:aws:iam::{ACCOUNT}:role/r"}, "InvalidInput", 400, "CallerArn"),
    ("simulate_principal_policy", {"PolicySourceArn": f"arn:aws:iam::{ACCOUNT}:user/nobody", "ActionNames": ["s3:GetObject"]},
     "NoSuchEntity", 404, "nobody"),
    ("list_users", {"Marker": "?"}, "ValidationError", 400, "Marker"),
    ("list_users", {"MaxItems": 0}, "ValidationError", 400, "maxItems"),
    ("get_access_key_last_used", {"AccessKeyId": "AKIANOBODYNOBODYNOB0"}, "NoSuchEntity", 404, "AKIANOBODYNOBODYNOB0"),
]


@pytest.fixture(scope="module")
def loose(lake):
    iam = lake.client("iam", validate=False)
    for name in ("kept", "other"):
        iam.create_user(UserName=name)
    return iam


def everything(iam):
    """All that the account has, for comparing."""
    details = iam.get_account_authorization_details()
    return json.dumps([{part: details[part] for part in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")},
                       iam.get_account_summary()["SummaryMap"], iam.list_policies(Scope="Local")["Policies"],
                       iam.list_account_aliases()["AccountAliases"], iam.list_ssh_public_keys(UserName="kept")["SSHPublicKeys"]],
                      default=str, sort_keys=True)


@pytest.mark.parametrize("operation,members,code,status,text", MALFORMED, ids=[f"{n}-{row[0]}" for n, row in enumerate(MALFORMED)])
def test_malformed(loose, operation, members, code, status, text):
    before = everything(loose)
    with refused(code, status, text):
        getattr(loose, operation)(**members)
    assert everything(loose) == before
