"""KMS: keys, aliases, grants, and that only whom a key's policy lets in may use it."""
import hashlib
import json
import os
import stat

import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
CONTEXT = {"table": "events", "day": "2026-11-21"}


@pytest.fixture(scope="module")
def kms(lake):
    return lake.client("kms")


@pytest.fixture
def key(kms):
    return kms.create_key()["KeyMetadata"]["KeyId"]


def pair(kms, spec, usage="SIGN_VERIFY"):
    return kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]


def statement(principal, *actions, effect="Allow", **more):
    return {"Effect": effect, "Principal": {"AWS": principal}, "Action": list(actions), "Resource": "*", **more}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def sealed(kms, key, text=b"text", **more):
    return kms.encrypt(KeyId=key, Plaintext=text, **more)["CiphertextBlob"]


# Keys

def test_key_is_made_described_and_listed(kms):
    made = kms.create_key(Description="d", Tags=[{"TagKey": "a", "TagValue": "1"}])["KeyMetadata"]
    assert made["Arn"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{made['KeyId']}"
    assert (made["KeyState"], made["KeyUsage"], made["KeySpec"], made["Enabled"]) == (
        "Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", True)
    assert kms.describe_key(KeyId=made["Arn"])["KeyMetadata"] == made
    listed = [entry["KeyId"] for page in kms.get_paginator("list_keys").paginate(Limit=3) for entry in page["Keys"]]
    assert made["KeyId"] in listed and len(set(listed)) == len(listed)
    assert kms.list_resource_tags(KeyId=made["KeyId"])["Tags"] == [{"TagKey": "a", "TagValue": "1"}]


def test_disabled_key_does_nothing(kms, key):
    blob = sealed(kms, key)
    kms.disable_key(KeyId=key)
    with refused("DisabledException", 400, "is disabled"):
        kms.decrypt(CiphertextBlob=blob)
    with refused("DisabledException"):
        sealed(kms, key)
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"text"


def test_deletion_is_scheduled_and_canceled(kms, key):
    blob = sealed(kms, key)
    answer = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert (answer["KeyState"], answer["PendingWindowInDays"]) == ("PendingDeletion", 7)
    with refused("KMSInvalidStateException", text="pending deletion"):
        kms.decrypt(CiphertextBlob=blob)
    with refused("KMSInvalidStateException"):
        kms.enable_key(KeyId=key)
    kms.cancel_key_deletion(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"text"


def test_keys_survive_a_restart(own_lake):
    kms = own_lake.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = sealed(kms, key, EncryptionContext=CONTEXT)
    own_lake.kill()
    own_lake.start()
    kms = own_lake.client("kms")
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)["Plaintext"] == b"text"
    root_key = own_lake.data / "kms" / "root-key"
    assert stat.S_IMODE(os.stat(root_key).st_mode) == 0o600
    assert root_key.read_text().split()[2] not in own_lake.tail(100_000)


# Cryptography

def test_context_is_part_of_the_ciphertext(kms, key):
    blob = sealed(kms, key, EncryptionContext=CONTEXT)
    answer = kms.decrypt(CiphertextBlob=blob, EncryptionContext=dict(reversed(CONTEXT.items())))
    assert answer["Plaintext"] == b"text" and answer["KeyId"].endswith(key)
    for wrong in ({}, {"table": "events"}, {**CONTEXT, "more": "1"}, {**CONTEXT, "day": "2026-11-22"}):
        with refused("InvalidCiphertextException", 400):
            kms.decrypt(CiphertextBlob=blob, EncryptionContext=wrong)


def test_reencrypt_moves_a_ciphertext(kms, key):
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    moved = kms.re_encrypt(CiphertextBlob=sealed(kms, key, EncryptionContext=CONTEXT), SourceEncryptionContext=CONTEXT,
                           DestinationKeyId=other, DestinationEncryptionContext={"new": "context"})
    assert moved["SourceKeyId"].endswith(key) and moved["KeyId"].endswith(other)
    kms.disable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"],
                       EncryptionContext={"new": "context"})["Plaintext"] == b"text"


