"""S3 buckets and objects: put, get, ranges, conditions, listing, copy and delete."""
import base64
import hashlib
import zlib

import pytest
from harness import REGION, refused, unique


@pytest.fixture(scope="module")
def s3(lake):
    return lake.client("s3")


@pytest.fixture
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


def body_of(answer):
    return answer["Body"].read()


def test_bucket_is_made_listed_and_removed(s3):
    name = unique("bucket")
    assert s3.create_bucket(Bucket=name)["Location"] == f"/{name}"
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == REGION
    s3.delete_bucket(Bucket=name)
    with refused("404", 404):
        s3.head_bucket(Bucket=name)


def test_object_comes_back_as_it_was_put(s3, bucket):
    data = bytes(range(256)) * 33
    put = s3.put_object(Bucket=bucket, Key="a/b.bin", Body=data, ContentType="image/x-firn", Metadata={"who": "me"},
                        CacheControl="no-cache", ContentEncoding="identity", ContentDisposition="inline")
    etag = f'"{hashlib.md5(data).hexdigest()}"'
    assert put["ETag"] == etag
    got = s3.get_object(Bucket=bucket, Key="a/b.bin")
    assert body_of(got) == data
    assert (got["ETag"], got["ContentLength"], got["ContentType"]) == (etag, len(data), "image/x-firn")
    assert (got["Metadata"], got["CacheControl"], got["ContentDisposition"]) == ({"who": "me"}, "no-cache", "inline")
    head = s3.head_object(Bucket=bucket, Key="a/b.bin")
    assert (head["ETag"], head["ContentLength"], head["LastModified"]) == (etag, len(data), got["LastModified"])


def test_empty_object_and_default_type(s3, bucket):
    s3.put_object(Bucket=bucket, Key="empty", Body=b"")
    got = s3.get_object(Bucket=bucket, Key="empty")
    assert (body_of(got), got["ContentLength"], got["ContentType"]) == (b"", 0, "binary/octet-stream")


def test_overwrite_replaces_all_of_it(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"a long first body", Metadata={"v": "1"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"short")
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (body_of(got), got["Metadata"]) == (b"short", {})


@pytest.mark.parametrize("key", ["plain", "a//b", "/lead", "trail/", "sp ace+plus%41", "ü/雪/☃", "a/../b", ".", "q?x=1&y#z",
                                 "x" * 1024, "quote'\"<>&", "back\\slash", "dir/file", "dir", "=:,;@$!*()"])
def test_odd_keys_are_kept_apart(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert body_of(s3.get_object(Bucket=bucket, Key=key)) == key.encode()
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    s3.delete_object(Bucket=bucket, Key=key)
    with refused("NoSuchKey", 404):
        s3.get_object(Bucket=bucket, Key=key)


def test_object_and_folder_of_one_name(s3, bucket):
    s3.put_object(Bucket=bucket, Key="dir/file", Body=b"inner")
    s3.put_object(Bucket=bucket, Key="dir", Body=b"outer")
    assert body_of(s3.get_object(Bucket=bucket, Key="dir")) == b"outer"
    assert body_of(s3.get_object(Bucket=bucket, Key="dir/file")) == b"inner"
    s3.delete_object(Bucket=bucket, Key="dir")
    assert body_of(s3.get_object(Bucket=bucket, Key="dir/file")) == b"inner"


@pytest.mark.parametrize("header,content,shown", [
    ("bytes=0-3", b"0123", "bytes 0-3/10"), ("bytes=4-", b"456789", "bytes 4-9/10"),
    ("bytes=-3", b"789", "bytes 7-9/10"), ("bytes=8-99", b"89", "bytes 8-9/10"), ("bytes=-99", b"0123456789", "bytes 0-9/10")])
def test_ranges(s3, bucket, header, content, shown):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    got = s3.get_object(Bucket=bucket, Key="k", Range=header)
    assert (body_of(got), got["ContentRange"]) == (content, shown)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["ContentLength"] == len(content)


def test_range_outside_the_object_is_refused(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    with refused("InvalidRange", 416, "The requested range is not satisfiable"):
        s3.get_object(Bucket=bucket, Key="k", Range="bytes=10-")


def test_malformed_range_is_ignored(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    got = s3.get_object(Bucket=bucket, Key="k", Range="bytes=x-y")
    assert (body_of(got), got["ResponseMetadata"]["HTTPStatusCode"]) == (b"0123456789", 200)


def test_conditional_reads(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    assert body_of(s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)) == b"x"
    with refused("PreconditionFailed", 412):
        s3.get_object(Bucket=bucket, Key="k", IfMatch='"0"')
    with refused("304", 304):
        s3.get_object(Bucket=bucket, Key="k", IfNoneMatch=etag)


def test_conditional_writes(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"first", IfNoneMatch="*")
    with refused("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"):
        s3.put_object(Bucket=bucket, Key="k", Body=b"second", IfNoneMatch="*")
    assert body_of(s3.get_object(Bucket=bucket, Key="k")) == b"first"


def fill(s3, bucket, *keys):
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())


def test_list_in_byte_order_with_prefix_and_delimiter(s3, bucket):
    fill(s3, bucket, "b", "a/1", "a/2", "a/x/1", "B", "ä", "a")
    listed = s3.list_objects_v2(Bucket=bucket)
    assert [entry["Key"] for entry in listed["Contents"]] == ["B", "a", "a/1", "a/2", "a/x/1", "b", "ä"]
    assert (listed["KeyCount"], listed["IsTruncated"], listed["MaxKeys"], listed["Name"]) == (7, False, 1000, bucket)
    entry = listed["Contents"][1]
    assert (entry["Size"], entry["ETag"], entry["StorageClass"]) == (1, f'"{hashlib.md5(b"a").hexdigest()}"', "STANDARD")
    top = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert [entry["Key"] for entry in top["Contents"]] == ["B", "a", "b", "ä"]
    assert [entry["Prefix"] for entry in top["CommonPrefixes"]] == ["a/"]
    assert top["KeyCount"] == 5
    inner = s3.list_objects_v2(Bucket=bucket, Prefix="a/", Delimiter="/")
    assert [entry["Key"] for entry in inner["Contents"]] == ["a/1", "a/2"]
    assert [entry["Prefix"] for entry in inner["CommonPrefixes"]] == ["a/x/"]
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="none")
    after = s3.list_objects_v2(Bucket=bucket, StartAfter="a/2")
    assert [entry["Key"] for entry in after["Contents"]] == ["a/x/1", "b", "ä"]


def test_list_in_pages(s3, bucket):
    keys = [f"k{number:02}" for number in range(11)] + ["p/1", "p/2", "q/1"]
    fill(s3, bucket, *keys)
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 4}))
    assert [page["KeyCount"] for page in pages] == [4, 4, 4, 2]
    assert [entry["Key"] for page in pages for entry in page["Contents"]] == keys
    assert [page["IsTruncated"] for page in pages] == [True, True, True, False]
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    assert [prefix["Prefix"] for page in pages for prefix in page.get("CommonPrefixes", [])] == ["p/", "q/"]
    assert sum(page["KeyCount"] for page in pages) == 13
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"] == 0


