"""IAM beyond roles and users: groups, versions, profiles, tags, boundaries, devices, certificates, providers, reports."""
import base64
import csv
import hashlib
import hmac
import json
import struct
import time

import pytest
from harness import ACCOUNT, TRUST_ACCOUNT, allow, make_role, refused, trust_service, unique

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
PASSWORD = "Ice-berg-2026"


@pytest.fixture(scope="module")
def iam(lake):
    return lake.client("iam")


@pytest.fixture
def user(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    return name


@pytest.fixture
def role(iam):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    return name


@pytest.fixture
def group(iam):
    name = unique("group")
    iam.create_group(GroupName=name)
    return name


@pytest.fixture
def policy(iam):
    return iam.create_policy(PolicyName=unique("policy"), PolicyDocument=allow("s3:ListAllMyBuckets"))["Policy"]["Arn"]


# Groups


def test_a_member_may_what_the_group_may(lake, iam, user, group):
    s3 = lake.as_session("s3", iam.create_access_key(UserName=user)["AccessKey"])
    iam.put_group_policy(GroupName=group, PolicyName="list", PolicyDocument=allow("s3:ListAllMyBuckets"))
    with refused("AccessDenied", 403):
        s3.list_buckets()
    iam.add_user_to_group(GroupName=group, UserName=user)
    s3.list_buckets()
    iam.remove_user_from_group(GroupName=group, UserName=user)
    with refused("AccessDenied", 403):
        s3.list_buckets()


def test_group_is_listed_from_both_sides(iam, user, group):
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.add_user_to_group(GroupName=group, UserName=user)
    assert [u["UserName"] for u in iam.get_group(GroupName=group)["Users"]] == [user]
    assert [g["GroupName"] for g in iam.list_groups_for_user(UserName=user)["Groups"]] == [group]
    assert group in [g["GroupName"] for g in iam.list_groups()["Groups"]]
    with refused("DeleteConflict", 409, "must remove users from group first"):
        iam.delete_group(GroupName=group)
    with refused("DeleteConflict", 409, "must remove users from group first"):
        iam.delete_user(UserName=user)


def test_renamed_group_keeps_its_members(lake, iam, user, group, policy):
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    iam.add_user_to_group(GroupName=group, UserName=user)
    renamed = unique("renamed")
    iam.update_group(GroupName=group, NewGroupName=renamed, NewPath="/moved/")
    assert [u["UserName"] for u in iam.get_group(GroupName=renamed)["Users"]] == [user]
    assert iam.get_group(GroupName=renamed)["Group"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/moved/{renamed}"
    lake.as_session("s3", iam.create_access_key(UserName=user)["AccessKey"]).list_buckets()
    with refused("NoSuchEntity", 404, f"The group with name {group} cannot be found."):
        iam.get_group(GroupName=group)


def test_a_group_made_anew_has_no_members(iam, user, group):
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.remove_user_from_group(GroupName=group, UserName=user)
    iam.delete_group(GroupName=group)
    iam.create_group(GroupName=group)
    assert iam.get_group(GroupName=group)["Users"] == []


def test_renamed_user_keeps_key_and_device(lake, iam, user):
    key = iam.create_access_key(UserName=user)["AccessKey"]
    serial = enable_device(iam, user)[0]
    renamed = unique("renamed")
    iam.update_user(UserName=user, NewUserName=renamed)
    assert lake.as_session("sts", key).get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/{renamed}"
    assert [d["SerialNumber"] for d in iam.list_mfa_devices(UserName=renamed)["MFADevices"]] == [serial]
    assert [k["AccessKeyId"] for k in iam.list_access_keys(UserName=renamed)["AccessKeyMetadata"]] == [key["AccessKeyId"]]


# Managed policies


def test_policy_versions(iam, policy):
    for number in range(2, 6):
        made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow(f"s3:Get{number}"), SetAsDefault=number == 3)
        assert made["PolicyVersion"]["VersionId"] == f"v{number}"
    with refused("LimitExceeded", 409, "up to 5 versions"):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:*"))
    assert iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"] == "v3"
    with refused("DeleteConflict", 409, "Cannot delete the default version of a policy."):
        iam.delete_policy_version(PolicyArn=policy, VersionId="v3")
    with refused("DeleteConflict", 409, "more than one version"):
        iam.delete_policy(PolicyArn=policy)
    iam.set_default_policy_version(PolicyArn=policy, VersionId="v1")
    for number in range(2, 6):
        iam.delete_policy_version(PolicyArn=policy, VersionId=f"v{number}")
    assert iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:*"))["PolicyVersion"]["VersionId"] == "v6"
    iam.delete_policy_version(PolicyArn=policy, VersionId="v6")
    iam.delete_policy(PolicyArn=policy)


def test_default_version_is_in_force(lake, iam, user, policy):
    s3 = lake.as_session("s3", iam.create_access_key(UserName=user)["AccessKey"])
    iam.attach_user_policy(UserName=user, PolicyArn=policy)
    s3.list_buckets()
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=allow("s3:GetObject"), SetAsDefault=True)
    with refused("AccessDenied", 403):
        s3.list_buckets()