def test_data_keys(kms, key):
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=CONTEXT)
    assert len(made["Plaintext"]) == 32
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=CONTEXT)["Plaintext"] == made["Plaintext"]
    bare = kms.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=17)
    assert "Plaintext" not in bare
    assert len(kms.decrypt(CiphertextBlob=bare["CiphertextBlob"])["Plaintext"]) == 17
    both = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    assert kms.decrypt(CiphertextBlob=both["PrivateKeyCiphertextBlob"])["Plaintext"] == both["PrivateKeyPlaintext"]
    assert len(kms.generate_random(NumberOfBytes=64)["Plaintext"]) == 64


@pytest.mark.parametrize("algorithm", ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"])
def test_rsa_encrypts(kms, algorithm):
    key = pair(kms, "RSA_2048", "ENCRYPT_DECRYPT")
    blob = sealed(kms, key, EncryptionAlgorithm=algorithm)
    answer = kms.decrypt(CiphertextBlob=blob, KeyId=key, EncryptionAlgorithm=algorithm)
    assert answer["Plaintext"] == b"text"
    with refused("InvalidCiphertextException"):
        kms.decrypt(CiphertextBlob=blob[:-1] + b"x", KeyId=key, EncryptionAlgorithm=algorithm)


@pytest.mark.parametrize("spec, algorithm, digest", [
    ("RSA_2048", "RSASSA_PSS_SHA_256", "sha256"), ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512", "sha512"),
    ("RSA_3072", "RSASSA_PSS_SHA_384", "sha384"), ("ECC_NIST_P256", "ECDSA_SHA_256", "sha256"),
    ("ECC_NIST_P384", "ECDSA_SHA_384", "sha384"), ("ECC_NIST_P521", "ECDSA_SHA_512", "sha512"),
    ("ECC_SECG_P256K1", "ECDSA_SHA_256", "sha256")])
def test_signatures(kms, spec, algorithm, digest):
    key = pair(kms, spec)
    signature = kms.sign(KeyId=key, Message=b"message", SigningAlgorithm=algorithm)["Signature"]
    answer = kms.verify(KeyId=key, Message=b"message", Signature=signature, SigningAlgorithm=algorithm)
    assert answer["SignatureValid"]
    # A digest that the caller made is the same message.
    made = hashlib.new(digest, b"message").digest()
    assert kms.verify(KeyId=key, Message=made, MessageType="DIGEST", Signature=signature,
                      SigningAlgorithm=algorithm)["SignatureValid"]
    with refused("KMSInvalidSignatureException", 400):
        kms.verify(KeyId=key, Message=b"other", Signature=signature, SigningAlgorithm=algorithm)
    assert kms.get_public_key(KeyId=key)["PublicKey"][:1] == b"\x30"


def test_macs(kms):
    key = pair(kms, "HMAC_384", "GENERATE_VERIFY_MAC")
    made = kms.generate_mac(KeyId=key, Message=b"message", MacAlgorithm="HMAC_SHA_384")["Mac"]
    assert len(made) == 48
    assert kms.verify_mac(KeyId=key, Message=b"message", Mac=made, MacAlgorithm="HMAC_SHA_384")["MacValid"]
    with refused("KMSInvalidMacException", 400):
        kms.verify_mac(KeyId=key, Message=b"other", Mac=made, MacAlgorithm="HMAC_SHA_384")


def test_shared_secrets(kms):
    ours, theirs = (pair(kms, "ECC_NIST_P256", "KEY_AGREEMENT") for _ in range(2))

    def shared(mine, other):
        return kms.derive_shared_secret(KeyId=mine, KeyAgreementAlgorithm="ECDH",
                                        PublicKey=kms.get_public_key(KeyId=other)["PublicKey"])["SharedSecret"]
    assert shared(ours, theirs) == shared(theirs, ours)


def test_rotation_keeps_old_ciphertexts(kms, key):
    before = sealed(kms, key)
    kms.rotate_key_on_demand(KeyId=key)
    after = sealed(kms, key)
    first, second = (kms.decrypt(CiphertextBlob=blob) for blob in (before, after))
    assert first["Plaintext"] == second["Plaintext"] == b"text"
    assert first["KeyMaterialId"] != second["KeyMaterialId"]
    rotation, = kms.list_key_rotations(KeyId=key)["Rotations"]
    assert rotation["RotationType"] == "ON_DEMAND"
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    status = kms.get_key_rotation_status(KeyId=key)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 90)
    kms.disable_key_rotation(KeyId=key)
    assert not kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]


