"""Who may reach a bucket: policies, public access blocks, ownership and access control lists, browser forms."""
import base64
import datetime
import hashlib
import hmac
import json

import pytest
from harness import ACCOUNT, allow, assume, make_role, refused, unique

OTHER = "444455556666"


@pytest.fixture(scope="module")
def s3(lake):
    return lake.client("s3")


@pytest.fixture
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    return name


def policy(bucket, effect="Allow", principal="*", action="s3:GetObject", resource="/*", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": effect, "Principal": principal, "Action": action, "Resource": f"arn:aws:s3:::{bucket}{resource}", **more}]})


def test_new_bucket_is_closed_to_the_public(s3, bucket):
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    with refused("AccessDenied", 403, "BlockPublicPolicy"):
        s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    with refused("NoSuchBucketPolicy", 404):
        s3.get_bucket_policy(Bucket=bucket)


def test_public_policy_lets_everybody_read(lake, s3, bucket):
    s3.delete_public_access_block(Bucket=bucket)
    with refused("NoSuchPublicAccessBlockConfiguration", 404):
        s3.get_public_access_block(Bucket=bucket)
    assert lake.raw("GET", f"/{bucket}/k").status == 403
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is True
    assert lake.raw("GET", f"/{bucket}/k").body == b"x"
    assert lake.raw("PUT", f"/{bucket}/k", b"y").status == 403
    # RestrictPublicBuckets takes it back from everybody but the account itself.
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    assert lake.raw("GET", f"/{bucket}/k").status == 403
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": False})
    s3.delete_bucket_policy(Bucket=bucket)
    assert lake.raw("GET", f"/{bucket}/k").status == 403


def test_explicit_deny_binds_the_accounts_own_root(s3, bucket):
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, "Deny", action="s3:DeleteObject"))
    with refused("AccessDenied", 403, "explicit deny in a resource-based policy"):
        s3.delete_object(Bucket=bucket, Key="k")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k"}]})
    assert [(e["Key"], e["Code"]) for e in answer["Errors"]] == [("k", "AccessDenied")]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_another_account_needs_both_sides(lake, s3, bucket):
    there = lake.client("s3", key=OTHER)
    with refused("AccessDenied", 403):
        there.get_object(Bucket=bucket, Key="k")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, principal={"AWS": f"arn:aws:iam::{OTHER}:root"}))
    assert there.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    with refused("AccessDenied", 403):
        there.put_object(Bucket=bucket, Key="k", Body=b"y")
    with refused("AccessDenied", 403):
        there.get_object(Bucket=bucket, Key="k", ExpectedBucketOwner=OTHER)


def test_policy_allows_a_role_without_rights_of_its_own(lake, s3, bucket):
    arn = make_role(lake, allow("s3:ListAllMyBuckets"))
    mine = lake.as_session("s3", assume(lake, arn))
    with refused("AccessDenied", 403):
        mine.get_object(Bucket=bucket, Key="k")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, principal={"AWS": arn}))
    assert mine.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_condition_keys_of_lists_and_tags(lake, s3, bucket):
    s3.put_object(Bucket=bucket, Key="tagged", Body=b"t", Tagging="open=yes")
    arn = make_role(lake, allow("sts:GetCallerIdentity"))
    mine = lake.as_session("s3", assume(lake, arn))
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}",
         "Condition": {"StringEquals": {"s3:prefix": "mine/"}}},
        {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
         "Condition": {"StringEquals": {"s3:ExistingObjectTag/open": "yes"}}}]}))
    mine.list_objects_v2(Bucket=bucket, Prefix="mine/")
    with refused("AccessDenied", 403):
        mine.list_objects_v2(Bucket=bucket)
    assert mine.get_object(Bucket=bucket, Key="tagged")["Body"].read() == b"t"
    with refused("AccessDenied", 403):
        mine.get_object(Bucket=bucket, Key="k")


def test_who_may_not_list_does_not_learn_what_is_missing(lake, s3, bucket):
    arn = make_role(lake, allow("s3:GetObject"))
    mine = lake.as_session("s3", assume(lake, arn))
    assert mine.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    with refused("AccessDenied", 403):
        mine.get_object(Bucket=bucket, Key="missing")


@pytest.mark.parametrize("document", [
    "", "not json", "[]", "{}", '{"Version": "2012-10-17"}', '{"Version": "2012-10-17", "Statement": []}'])
def test_documents_that_are_no_policies_are_refused(lake, bucket, document):
    answer = lake.signed("s3", "PUT", f"/{bucket}?policy", document.encode())
    assert (answer.status, answer.code) in ((400, "MalformedPolicy"), (400, "MissingRequestBodyError")), answer.text


def test_policies_for_other_buckets_are_refused(s3, bucket):
    for document in (policy("other"), policy(bucket, action="ec2:RunInstances"), policy(bucket, principal=None)):
        with refused("MalformedPolicy", 400):
            s3.put_bucket_policy(Bucket=bucket, Policy=document)


def test_root_may_always_take_its_policy_back(s3, bucket):
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, "Deny", action="s3:*", resource="*"))
    with refused("AccessDenied", 403):
        s3.list_objects_v2(Bucket=bucket)
    s3.delete_bucket_policy(Bucket=bucket)
    s3.list_objects_v2(Bucket=bucket)


# Access control lists