def test_entities_for_policy(iam, user, role, group, policy):
    iam.attach_user_policy(UserName=user, PolicyArn=policy)
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    found = iam.list_entities_for_policy(PolicyArn=policy)
    assert [u["UserName"] for u in found["PolicyUsers"]] == [user]
    assert [r["RoleName"] for r in found["PolicyRoles"]] == [role]
    assert [g["GroupName"] for g in found["PolicyGroups"]] == [group]
    only = iam.list_entities_for_policy(PolicyArn=policy, EntityFilter="Role")
    assert only["PolicyUsers"] == [] and only["PolicyGroups"] == [] and len(only["PolicyRoles"]) == 1
    assert iam.get_policy(PolicyArn=policy)["Policy"]["AttachmentCount"] == 3
    paged = [iam.list_entities_for_policy(PolicyArn=policy, MaxItems=1)]
    while paged[-1]["IsTruncated"]:
        paged.append(iam.list_entities_for_policy(PolicyArn=policy, MaxItems=1, Marker=paged[-1]["Marker"]))
    assert len(paged) == 3
    with refused("DeleteConflict", 409, "Cannot delete a policy attached to entities."):
        iam.delete_policy(PolicyArn=policy)


def test_policies_are_listed_by_scope_and_use(iam, role, policy):
    def listed(**more):
        return [p["Arn"] for page in iam.get_paginator("list_policies").paginate(**more) for p in page["Policies"]]
    assert policy in listed(Scope="Local") and ADMIN not in listed(Scope="Local")
    assert ADMIN in listed(Scope="AWS") and policy not in listed(Scope="AWS")
    assert policy not in listed(Scope="Local", OnlyAttached=True)
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    assert policy in listed(Scope="Local", OnlyAttached=True)
    assert policy not in listed(PolicyUsageFilter="PermissionsBoundary")
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=policy)
    assert policy in listed(PolicyUsageFilter="PermissionsBoundary")
    service = [arn for arn in listed(Scope="AWS", PathPrefix="/service-role/")]
    assert service and all("/service-role/" in arn for arn in service)


def test_every_managed_policy_of_aws_is_a_policy(iam):
    for page in iam.get_paginator("list_policies").paginate(Scope="AWS"):
        for row in page["Policies"]:
            document = iam.get_policy_version(PolicyArn=row["Arn"], VersionId=row["DefaultVersionId"])["PolicyVersion"]
            name = unique("copy")
            if len(json.dumps(document["Document"], separators=(",", ":"))) <= 6144:
                iam.create_policy(PolicyName=name, PolicyDocument=json.dumps(document["Document"]))