def test_multi_region_keys_decrypt_elsewhere(lake, kms):
    made = kms.create_key(MultiRegion=True)["KeyMetadata"]
    assert made["KeyId"].startswith("mrk-")
    replica = kms.replicate_key(KeyId=made["KeyId"], ReplicaRegion="eu-west-1")["ReplicaKeyMetadata"]
    assert replica["MultiRegionConfiguration"]["MultiRegionKeyType"] == "REPLICA"
    there = lake.client("kms", region="eu-west-1")
    assert there.decrypt(CiphertextBlob=sealed(kms, made["KeyId"]))["Plaintext"] == b"text"
    kms.rotate_key_on_demand(KeyId=made["KeyId"])
    assert there.decrypt(CiphertextBlob=sealed(kms, made["KeyId"]))["Plaintext"] == b"text"
    with refused("AlreadyExistsException"):
        kms.replicate_key(KeyId=made["KeyId"], ReplicaRegion="eu-west-1")


# Aliases

def test_alias_is_made_moved_and_removed(kms, key):
    other, alias = kms.create_key()["KeyMetadata"]["KeyId"], "alias/" + unique("a")
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    blob = sealed(kms, alias)
    assert kms.decrypt(CiphertextBlob=blob)["KeyId"].endswith(key)
    with refused("AlreadyExistsException", text="already exists"):
        kms.create_alias(AliasName=alias, TargetKeyId=other)
    kms.update_alias(AliasName=alias, TargetKeyId=other)
    assert kms.describe_key(KeyId=f"arn:aws:kms:{REGION}:{ACCOUNT}:{alias}")["KeyMetadata"]["KeyId"] == other
    assert kms.decrypt(CiphertextBlob=blob, KeyId=key)["Plaintext"] == b"text"
    assert [entry["AliasName"] for entry in kms.list_aliases(KeyId=other)["Aliases"]] == [alias]
    kms.delete_alias(AliasName=alias)
    with refused("NotFoundException", text=f"{alias} is not found"):
        kms.describe_key(KeyId=alias)


def test_alias_keeps_the_kind_of_its_key(kms, key):
    alias = "alias/" + unique("a")
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    with refused("ValidationException"):
        kms.update_alias(AliasName=alias, TargetKeyId=pair(kms, "ECC_NIST_P256"))
    assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == key


# Who may

def test_key_policy_is_the_first_authority(lake, kms):
    role = make_role(lake, allow("kms:*"))
    theirs = lake.as_session("kms", assume(lake, role))
    open_key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed(theirs, open_key)  # the default policy leaves it to IAM
    closed = kms.create_key(BypassPolicyLockoutSafetyCheck=True,
                            Policy=policy(statement(role, "kms:Describe*")))["KeyMetadata"]["KeyId"]
    theirs.describe_key(KeyId=closed)
    with refused("AccessDeniedException", 400, "no resource-based policy allows"):
        sealed(theirs, closed)
    with refused("AccessDeniedException"):  # not even root
        kms.describe_key(KeyId=closed)


