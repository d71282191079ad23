"""Versions, delete markers, locks, tags of objects, and copies."""
import datetime

import pytest
from harness import refused, unique


@pytest.fixture(scope="module")
def s3(lake):
    return lake.client("s3")


@pytest.fixture
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def put(s3, bucket, body, key="k", **more):
    return s3.put_object(Bucket=bucket, Key=key, Body=body, **more)["VersionId"]


def body_of(s3, bucket, key="k", **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def test_every_version_stays_readable(s3, bucket):
    ids = [put(s3, bucket, body) for body in (b"one", b"two", b"three")]
    assert len(set(ids)) == 3
    assert [body_of(s3, bucket, VersionId=i) for i in ids] == [b"one", b"two", b"three"]
    assert body_of(s3, bucket) == b"three"
    assert s3.head_object(Bucket=bucket, Key="k")["VersionId"] == ids[2]
    listed = s3.list_object_versions(Bucket=bucket)["Versions"]
    assert [v["VersionId"] for v in listed] == ids[::-1]
    assert [v["IsLatest"] for v in listed] == [True, False, False]
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]


def test_many_versions_of_one_key(s3, bucket):
    ids = [put(s3, bucket, str(number).encode()) for number in range(130)]
    assert body_of(s3, bucket, VersionId=ids[7]) == b"7"
    found, marker = [], {}
    while True:
        page = s3.list_object_versions(Bucket=bucket, MaxKeys=50, **marker)
        found += [v["VersionId"] for v in page["Versions"]]
        if not page["IsTruncated"]:
            break
        marker = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
    assert found == ids[::-1]


def test_a_delete_hides_and_its_undoing_shows(s3, bucket):
    first = put(s3, bucket, b"one")
    deleted = s3.delete_object(Bucket=bucket, Key="k")
    assert deleted["DeleteMarker"] is True
    with refused("NoSuchKey", 404):
        s3.get_object(Bucket=bucket, Key="k")
    with refused("MethodNotAllowed", 405):
        s3.get_object(Bucket=bucket, Key="k", VersionId=deleted["VersionId"])
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    with refused("BucketNotEmpty", 409):
        s3.delete_bucket(Bucket=bucket)
    assert s3.delete_object(Bucket=bucket, Key="k", VersionId=deleted["VersionId"])["DeleteMarker"] is True
    assert body_of(s3, bucket) == b"one"
    assert "DeleteMarker" not in s3.delete_object(Bucket=bucket, Key="k", VersionId=first)
    s3.delete_bucket(Bucket=bucket)


def test_deleting_the_newest_version_shows_the_one_before(s3, bucket):
    put(s3, bucket, b"one")
    newest = put(s3, bucket, b"two")
    s3.delete_object(Bucket=bucket, Key="k", VersionId=newest)
    assert body_of(s3, bucket) == b"one"
    with refused("NoSuchVersion", 404):
        s3.get_object(Bucket=bucket, Key="k", VersionId=newest)


def test_null_version_from_before_and_while_suspended(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"before")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    kept = put(s3, name, b"kept")
    assert body_of(s3, name, VersionId="null") == b"before"
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    assert put(s3, name, b"null one") == "null"
    assert put(s3, name, b"null two") == "null"
    listed = s3.list_object_versions(Bucket=name)["Versions"]
    assert [(v["VersionId"], v["IsLatest"]) for v in listed] == [("null", True), (kept, False)]
    assert body_of(s3, name) == body_of(s3, name, VersionId="null") == b"null two"
    assert s3.delete_object(Bucket=name, Key="k")["VersionId"] == "null"
    assert [v["VersionId"] for v in s3.list_object_versions(Bucket=name)["Versions"]] == [kept]


def test_versions_survive_a_restart(own_lake):
    s3, name = own_lake.client("s3"), unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    ids = [put(s3, name, body) for body in (b"one", b"two")]
    s3.delete_object(Bucket=name, Key="k")
    own_lake.restart()
    s3 = own_lake.client("s3")
    assert [body_of(s3, name, VersionId=i) for i in ids] == [b"one", b"two"]
    assert len(s3.list_object_versions(Bucket=name)["DeleteMarkers"]) == 1


def test_versions_under_a_delimiter(s3, bucket):
    for key in ("a", "d/1", "d/2", "z"):
        put(s3, bucket, b"x", key)
        put(s3, bucket, b"y", key)
    page = s3.list_object_versions(Bucket=bucket, Delimiter="/", MaxKeys=3)
    assert [v["Key"] for v in page["Versions"]] == ["a", "a"]
    assert page["CommonPrefixes"] == [{"Prefix": "d/"}] and page["NextKeyMarker"] == "d/"
    page = s3.list_object_versions(Bucket=bucket, Delimiter="/", KeyMarker="d/")
    assert [v["Key"] for v in page["Versions"]] == ["z", "z"]


def test_tags_belong_to_a_version(s3, bucket):
    first, second = put(s3, bucket, b"one", Tagging="a=1"), put(s3, bucket, b"two")
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": "b", "Value": "2"}]})
    assert s3.get_object_tagging(Bucket=bucket, Key="k", VersionId=first)["TagSet"] == [{"Key": "a", "Value": "1"}]
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == [{"Key": "b", "Value": "2"}]
    assert s3.delete_object_tagging(Bucket=bucket, Key="k")["VersionId"] == second
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == []


def test_copy_of_a_version_and_directives(s3, bucket):
    first = put(s3, bucket, b"one", Metadata={"m": "1"}, Tagging="a=1", ContentType="text/plain")
    put(s3, bucket, b"two")
    s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "k", "VersionId": first})
    kept = s3.get_object(Bucket=bucket, Key="c")
    assert (kept["Body"].read(), kept["Metadata"], kept["ContentType"], kept["TagCount"]) == (b"one", {"m": "1"}, "text/plain", 1)
    s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "c"}, MetadataDirective="REPLACE",
                   Metadata={"n": "2"}, TaggingDirective="REPLACE", Tagging="b=2&c=3")
    kept = s3.get_object(Bucket=bucket, Key="c")
    assert (kept["Metadata"], kept["ContentType"], kept["TagCount"]) == ({"n": "2"}, "binary/octet-stream", 2)
    with refused("PreconditionFailed", 412):
        s3.copy_object(Bucket=bucket, Key="d", CopySource={"Bucket": bucket, "Key": "c"}, CopySourceIfMatch="none")


def test_parts_are_copied_from_ranges(s3, bucket):
    six = b"x" * (6 * 1024 * 1024)
    put(s3, bucket, six + b"tail", "source")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="joined")["UploadId"]
    common = {"Bucket": bucket, "Key": "joined", "UploadId": upload, "CopySource": {"Bucket": bucket, "Key": "source"}}
    one = s3.upload_part_copy(PartNumber=1, CopySourceRange=f"bytes=0-{len(six) - 1}", **common)["CopyPartResult"]["ETag"]
    two = s3.upload_part_copy(PartNumber=2, CopySourceRange=f"bytes={len(six)}-{len(six) + 3}", **common)["CopyPartResult"]["ETag"]
    with refused("InvalidArgument", 400):
        s3.upload_part_copy(PartNumber=3, CopySourceRange=f"bytes=0-{len(six) + 4}", **common)
    s3.complete_multipart_upload(Bucket=bucket, Key="joined", UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": 1, "ETag": one}, {"PartNumber": 2, "ETag": two}]})
    assert body_of(s3, bucket, "joined") == six + b"tail"
    assert body_of(s3, bucket, "joined", PartNumber=2) == b"tail"


# Locks


@pytest.fixture
def locked(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def later(days=1):
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)


def test_lock_enabled_bucket_is_versioned(s3, locked):
    assert s3.get_bucket_versioning(Bucket=locked)["Status"] == "Enabled"
    assert s3.get_object_lock_configuration(Bucket=locked)["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}
    with refused("InvalidBucketState", 409):
        s3.put_bucket_versioning(Bucket=locked, VersioningConfiguration={"Status": "Suspended"})


def test_governance_yields_to_bypass_and_compliance_does_not(s3, locked):
    for mode in ("GOVERNANCE", "COMPLIANCE"):
        version = put(s3, locked, b"x", mode, ObjectLockMode=mode, ObjectLockRetainUntilDate=later())
        with refused("AccessDenied", 403):
            s3.delete_object(Bucket=locked, Key=mode, VersionId=version)
    governed = s3.head_object(Bucket=locked, Key="GOVERNANCE")["VersionId"]
    s3.delete_object(Bucket=locked, Key="GOVERNANCE", VersionId=governed, BypassGovernanceRetention=True)
    kept = s3.head_object(Bucket=locked, Key="COMPLIANCE")["VersionId"]
    with refused("AccessDenied", 403):
        s3.delete_object(Bucket=locked, Key="COMPLIANCE", VersionId=kept, BypassGovernanceRetention=True)
    with refused("AccessDenied", 403):
        s3.put_object_retention(Bucket=locked, Key="COMPLIANCE", BypassGovernanceRetention=True,
                                Retention={"Mode": "GOVERNANCE", "RetainUntilDate": later(3)})
    s3.put_object_retention(Bucket=locked, Key="COMPLIANCE", Retention={"Mode": "COMPLIANCE", "RetainUntilDate": later(3)})


def test_default_retention_is_given_to_new_versions(s3, locked):
    s3.put_object_lock_configuration(Bucket=locked, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 2}}})
    put(s3, locked, b"x")
    retention = s3.get_object_retention(Bucket=locked, Key="k")["Retention"]
    assert retention["Mode"] == "GOVERNANCE"
    assert later(1.9) < retention["RetainUntilDate"] < later(2.1)


def test_legal_hold(s3, locked):
    version = put(s3, locked, b"x")
    s3.put_object_legal_hold(Bucket=locked, Key="k", LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(Bucket=locked, Key="k")["LegalHold"]["Status"] == "ON"
    with refused("AccessDenied", 403):
        s3.delete_object(Bucket=locked, Key="k", VersionId=version, BypassGovernanceRetention=True)
    s3.put_object_legal_hold(Bucket=locked, Key="k", LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket=locked, Key="k", VersionId=version)


def test_locks_need_a_bucket_that_has_them(s3, bucket):
    put(s3, bucket, b"x")
    for call in (lambda: s3.put_object_retention(Bucket=bucket, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": later()}),
                 lambda: s3.put_object_legal_hold(Bucket=bucket, Key="k", LegalHold={"Status": "ON"}),
                 lambda: put(s3, bucket, b"y", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=later())):
        with refused("InvalidRequest", 400, "Bucket is missing Object Lock Configuration"):
            call()
    assert body_of(s3, bucket) == b"x"