def test_managed_policies_of_aws_cannot_be_changed(iam):
    with refused("AccessDenied", 403):
        iam.create_policy_version(PolicyArn=ADMIN, PolicyDocument=allow("s3:*"), SetAsDefault=True)
    with refused("AccessDenied", 403):
        iam.delete_policy(PolicyArn=ADMIN)
    with refused("AccessDenied", 403):
        iam.tag_policy(PolicyArn=ADMIN, Tags=[{"Key": "a", "Value": "b"}])


def test_service_role_policy_is_not_for_customers(iam, role):
    with refused("PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role."):
        iam.attach_role_policy(
            RoleName=role, PolicyArn="arn:aws:iam::aws:policy/aws-service-role/LakeFormationDataAccessServiceRolePolicy")


# Boundaries


def test_boundary_comes_and_goes(lake, iam, user, policy):
    iam.attach_user_policy(UserName=user, PolicyArn=ADMIN)
    session = iam.create_access_key(UserName=user)["AccessKey"]
    lake.as_session("iam", session).list_users()
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=policy)
    assert iam.get_user(UserName=user)["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == policy
    lake.as_session("s3", session).list_buckets()
    with refused("AccessDenied", 403, "because no permissions boundary allows the iam:ListUsers action"):
        lake.as_session("iam", session).list_users()
    iam.delete_user_permissions_boundary(UserName=user)
    lake.as_session("iam", session).list_users()
    with refused("NoSuchEntity", 404):
        iam.delete_user_permissions_boundary(UserName=user)


# Instance profiles and service-linked roles


def test_instance_profile_holds_one_role(iam, role):
    name, other = unique("profile"), unique("role")
    made = iam.create_instance_profile(InstanceProfileName=name, Path="/p/", Tags=[{"Key": "a", "Value": "1"}])
    assert made["InstanceProfile"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/p/{name}"
    assert made["InstanceProfile"]["InstanceProfileId"].startswith("AIPA")
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    iam.create_role(RoleName=other, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    with refused("LimitExceeded", 409, "InstanceSessionsPerInstanceProfile: 1"):
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=other)
    held = iam.list_instance_profiles_for_role(RoleName=role)["InstanceProfiles"]
    assert [p["InstanceProfileName"] for p in held] == [name] and held[0]["Roles"][0]["RoleName"] == role
    with refused("DeleteConflict", 409, "must remove roles from instance profile first"):
        iam.delete_role(RoleName=role)
    with refused("DeleteConflict", 409, "must remove roles from instance profile first"):
        iam.delete_instance_profile(InstanceProfileName=name)
    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
    iam.delete_instance_profile(InstanceProfileName=name)
    iam.delete_role(RoleName=role)


def test_adding_a_role_to_a_profile_passes_it(lake, iam, user, role):
    name = unique("profile")
    iam.create_instance_profile(InstanceProfileName=name)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("iam:AddRoleToInstanceProfile"))
    mine = lake.as_session("iam", iam.create_access_key(UserName=user)["AccessKey"])
    with refused("AccessDenied", 403, "iam:PassRole"):
        mine.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)


def test_service_linked_role_belongs_to_its_service(iam):
    made = iam.create_service_linked_role(AWSServiceName="batch.amazonaws.com", Description="d")["Role"]
    assert made["RoleName"] == "AWSServiceRoleForBatch" and made["Path"] == "/aws-service-role/batch.amazonaws.com/"
    with refused("InvalidInput", 400, "has been taken in this account"):
        iam.create_service_linked_role(AWSServiceName="batch.amazonaws.com")
    for change in (lambda: iam.attach_role_policy(RoleName=made["RoleName"], PolicyArn=ADMIN),
                   lambda: iam.put_role_policy(RoleName=made["RoleName"], PolicyName="p", PolicyDocument=allow("*")),
                   lambda: iam.update_assume_role_policy(RoleName=made["RoleName"], PolicyDocument=TRUST_ACCOUNT),
                   lambda: iam.delete_role(RoleName=made["RoleName"])):
        with refused("UnmodifiableEntity", 400, "only modifiable by AWS"):
            change()
    iam.update_role_description(RoleName=made["RoleName"], Description="other")
    task = iam.delete_service_linked_role(RoleName=made["RoleName"])["DeletionTaskId"]
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"