def test_delete_many(s3, bucket):
    fill(s3, bucket, "a", "b", "c")
    done = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "never-was"}]})
    assert sorted(entry["Key"] for entry in done["Deleted"]) == ["a", "never-was"]
    assert "Deleted" not in s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["c"]


def test_delete_of_nothing_succeeds(s3, bucket):
    assert s3.delete_object(Bucket=bucket, Key="never-was")["ResponseMetadata"]["HTTPStatusCode"] == 204


def test_copy(s3, bucket):
    s3.put_object(Bucket=bucket, Key="from/ü", Body=b"data", ContentType="text/x", Metadata={"a": "1"})
    copied = s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from/ü"})
    assert copied["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(b"data").hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="to")
    assert (body_of(got), got["ContentType"], got["Metadata"]) == (b"data", "text/x", {"a": "1"})
    s3.copy_object(Bucket=bucket, Key="to2", CopySource={"Bucket": bucket, "Key": "to"}, MetadataDirective="REPLACE",
                   Metadata={"b": "2"})
    assert s3.head_object(Bucket=bucket, Key="to2")["Metadata"] == {"b": "2"}
    with refused("NoSuchKey", 404):
        s3.copy_object(Bucket=bucket, Key="x", CopySource={"Bucket": bucket, "Key": "none"})
    with refused("InvalidRequest", 400, "without changing the object's metadata"):
        s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "to"})


def test_tags_of_a_bucket(s3, bucket):
    with refused("NoSuchTagSet", 404):
        s3.get_bucket_tagging(Bucket=bucket)
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "k", "Value": "v"}]