def test_key_policy_alone_suffices_for_whom_it_names(lake, kms):
    role = make_role(lake, allow("s3:*"))
    theirs = lake.as_session("kms", assume(lake, role))
    key = kms.create_key(Policy=policy(statement(ROOT, "kms:*"), statement(role, "kms:Encrypt")))["KeyMetadata"]["KeyId"]
    blob = sealed(theirs, key)
    with refused("AccessDeniedException"):
        theirs.decrypt(CiphertextBlob=blob)


def test_key_policy_sees_the_encryption_context(lake, kms):
    role = make_role(lake, allow("s3:*"))
    theirs = lake.as_session("kms", assume(lake, role))
    key = kms.create_key(Policy=policy(statement(ROOT, "kms:*"), statement(
        role, "kms:*", Condition={"StringEquals": {"kms:EncryptionContext:table": "events"}})))["KeyMetadata"]["KeyId"]
    sealed(theirs, key, EncryptionContext=CONTEXT)
    with refused("AccessDeniedException"):
        sealed(theirs, key)
    with refused("AccessDeniedException"):
        sealed(theirs, key, EncryptionContext={"table": "other"})


def test_a_policy_that_locks_its_author_out_is_refused(kms, key):
    deny = policy(statement("*", "kms:*", effect="Deny"))
    before = kms.get_key_policy(KeyId=key)["Policy"]
    for text in (deny, policy(statement(f"arn:aws:iam::{ACCOUNT}:user/somebody", "kms:*"))):
        with refused("MalformedPolicyDocumentException", text="will not allow you to update"):
            kms.put_key_policy(KeyId=key, Policy=text)
    assert kms.get_key_policy(KeyId=key)["Policy"] == before
    kms.put_key_policy(KeyId=key, Policy=deny, BypassPolicyLockoutSafetyCheck=True)
    with refused("AccessDeniedException", text="explicit deny"):
        kms.describe_key(KeyId=key)


def test_grants_let_in_and_constraints_hold(lake, kms, key):
    role = make_role(lake, allow("s3:*"))
    theirs = lake.as_session("kms", assume(lake, role))
    blob = sealed(kms, key, EncryptionContext=CONTEXT)
    with refused("AccessDeniedException"):
        theirs.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)
    subset = kms.create_grant(KeyId=key, GranteePrincipal=role, Operations=["Encrypt"],
                              Constraints={"EncryptionContextSubset": {"table": "events"}})
    equal = kms.create_grant(KeyId=key, GranteePrincipal=role, Operations=["Decrypt", "RetireGrant"],
                             Constraints={"EncryptionContextEquals": CONTEXT})
    assert theirs.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)["Plaintext"] == b"text"
    sealed(theirs, key, EncryptionContext={**CONTEXT, "more": "1"})
    for context in ({}, {"table": "Events"}, {"Table": "events"}):
        with refused("AccessDeniedException"):
            sealed(theirs, key, EncryptionContext=context)
    longer = sealed(kms, key, EncryptionContext={**CONTEXT, "more": "1"})
    with refused("AccessDeniedException"):
        theirs.decrypt(CiphertextBlob=longer, EncryptionContext={**CONTEXT, "more": "1"})
    # What may be retired is retired, and no other.
    with refused("AccessDeniedException"):
        theirs.retire_grant(KeyId=key, GrantId=subset["GrantId"])
    theirs.retire_grant(GrantToken=equal["GrantToken"])
    with refused("AccessDeniedException"):
        theirs.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)
    kms.revoke_grant(KeyId=key, GrantId=subset["GrantId"])
    assert kms.list_grants(KeyId=key)["Grants"] == []