# Tags


def make_tagged(iam):
    """Every kind of object that carries tags: operation, member and value."""
    name = unique("tagged")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_ACCOUNT)
    iam.create_user(UserName=name)
    iam.create_instance_profile(InstanceProfileName=name)
    arn = iam.create_policy(PolicyName=name, PolicyDocument=allow("*"))["Policy"]["Arn"]
    serial = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]["SerialNumber"]
    oidc = iam.create_open_id_connect_provider(Url=f"https://{name}.example")["OpenIDConnectProviderArn"]
    saml = iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata())["SAMLProviderArn"]
    certificate, key = make_certificate()
    iam.upload_server_certificate(ServerCertificateName=name, CertificateBody=certificate, PrivateKey=key)
    return (("role", "RoleName", name), ("user", "UserName", name), ("instance_profile", "InstanceProfileName", name),
            ("policy", "PolicyArn", arn), ("mfa_device", "SerialNumber", serial), ("saml_provider", "SAMLProviderArn", saml),
            ("open_id_connect_provider", "OpenIDConnectProviderArn", oidc),
            ("server_certificate", "ServerCertificateName", name))


def test_tags_of_every_kind(iam):
    for kind, member, name in make_tagged(iam):
        def call(verb, noun="", **more):
            return getattr(iam, f"{verb}_{kind}{noun}")(**{member: name}, **more)
        call("tag", Tags=[{"Key": "team", "Value": "ice"}, {"Key": "env", "Value": "dev"}])
        call("tag", Tags=[{"Key": "TEAM", "Value": "water"}])
        assert call("list", "_tags")["Tags"] == [{"Key": "TEAM", "Value": "water"}, {"Key": "env", "Value": "dev"}], kind
        first = call("list", "_tags", MaxItems=1)
        assert first["IsTruncated"] and call("list", "_tags", Marker=first["Marker"])["Tags"][0]["Key"] == "env"
        call("untag", TagKeys=["team", "never"])
        assert call("list", "_tags")["Tags"] == [{"Key": "env", "Value": "dev"}], kind
        with refused("InvalidInput", 400, "Tag keys are case insensitive"):
            call("tag", Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
        with refused("LimitExceeded", 409):
            call("tag", Tags=[{"Key": f"k{number}", "Value": ""} for number in range(50)])


# Passwords and devices


def test_login_profile(iam, user):
    with refused("NoSuchEntity", 404, f"Login Profile for User {user} cannot be found."):
        iam.get_login_profile(UserName=user)
    iam.create_login_profile(UserName=user, Password=PASSWORD, PasswordResetRequired=True)
    assert iam.get_login_profile(UserName=user)["LoginProfile"]["PasswordResetRequired"]
    with refused("EntityAlreadyExists", 409):
        iam.create_login_profile(UserName=user, Password=PASSWORD)
    for weak in ("short-A", "alllowercase", "12345678"):
        with refused("PasswordPolicyViolation", 400):
            iam.update_login_profile(UserName=user, Password=weak)
    with refused("DeleteConflict", 409, "must delete login profile first"):
        iam.delete_user(UserName=user)
    iam.delete_login_profile(UserName=user)
    iam.delete_user(UserName=user)


def test_users_change_their_password(lake, iam, user):
    iam.create_login_profile(UserName=user, Password=PASSWORD, PasswordResetRequired=True)
    iam.attach_user_policy(UserName=user, PolicyArn="arn:aws:iam::aws:policy/IAMUserChangePassword")
    mine = lake.as_session("iam", iam.create_access_key(UserName=user)["AccessKey"])
    with refused("AccessDenied", 403):
        mine.change_password(OldPassword="wrong", NewPassword="Other-ice-2026")
    mine.change_password(OldPassword=PASSWORD, NewPassword="Other-ice-2026")
    with refused("AccessDenied", 403):
        mine.change_password(OldPassword=PASSWORD, NewPassword="Third-ice-2026")
    assert not iam.get_login_profile(UserName=user)["LoginProfile"]["PasswordResetRequired"]


def test_passwords_are_not_in_the_state(lake, iam, user):
    iam.create_login_profile(UserName=user, Password="Never-written-1")
    stored = b"".join(path.read_bytes() for path in lake.data.glob("state.db*"))
    assert b"Never-written-1" not in stored


def test_password_policy(own_lake):
    iam = own_lake.client("iam")
    with refused("NoSuchEntity", 404, f"The Password Policy with domain name {ACCOUNT} cannot be found."):
        iam.get_account_password_policy()
    iam.update_account_password_policy(MinimumPasswordLength=12, RequireSymbols=True, MaxPasswordAge=30)
    read = iam.get_account_password_policy()["PasswordPolicy"]
    assert (read["MinimumPasswordLength"], read["RequireSymbols"], read["ExpirePasswords"]) == (12, True, True)
    assert read["RequireNumbers"] is False and read["AllowUsersToChangePassword"] is False
    iam.create_user(UserName="u")
    with refused("PasswordPolicyViolation", 400):
        iam.create_login_profile(UserName="u", Password="longenoughbutplain")
    iam.create_login_profile(UserName="u", Password="long-enough-with-symbols")
    own_lake.restart()
    iam = own_lake.client("iam")
    assert iam.get_account_password_policy()["PasswordPolicy"]["MaxPasswordAge"] == 30
    iam.delete_account_password_policy()
    with refused("NoSuchEntity", 404):
        iam.delete_account_password_policy()


def code(seed, step):
    """RFC 6238, written here once more."""
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1_000_000:06}"