def test_owner_enforced_buckets_know_no_lists(s3, bucket):
    assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"] == [
        {"ObjectOwnership": "BucketOwnerEnforced"}]
    for call in (lambda: s3.put_bucket_acl(Bucket=bucket, ACL="public-read"),
                 lambda: s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read"),
                 lambda: s3.put_object(Bucket=bucket, Key="new", Body=b"", ACL="public-read")):
        with refused("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"):
            call()
    s3.put_object(Bucket=bucket, Key="new", Body=b"", ACL="bucket-owner-full-control")
    grants = s3.get_bucket_acl(Bucket=bucket)
    assert [g["Permission"] for g in grants["Grants"]] == ["FULL_CONTROL"]
    assert grants["Grants"][0]["Grantee"]["ID"] == grants["Owner"]["ID"]


def test_public_list_opens_an_object_once_everything_allows_it(lake, s3, bucket):
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    with refused("AccessDenied", 403):
        s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
    s3.put_object(Bucket=bucket, Key="closed", Body=b"c")
    assert lake.raw("GET", f"/{bucket}/k").body == b"x"
    assert lake.raw("GET", f"/{bucket}/closed").status == 403
    uris = [g["Grantee"].get("URI") for g in s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]]
    assert "http://acs.amazonaws.com/groups/global/AllUsers" in uris
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"IgnorePublicAcls": True})
    assert lake.raw("GET", f"/{bucket}/k").status == 403


# Browser forms


def form(fields, body, boundary="edge"):
    lines = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                     for name, value in fields.items())
    return (lines + f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n".encode() + body + f"\r\n--{boundary}--\r\n".encode())


def post(lake, bucket, fields, body):
    return lake.raw("POST", f"/{bucket}", form(fields, body), {"Content-Type": "multipart/form-data; boundary=edge"})


def signed_fields(s3, bucket, key, **more):
    return s3.generate_presigned_post(bucket, key, **more)["fields"]


def test_form_stores_the_file(lake, s3, bucket):
    fields = signed_fields(s3, bucket, "up/${filename}", Fields={"success_action_status": "201", "x-amz-meta-a": "b",
                                                                 "Content-Type": "text/plain"},
                           Conditions=[{"success_action_status": "201"}, ["starts-with", "$x-amz-meta-a", ""],
                                       ["content-length-range", 1, 100], ["starts-with", "$Content-Type", "text/"]])
    answer = post(lake, bucket, fields, b"hello")
    assert answer.status == 201 and "<Key>up/f.txt</Key>" in answer.text, answer.text
    stored = s3.get_object(Bucket=bucket, Key="up/f.txt")
    assert (stored["Body"].read(), stored["Metadata"], stored["ContentType"]) == (b"hello", {"a": "b"}, "text/plain")


def test_large_form_is_not_held_in_memory(lake, s3, bucket):
    body = bytes(range(256)) * 40_000
    fields = signed_fields(s3, bucket, "big")
    assert post(lake, bucket, fields, body).status == 204
    assert s3.get_object(Bucket=bucket, Key="big")["Body"].read() == body


def sign_policy(document, secret="test"):
    text = base64.b64encode(json.dumps(document).encode()).decode()
    key = ("AWS4" + secret).encode()
    for part in ("20260101", "us-east-1", "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return text, hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize("change,status,code", [
    ({"x-amz-signature": "0" * 64}, 403, "SignatureDoesNotMatch"),
    ({"key": "other"}, 403, "AccessDenied"),
    ({"extra": "field"}, 403, "AccessDenied"),
    ({"policy": None}, 403, "AccessDenied"),
    ({"key": None}, 400, "InvalidArgument"),
    ({"x-amz-date": None}, 400, "InvalidArgument"),
    ({"x-amz-credential": "nonsense"}, 400, "InvalidArgument"),
    ({"x-amz-algorithm": "AWS4-HMAC-SHA1"}, 400, "InvalidArgument"),
])
def test_forms_against_their_policy_are_refused(lake, s3, bucket, change, status, code):
    fields = {**signed_fields(s3, bucket, "form"), **change}
    answer = post(lake, bucket, {name: value for name, value in fields.items() if value is not None}, b"hello")
    assert (answer.status, answer.code) == (status, code), answer.text
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="form")


def test_form_over_its_length_or_time_is_refused(lake, s3, bucket):
    fields = signed_fields(s3, bucket, "form", Conditions=[["content-length-range", 6, 10]])
    assert post(lake, bucket, fields, b"short").code == "EntityTooSmall"
    assert post(lake, bucket, fields, b"far too long").code == "EntityTooLarge"
    past = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text, signature = sign_policy({"expiration": past, "conditions": [{"bucket": bucket}, {"key": "form"}]})
    answer = post(lake, bucket, {"key": "form", "policy": text, "x-amz-signature": signature, "x-amz-algorithm": "AWS4-HMAC-SHA256",
                                 "x-amz-credential": f"test/20260101/us-east-1/s3/aws4_request", "x-amz-date": "20260101T000000Z"}, b"x")
    assert (answer.status, answer.code) == (403, "AccessDenied") and "expired" in answer.text


def test_owner_is_told_by_canonical_id(s3):
    owner = s3.list_buckets()["Owner"]["ID"]
    assert len(owner) == 64 and owner != ACCOUNT