def test_a_grant_passes_on_no_more_than_it_allows(lake, kms, key):
    role, other = (make_role(lake, allow("s3:*")) for _ in range(2))
    theirs = lake.as_session("kms", assume(lake, role))
    kms.create_grant(KeyId=key, GranteePrincipal=role, Operations=["Encrypt", "CreateGrant"],
                     Constraints={"EncryptionContextEquals": CONTEXT})
    constraints = {"EncryptionContextEquals": CONTEXT}
    theirs.create_grant(KeyId=key, GranteePrincipal=other, Operations=["Encrypt"], Constraints=constraints)
    for operations, narrower in ((["Decrypt"], constraints), (["Encrypt", "Decrypt"], constraints), (["Encrypt"], {}),
                                 (["Encrypt"], {"EncryptionContextSubset": CONTEXT}),
                                 (["Encrypt"], {"EncryptionContextEquals": {**CONTEXT, "more": "1"}})):
        with refused("AccessDeniedException"):
            theirs.create_grant(KeyId=key, GranteePrincipal=other, Operations=operations, Constraints=narrower)
    assert len(kms.list_grants(KeyId=key)["Grants"]) == 2


def test_managed_keys_are_for_their_service_only(kms):
    described = kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    assert described["KeyManager"] == "AWS"
    assert kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]["KeyId"] == described["KeyId"]
    with refused("AccessDeniedException"):
        sealed(kms, "alias/aws/s3")
    with refused("AccessDeniedException"):
        kms.schedule_key_deletion(KeyId=described["KeyId"])


def test_dry_run_does_nothing(kms, key):
    for call in (lambda: kms.encrypt(KeyId=key, Plaintext=b"x", DryRun=True),
                 lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_128", DryRun=True),
                 lambda: kms.create_grant(KeyId=key, GranteePrincipal=ROOT, Operations=["Encrypt"], DryRun=True)):
        with refused("DryRunOperationException"):
            call()
    assert kms.list_grants(KeyId=key)["Grants"] == []


# Bad input