def enable_device(iam, user):
    """A device of the user: its serial number, its seed and the first step whose code is still unused."""
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("device"))["VirtualMFADevice"]
    seed, step = device["Base32StringSeed"].decode(), int(time.time()) // 30
    iam.enable_mfa_device(UserName=user, SerialNumber=device["SerialNumber"], AuthenticationCode1=code(seed, step - 1),
                          AuthenticationCode2=code(seed, step))
    return device["SerialNumber"], seed, step + 1


def test_device_proves_itself(iam, user):
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("device"), Path="/d/")["VirtualMFADevice"]
    serial = device["SerialNumber"]
    assert serial.startswith(f"arn:aws:iam::{ACCOUNT}:mfa/d/")
    with refused("InvalidAuthenticationCode", 403):
        iam.enable_mfa_device(UserName=user, SerialNumber=serial, AuthenticationCode1="000000", AuthenticationCode2="000001")
    assert iam.list_mfa_devices(UserName=user)["MFADevices"] == []
    enabled = enable_device(iam, user)[0]
    assert iam.get_mfa_device(SerialNumber=enabled, UserName=user)["UserName"] == user
    assigned = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    assert enabled in [d["SerialNumber"] for d in assigned] and serial not in [d["SerialNumber"] for d in assigned]
    assert all("Base32StringSeed" not in d for d in assigned)
    with refused("DeleteConflict", 409):
        iam.delete_virtual_mfa_device(SerialNumber=enabled)
    with refused("DeleteConflict", 409, "must delete MFA device first"):
        iam.delete_user(UserName=user)
    iam.deactivate_mfa_device(UserName=user, SerialNumber=enabled)
    iam.delete_virtual_mfa_device(SerialNumber=enabled)
    iam.delete_user(UserName=user)