def test_bucket_of_another_region(lake, s3):
    west, name = lake.client("s3", region="eu-west-1"), unique("bucket")
    west.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert west.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    with refused("BucketAlreadyOwnedByYou", 409):
        west.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    with refused("IllegalLocationConstraintException", 400):
        west.create_bucket(Bucket=unique("bucket"), CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
    # us-east-1 alone makes buckets elsewhere.
    name = unique("bucket")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "eu-west-1"


def test_bucket_names_are_global(lake, bucket):
    with refused("BucketAlreadyExists", 409):
        lake.client("s3", key="444455556666").create_bucket(Bucket=bucket)
    with refused("AccessDenied", 403):
        lake.client("s3", key="444455556666").list_objects_v2(Bucket=bucket)


def test_cli_moves_files(lake, tmp_path):
    name, big = unique("bucket"), tmp_path / "big.bin"
    big.write_bytes(bytes(range(256)) * 40_000)
    lake.cli("s3", "mb", f"s3://{name}")
    lake.cli("s3", "cp", big, f"s3://{name}/deep/big.bin")
    (tmp_path / "small.txt").write_text("hello")
    lake.cli("s3", "cp", tmp_path / "small.txt", f"s3://{name}/small.txt")
    listing = lake.cli("s3", "ls", f"s3://{name}/", "--recursive")
    assert "deep/big.bin" in listing and "small.txt" in listing
    lake.cli("s3", "cp", f"s3://{name}/deep/big.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == big.read_bytes()
    assert lake.cli("s3api", "head-object", "--bucket", name, "--key", "small.txt")["ContentLength"] == 5
    failed = lake.cli("s3", "rb", f"s3://{name}", check=False)
    assert failed.returncode != 0 and "BucketNotEmpty" in failed.stderr
    lake.cli("s3", "rb", f"s3://{name}", "--force")


# Bad input


def test_missing_bucket_is_named(lake, s3):
    name = unique("missing")
    for call in (lambda: s3.list_objects_v2(Bucket=name), lambda: s3.delete_bucket(Bucket=name),
                 lambda: s3.get_object(Bucket=name, Key="k"), lambda: s3.put_object(Bucket=name, Key="k", Body=b"x"),
                 lambda: s3.create_multipart_upload(Bucket=name, Key="k")):
        with refused("NoSuchBucket", 404, "The specified bucket does not exist"):
            call()
    answer = lake.signed("s3", "GET", f"/{name}")
    assert f"<BucketName>{name}</BucketName>" in answer.text
    assert "<RequestId>" in answer.text


def test_missing_key_is_named(lake, s3, bucket):
    with refused("NoSuchKey", 404, "The specified key does not exist."):
        s3.get_object(Bucket=bucket, Key="none")
    assert "<Key>none</Key>" in lake.signed("s3", "GET", f"/{bucket}/none").text
    with refused("404", 404, "Not Found"):
        s3.head_object(Bucket=bucket, Key="none")


def test_bad_bucket_names_are_refused(lake, s3):
    for name in ("Upper-case", "under_score", "dots..twice", "-dash-first", "192.168.5.4", "x" * 64, "ab",
                 "xn--bucket", "bucket-s3alias"):
        answer = lake.signed("s3", "PUT", f"/{name}")
        assert (answer.status, answer.code) == (400, "InvalidBucketName"), name
        assert "The specified bucket is not valid." in answer.text


def test_full_bucket_cannot_be_deleted(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("BucketNotEmpty", 409, "The bucket you tried to delete is not empty"):
        s3.delete_bucket(Bucket=bucket)
    assert body_of(s3.get_object(Bucket=bucket, Key="k")) == b"x"


def test_key_over_its_limit_is_refused(s3, bucket):
    with refused("KeyTooLongError", 400, "Your key is too long"):
        s3.put_object(Bucket=bucket, Key="x" * 1025, Body=b"x")


def test_wrong_checksums_are_refused_and_store_nothing(s3, bucket):
    wrong_md5 = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    with refused("BadDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"data", ContentMD5=wrong_md5)
    with refused("InvalidDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"data", ContentMD5="not base64!")
    wrong_crc = base64.b64encode(zlib.crc32(b"other").to_bytes(4, "big")).decode()
    with refused("BadDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"data", ChecksumCRC32=wrong_crc)
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="k")


def test_checksum_is_kept_and_given_back(s3, bucket):
    crc = base64.b64encode(zlib.crc32(b"data").to_bytes(4, "big")).decode()
    assert s3.put_object(Bucket=bucket, Key="k", Body=b"data", ChecksumCRC32=crc)["ChecksumCRC32"] == crc
    assert s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")["ChecksumCRC32"] == crc


def test_body_other_than_signed_is_refused(lake, s3, bucket):
    answer = lake.signed("s3", "PUT", f"/{bucket}/k", b"evil", signed_body=b"good")
    assert (answer.status, answer.code) == (400, "XAmzContentSHA256Mismatch")
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="k")


def test_bad_list_arguments_are_refused(lake, bucket):
    for query, code in (("max-keys=-1", "InvalidArgument"), ("max-keys=many", "InvalidArgument"),
                        ("encoding-type=rot13", "InvalidArgument"), ("continuation-token=%20%20", "InvalidArgument")):
        answer = lake.signed("s3", "GET", f"/{bucket}?list-type=2&{query}")
        assert (answer.status, answer.code) == (400, code), query


def test_malformed_xml_is_refused(lake, bucket):
    for body in (b"<Delete><Object>", b"not xml", b"<Delete xmlns='x'></Delete>", b""):
        md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
        answer = lake.signed("s3", "POST", f"/{bucket}?delete", body, {"Content-MD5": md5})
        assert answer.status == 400, body
        assert answer.code in ("MalformedXML", "MissingRequestBodyError"), body


def test_more_than_a_thousand_deletes_are_refused(s3, bucket):
    with refused("MalformedXML", 400):
        s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": str(number)} for number in range(1001)]})


def test_method_without_meaning_is_refused(lake, bucket):
    answer = lake.signed("s3", "PATCH", f"/{bucket}/k")
    assert (answer.status, answer.code) == (405, "MethodNotAllowed")


def test_operation_we_lack_is_named(lake, bucket):
    answer = lake.signed("s3", "GET", f"/{bucket}?metadataTable")
    assert (answer.status, answer.code) == (501, "NotImplemented")