INVALID, MISSING = "ValidationException", "NotFoundException"
MALFORMED = [
    ("create_key", {"KeySpec": "AES_512"}, INVALID),
    ("create_key", {"KeyUsage": "ANYTHING"}, INVALID),
    ("create_key", {"KeySpec": "RSA_2048"}, INVALID),
    ("create_key", {"KeySpec": "HMAC_256", "KeyUsage": "ENCRYPT_DECRYPT"}, INVALID),
    ("create_key", {"KeySpec": "ECC_SECG_P256K1", "KeyUsage": "KEY_AGREEMENT"}, INVALID),
    ("create_key", {"KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY"}, "UnsupportedOperationException"),
    ("create_key", {"KeySpec": "RSA_2048", "CustomerMasterKeySpec": "RSA_3072", "KeyUsage": "SIGN_VERIFY"}, INVALID),
    ("create_key", {"Description": "d" * 8193}, INVALID),
    ("create_key", {"Policy": "no policy"}, "MalformedPolicyDocumentException"),
    ("create_key", {"Policy": "{}"}, "MalformedPolicyDocumentException"),
    ("create_key", {"Policy": policy(statement(ROOT, "kms:*")) + " " * 33000}, "LimitExceededException"),
    ("create_key", {"Tags": [{"TagKey": "aws:x", "TagValue": ""}]}, "TagException"),
    ("create_key", {"Tags": [{"TagKey": "x", "TagValue": ""}] * 2}, "TagException"),
    ("create_key", {"Tags": [{"TagKey": f"k{i}", "TagValue": ""} for i in range(51)]}, "LimitExceededException"),
    ("create_key", {"Tags": [{"TagKey": "", "TagValue": ""}]}, INVALID),
    ("create_key", {"Origin": "EXTERNAL"}, "NotImplemented"),
    ("describe_key", {"KeyId": ""}, INVALID),
    ("describe_key", {}, INVALID),
    ("describe_key", {"KeyId": "x" * 2049}, INVALID),
    ("describe_key", {"KeyId": "no-key"}, MISSING),
    ("describe_key", {"KeyId": "00000000-0000-0000-0000-000000000000"}, MISSING),
    ("describe_key", {"KeyId": "alias/none-such"}, MISSING),
    ("describe_key", {"KeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:thing/x"}, "InvalidArnException"),
    ("describe_key", {"KeyId": f"arn:aws:kms:eu-north-1:{ACCOUNT}:key/x"}, MISSING),
    ("enable_key", {"KeyId": "alias/none-such"}, MISSING),
    ("list_keys", {"Limit": 0}, INVALID),
    ("list_keys", {"Limit": 1001}, INVALID),
    ("list_keys", {"Marker": "not a marker"}, "InvalidMarkerException"),
    ("list_aliases", {"Marker": "!"}, "InvalidMarkerException"),
    ("create_alias", {"AliasName": "alias/aws/mine", "TargetKeyId": "KEY"}, "NotAuthorizedException"),
    ("create_alias", {"AliasName": "mine", "TargetKeyId": "KEY"}, INVALID),
    ("create_alias", {"AliasName": "alias/", "TargetKeyId": "KEY"}, INVALID),
    ("create_alias", {"AliasName": "alias/a:b", "TargetKeyId": "KEY"}, INVALID),
    ("create_alias", {"AliasName": "alias/a b", "TargetKeyId": "KEY"}, INVALID),
    ("create_alias", {"AliasName": "alias/" + "a" * 251, "TargetKeyId": "KEY"}, INVALID),
    ("create_alias", {"AliasName": "alias/x", "TargetKeyId": "alias/y"}, INVALID),
    ("update_alias", {"AliasName": "alias/none-such", "TargetKeyId": "KEY"}, MISSING),
    ("delete_alias", {"AliasName": "alias/none-such"}, MISSING),
    ("encrypt", {"KeyId": "KEY", "Plaintext": b""}, INVALID),
    ("encrypt", {"KeyId": "KEY", "Plaintext": b"x" * 4097}, INVALID),
    ("encrypt", {"KeyId": "KEY", "Plaintext": b"x", "EncryptionAlgorithm": "RSAES_OAEP_SHA_1"}, "InvalidKeyUsageException"),
    ("encrypt", {"KeyId": "KEY", "Plaintext": b"x", "EncryptionAlgorithm": "ROT13"}, INVALID),
    ("decrypt", {"CiphertextBlob": b""}, INVALID),
    ("decrypt", {"CiphertextBlob": b"no ciphertext"}, "InvalidCiphertextException"),
    ("decrypt", {"CiphertextBlob": b"\x01\x0a\xff"}, "InvalidCiphertextException"),
    ("decrypt", {"CiphertextBlob": b"x" * 6145}, INVALID),
    ("decrypt", {"KeyId": "KEY"}, INVALID),
    ("decrypt", {"CiphertextBlob": b"x", "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}, INVALID),
    ("generate_data_key", {"KeyId": "KEY"}, INVALID),
    ("generate_data_key", {"KeyId": "KEY", "KeySpec": "AES_256", "NumberOfBytes": 3}, INVALID),
    ("generate_data_key", {"KeyId": "KEY", "NumberOfBytes": 1025}, INVALID),
    ("generate_data_key", {"KeyId": "KEY", "KeySpec": "DES"}, INVALID),
    ("generate_data_key_pair", {"KeyId": "KEY", "KeyPairSpec": "SM2"}, "UnsupportedOperationException"),
    ("generate_random", {}, INVALID),
    ("generate_random", {"NumberOfBytes": 0}, INVALID),
    ("sign", {"KeyId": "KEY", "Message": b"m", "SigningAlgorithm": "ECDSA_SHA_256"}, "InvalidKeyUsageException"),
    ("sign", {"KeyId": "KEY", "Message": b"", "SigningAlgorithm": "ECDSA_SHA_256"}, INVALID),
    ("sign", {"KeyId": "PAIR", "Message": b"m", "SigningAlgorithm": "ECDSA_SHA_512"}, "InvalidKeyUsageException"),
    ("sign", {"KeyId": "PAIR", "Message": b"m", "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}, INVALID),
    ("verify", {"KeyId": "PAIR", "Message": b"m", "Signature": b"", "SigningAlgorithm": "ECDSA_SHA_256"}, INVALID),
    ("generate_mac", {"KeyId": "KEY", "Message": b"m", "MacAlgorithm": "HMAC_SHA_256"}, "InvalidKeyUsageException"),
    ("get_public_key", {"KeyId": "KEY"}, "UnsupportedOperationException"),
    ("put_key_policy", {"KeyId": "KEY", "Policy": "{"}, "MalformedPolicyDocumentException"),
    ("put_key_policy", {"KeyId": "KEY", "Policy": policy(statement(ROOT, "kms:*")), "PolicyName": "other"}, INVALID),
    ("get_key_policy", {"KeyId": "KEY", "PolicyName": "other"}, MISSING),
    ("schedule_key_deletion", {"KeyId": "KEY", "PendingWindowInDays": 6}, INVALID),
    ("schedule_key_deletion", {"KeyId": "KEY", "PendingWindowInDays": 31}, INVALID),
    ("cancel_key_deletion", {"KeyId": "KEY"}, "KMSInvalidStateException"),
    ("enable_key_rotation", {"KeyId": "KEY", "RotationPeriodInDays": 89}, INVALID),
    ("enable_key_rotation", {"KeyId": "PAIR"}, "UnsupportedOperationException"),
    ("create_grant", {"KeyId": "KEY", "GranteePrincipal": "somebody", "Operations": ["Encrypt"]}, "InvalidArnException"),
    ("create_grant", {"KeyId": "KEY", "GranteePrincipal": ROOT, "Operations": ["ENCRYPT"]}, INVALID),
    ("create_grant", {"KeyId": "KEY", "GranteePrincipal": ROOT, "Operations": []}, INVALID),
    ("create_grant", {"KeyId": "KEY", "GranteePrincipal": ROOT, "Operations": ["Sign"]}, INVALID),
    ("create_grant", {"KeyId": "KEY", "GranteePrincipal": ROOT, "Operations": ["Encrypt"], "Constraints": {
        "EncryptionContextSubset": {"a": "1"}, "EncryptionContextEquals": {"a": "1"}}}, INVALID),
    ("revoke_grant", {"KeyId": "KEY", "GrantId": "none"}, MISSING),
    ("retire_grant", {}, INVALID),
    ("retire_grant", {"GrantToken": "none"}, "InvalidGrantTokenException"),
    ("tag_resource", {"KeyId": "KEY", "Tags": [{"TagKey": "k" * 129, "TagValue": ""}]}, INVALID),
    ("replicate_key", {"KeyId": "KEY", "ReplicaRegion": "eu-west-1"}, "UnsupportedOperationException"),
]


@pytest.fixture(scope="module")
def quiet(lake):
    """A key and a pair that nothing but refused requests touches."""
    kms = lake.client("kms")
    return {"KEY": kms.create_key()["KeyMetadata"]["KeyId"], "PAIR": pair(kms, "ECC_NIST_P256")}


@pytest.mark.parametrize("operation, arguments, code", MALFORMED)
def test_malformed_requests_are_refused_and_change_nothing(lake, kms, quiet, operation, arguments, code):
    def state():
        count = len(kms.list_keys(Limit=1000)["Keys"])
        return count, kms.list_aliases(Limit=1000)["Aliases"], [
            (kms.describe_key(KeyId=key)["KeyMetadata"], kms.get_key_policy(KeyId=key)["Policy"],
             kms.list_grants(KeyId=key)["Grants"], kms.list_resource_tags(KeyId=key)["Tags"]) for key in quiet.values()]
    before = state()
    arguments = {name: quiet.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()}
    with refused(code):
        getattr(lake.client("kms", validate=False), operation)(**arguments)
    assert state() == before


def test_malformed_bodies_are_refused(lake):
    for body in (b"{", b"[]", b'{"KeyId": 7}', b'{"KeyId": "x", "Plaintext": "not base64!"}', b"\xff"):
        answer = lake.json_call("kms", "TrentService.Encrypt", body)
        assert answer.status == 400 and answer.code, body