def test_session_with_a_device_opens_iam(lake, iam, user):
    iam.attach_user_policy(UserName=user, PolicyArn=ADMIN)
    sts = lake.as_session("sts", iam.create_access_key(UserName=user)["AccessKey"])
    plain = sts.get_session_token()["Credentials"]
    lake.as_session("s3", plain).list_buckets()
    with refused("InvalidClientTokenId", 403):
        lake.as_session("iam", plain).list_users()
    serial, seed, step = enable_device(iam, user)
    with refused("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode="000000")
    proved = sts.get_session_token(SerialNumber=serial, TokenCode=code(seed, step))["Credentials"]
    lake.as_session("iam", proved).list_users()
    with refused("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=code(seed, step))


def test_role_may_ask_for_a_device(lake, iam, user):
    trust = json.loads(TRUST_ACCOUNT)
    trust["Statement"][0]["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    arn = make_role(lake, allow("s3:*"), json.dumps(trust))
    iam.attach_user_policy(UserName=user, PolicyArn=ADMIN)
    sts = lake.as_session("sts", iam.create_access_key(UserName=user)["AccessKey"])
    serial, seed, step = enable_device(iam, user)
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=arn, RoleSessionName="no")
    sts.assume_role(RoleArn=arn, RoleSessionName="yes", SerialNumber=serial, TokenCode=code(seed, step))


# Keys, certificates and providers


def test_last_use_of_a_key(lake, iam, user):
    key = iam.create_access_key(UserName=user)["AccessKey"]
    unused = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    assert unused["UserName"] == user and unused["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    lake.as_session("sts", key).get_caller_identity()
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["Region"]) == ("sts", "us-east-1") and used["LastUsedDate"]


def make_certificate(name="firn.example"):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    import datetime
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now)
                   .not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256()))
    return (certificate.public_bytes(serialization.Encoding.PEM).decode(),
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption()).decode())


def public_key():
    """A public key as ssh-keygen writes it, and as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return (public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode(),
            public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode())


def metadata():
    certificate = make_certificate()[0]
    body = "".join(certificate.split("-----")[2].split())
    padding = "<!--" + " " * 1000 + "-->"
    return (f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">{padding}'
            '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">'
            '<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>' + body +
            '</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>')


def test_server_certificate(iam):
    certificate, key = make_certificate()
    name, other = unique("certificate"), make_certificate()[1]
    with refused("KeyPairMismatch", 400):
        iam.upload_server_certificate(ServerCertificateName=name, CertificateBody=certificate, PrivateKey=other)
    made = iam.upload_server_certificate(ServerCertificateName=name, CertificateBody=certificate, PrivateKey=key,
                                         CertificateChain=certificate)["ServerCertificateMetadata"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:server-certificate/{name}" and made["Expiration"]
    read = iam.get_server_certificate(ServerCertificateName=name)["ServerCertificate"]
    assert read["CertificateBody"].strip() == certificate.strip() and "PrivateKey" not in json.dumps(read, default=str)
    iam.update_server_certificate(ServerCertificateName=name, NewServerCertificateName=name + "2", NewPath="/n/")
    listed = iam.list_server_certificates(PathPrefix="/n/")["ServerCertificateMetadataList"]
    assert [c["ServerCertificateName"] for c in listed] == [name + "2"]
    iam.delete_server_certificate(ServerCertificateName=name + "2")


def test_signing_certificates(iam, user):
    certificate = make_certificate()[0]
    made = iam.upload_signing_certificate(UserName=user, CertificateBody=certificate)["Certificate"]
    with refused("DuplicateCertificate", 409):
        iam.upload_signing_certificate(UserName=user, CertificateBody=certificate)
    iam.update_signing_certificate(UserName=user, CertificateId=made["CertificateId"], Status="Inactive")
    assert [c["Status"] for c in iam.list_signing_certificates(UserName=user)["Certificates"]] == ["Inactive"]
    iam.delete_signing_certificate(UserName=user, CertificateId=made["CertificateId"])


def test_ssh_keys(iam, user):
    ssh, pem = public_key()
    made = iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=ssh + " me@here")["SSHPublicKey"]
    assert made["SSHPublicKeyId"].startswith("APKA") and len(made["SSHPublicKeyId"]) == 20
    blob = base64.b64decode(ssh.split()[1])
    digest = hashlib.md5(blob).hexdigest()
    assert made["Fingerprint"] == ":".join(digest[i:i + 2] for i in range(0, 32, 2))

    def read(encoding):
        answer = iam.get_ssh_public_key(UserName=user, SSHPublicKeyId=made["SSHPublicKeyId"], Encoding=encoding)
        return answer["SSHPublicKey"]["SSHPublicKeyBody"].strip()
    assert read("SSH") == ssh and read("PEM") == pem.strip()
    with refused("DuplicateSSHPublicKey", 400):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=pem)
    iam.update_ssh_public_key(UserName=user, SSHPublicKeyId=made["SSHPublicKeyId"], Status="Inactive")
    assert [k["Status"] for k in iam.list_ssh_public_keys(UserName=user)["SSHPublicKeys"]] == ["Inactive"]
    iam.delete_ssh_public_key(UserName=user, SSHPublicKeyId=made["SSHPublicKeyId"])


def test_oidc_provider(iam):
    host = unique("idp") + ".example"
    arn = iam.create_open_id_connect_provider(Url=f"https://{host}/tenant", ClientIDList=["a"],
                                              ThumbprintList=["0" * 40])["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:oidc-provider/{host}/tenant"
    with refused("EntityAlreadyExists", 409, f"Provider with url https://{host}/tenant already exists."):
        iam.create_open_id_connect_provider(Url=f"https://{host}/tenant")
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="b")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="a")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["f" * 40])
    read = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (read["Url"], read["ClientIDList"], read["ThumbprintList"]) == (f"{host}/tenant", ["b"], ["f" * 40])
    assert arn in [p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntity", 404, f"OpenIDConnect Provider not found for arn {arn}"):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_saml_provider(iam):
    name, document = unique("saml"), metadata()
    arn = iam.create_saml_provider(Name=name, SAMLMetadataDocument=document)["SAMLProviderArn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:saml-provider/{name}"
    assert iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] == document
    other = metadata()
    iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=other)
    assert iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] == other
    assert arn in [p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]]
    iam.delete_saml_provider(SAMLProviderArn=arn)
    with refused("NoSuchEntity", 404):
        iam.get_saml_provider(SAMLProviderArn=arn)


# The account


def test_account_alias_is_one_in_all_accounts(own_lake):
    iam, other = own_lake.client("iam"), own_lake.client("iam", key="444455556666")
    iam.create_account_alias(AccountAlias="ice")
    with refused("EntityAlreadyExists", 409, "The account alias ice already exists."):
        other.create_account_alias(AccountAlias="ice")
    iam.create_account_alias(AccountAlias="snow")
    assert iam.list_account_aliases()["AccountAliases"] == ["snow"]
    other.create_account_alias(AccountAlias="ice")
    iam.delete_account_alias(AccountAlias="snow")
    with refused("NoSuchEntity", 404):
        iam.delete_account_alias(AccountAlias="snow")


def test_summary_counts(own_lake):
    iam = own_lake.client("iam")
    for number in range(3):
        iam.create_user(UserName=f"u{number}")
    iam.create_group(GroupName="g")
    make_role(own_lake, allow("*"))
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["Users"], summary["Groups"], summary["Roles"], summary["Policies"]) == (3, 1, 1, 0)
    assert (summary["UsersQuota"], summary["RolesQuota"], summary["VersionsPerPolicyQuota"]) == (5000, 1000, 5)


def test_authorization_details(own_lake):
    iam = own_lake.client("iam")
    arn = iam.create_policy(PolicyName="p", PolicyDocument=allow("s3:*"))["Policy"]["Arn"]
    iam.create_group(GroupName="g")
    iam.create_user(UserName="u", PermissionsBoundary=arn)
    iam.add_user_to_group(GroupName="g", UserName="u")
    iam.attach_group_policy(GroupName="g", PolicyArn=ADMIN)
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust_service("firehose.amazonaws.com"))
    iam.put_role_policy(RoleName="r", PolicyName="inline", PolicyDocument=allow("glue:*"))
    all_of_it = iam.get_account_authorization_details()
    assert all_of_it["UserDetailList"][0]["GroupList"] == ["g"]
    assert all_of_it["UserDetailList"][0]["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    assert all_of_it["RoleDetailList"][0]["RolePolicyList"][0]["PolicyDocument"] == json.loads(allow("glue:*"))
    assert {p["Arn"] for p in all_of_it["Policies"]} == {arn, ADMIN}
    only = iam.get_account_authorization_details(Filter=["Role"])
    assert only["UserDetailList"] == [] and len(only["RoleDetailList"]) == 1 and only["Policies"] == []
    seen, marker = 0, {}
    while True:
        page = iam.get_account_authorization_details(MaxItems=1, **marker)
        seen += sum(len(page[part]) for part in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"))
        if not page["IsTruncated"]:
            break
        marker = {"Marker": page["Marker"]}
    assert seen == 5


def test_credential_report(own_lake):
    iam = own_lake.client("iam")
    with refused("ReportNotPresent", 410):
        iam.get_credential_report()
    iam.create_user(UserName="u")
    key = iam.create_access_key(UserName="u")["AccessKey"]
    iam.update_access_key(UserName="u", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    rows = list(csv.DictReader(iam.get_credential_report()["Content"].decode().splitlines()))
    assert [row["user"] for row in rows] == ["<root_account>", "u"]
    assert (rows[1]["access_key_1_active"], rows[1]["access_key_2_active"], rows[1]["mfa_active"]) == ("false", "false", "false")
    assert rows[1]["access_key_1_last_rotated"] != "N/A" and rows[1]["access_key_2_last_rotated"] == "N/A"


def test_service_specific_credentials(iam, user):
    made = iam.create_service_specific_credential(UserName=user, ServiceName="codecommit.amazonaws.com")
    made = made["ServiceSpecificCredential"]
    assert made["ServiceUserName"] == f"{user}-at-{ACCOUNT}" and made["ServicePassword"]
    reset = iam.reset_service_specific_credential(
        UserName=user, ServiceSpecificCredentialId=made["ServiceSpecificCredentialId"])["ServiceSpecificCredential"]
    assert reset["ServicePassword"] != made["ServicePassword"]
    iam.update_service_specific_credential(UserName=user, Status="Inactive",
                                           ServiceSpecificCredentialId=made["ServiceSpecificCredentialId"])
    listed = iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"]
    assert [c["Status"] for c in listed] == ["Inactive"] and "ServicePassword" not in listed[0]
    with refused("NotSupportedService", 404):
        iam.create_service_specific_credential(UserName=user, ServiceName="s3.amazonaws.com")
    iam.delete_service_specific_credential(UserName=user, ServiceSpecificCredentialId=made["ServiceSpecificCredentialId"])


def test_everything_is_there_after_a_restart(own_lake):
    iam = own_lake.client("iam")
    before = make_tagged(iam)
    iam.create_group(GroupName="kept")
    iam.add_user_to_group(GroupName="kept", UserName=before[1][2])
    own_lake.restart()
    iam = own_lake.client("iam")
    for kind, member, name in before:
        assert getattr(iam, f"list_{kind}_tags")(**{member: name})["Tags"] == []
    assert [u["UserName"] for u in iam.get_group(GroupName="kept")["Users"]] == [before[1][2]]
