"""S3 uploads in parts and in chunks, presigned addresses, and who may do what."""
import base64
import hashlib
import pathlib
import urllib.parse
import zlib

import pytest
from harness import allow, assume, hours_ago, make_role, refused, shifted, unique

PART = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def s3(lake):
    return lake.client("s3")


@pytest.fixture(scope="module")
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


def upload(s3, bucket, key, *bodies):
    """Starts an upload and sends its parts; its id and the parts as CompleteMultipartUpload wants them."""
    number = s3.create_multipart_upload(Bucket=bucket, Key=key, ContentType="text/part", Metadata={"m": "1"})["UploadId"]
    parts = [{"PartNumber": index, "ETag": s3.upload_part(
        Bucket=bucket, Key=key, UploadId=number, PartNumber=index, Body=body)["ETag"]} for index, body in enumerate(bodies, 1)]
    return number, parts


def complete(s3, bucket, key, number, parts):
    return s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=number, MultipartUpload={"Parts": parts})


def test_parts_become_one_object(s3, bucket):
    bodies = [b"a" * PART, b"b" * PART, b"end"]
    number, parts = upload(s3, bucket, "joined", *bodies)
    listed = s3.list_parts(Bucket=bucket, Key="joined", UploadId=number)
    assert [(part["PartNumber"], part["Size"]) for part in listed["Parts"]] == [(1, PART), (2, PART), (3, 3)]
    assert "joined" in [entry["Key"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]]
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="joined")
    done = complete(s3, bucket, "joined", number, parts)
    digests = b"".join(hashlib.md5(body).digest() for body in bodies)
    assert done["ETag"] == f'"{hashlib.md5(digests).hexdigest()}-3"'
    got = s3.get_object(Bucket=bucket, Key="joined")
    assert got["Body"].read() == b"".join(bodies)
    assert (got["ContentType"], got["Metadata"]) == ("text/part", {"m": "1"})
    assert s3.get_object(Bucket=bucket, Key="joined", Range=f"bytes={2 * PART - 1}-")["Body"].read() == b"bend"
    with refused("NoSuchUpload", 404):
        s3.list_parts(Bucket=bucket, Key="joined", UploadId=number)


def test_part_sent_twice_counts_once(s3, bucket):
    number, _ = upload(s3, bucket, "again", b"first")
    etag = s3.upload_part(Bucket=bucket, Key="again", UploadId=number, PartNumber=1, Body=b"second")["ETag"]
    complete(s3, bucket, "again", number, [{"PartNumber": 1, "ETag": etag}])
    assert s3.get_object(Bucket=bucket, Key="again")["Body"].read() == b"second"


def test_aborted_upload_leaves_nothing(s3, bucket):
    number, _ = upload(s3, bucket, "aborted", b"x")
    s3.abort_multipart_upload(Bucket=bucket, Key="aborted", UploadId=number)
    with refused("NoSuchUpload", 404, "The specified upload does not exist"):
        s3.upload_part(Bucket=bucket, Key="aborted", UploadId=number, PartNumber=2, Body=b"y")
    assert "aborted" not in [entry["Key"] for entry in s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])]


def test_bad_completions_are_refused_and_change_nothing(s3, bucket):
    number, parts = upload(s3, bucket, "bad", b"a" * PART, b"b")
    with refused("InvalidPart", 400):
        complete(s3, bucket, "bad", number, [{"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'}])
    with refused("InvalidPart", 400):
        complete(s3, bucket, "bad", number, parts + [{"PartNumber": 3, "ETag": parts[0]["ETag"]}])
    with refused("InvalidPartOrder", 400):
        complete(s3, bucket, "bad", number, parts[::-1])
    with refused("MalformedXML", 400):
        complete(s3, bucket, "bad", number, [])
    with refused("NoSuchUpload", 404):
        complete(s3, bucket, "bad", "no-such-upload", parts)
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="bad")
    complete(s3, bucket, "bad", number, parts)


def test_small_inner_part_is_refused(s3, bucket):
    number, parts = upload(s3, bucket, "small", b"tiny", b"b")
    with refused("EntityTooSmall", 400, "smaller than the minimum allowed size"):
        complete(s3, bucket, "small", number, parts)


def test_part_numbers_are_limited(lake, s3, bucket):
    number, _ = upload(s3, bucket, "numbers")
    for part in ("0", "10001", "x"):
        answer = lake.signed("s3", "PUT", f"/{bucket}/numbers?partNumber={part}&uploadId={number}", b"x")
        assert (answer.status, answer.code) == (400, "InvalidArgument"), part


def test_sdk_transfers_large_files(s3, bucket, tmp_path):
    source, back = tmp_path / "source", tmp_path / "back"
    source.write_bytes(hashlib.sha512(b"firn").digest() * 300_000)
    s3.upload_file(str(source), bucket, "large")
    assert s3.head_object(Bucket=bucket, Key="large")["ETag"].endswith('-3"')
    s3.download_file(bucket, "large", str(back))
    assert back.read_bytes() == source.read_bytes()


# Chunked bodies, as Arrow's client sends them


def chunked(lake, bucket, key, chunks, trailer, **headers):
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n" + trailer + b"\r\n"
    length = sum(map(len, chunks))
    return lake.signed("s3", "PUT", f"/{bucket}/{key}", body, {
        "Content-Encoding": "aws-chunked", "X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "X-Amz-Decoded-Content-Length": str(length), "X-Amz-Trailer": "x-amz-checksum-crc32", **headers})


def crc(data):
    return b"x-amz-checksum-crc32:" + base64.b64encode(zlib.crc32(data).to_bytes(4, "big")) + b"\r\n"


def test_chunks_with_a_trailer_become_the_object(lake, s3, bucket):
    chunks = [b"a" * 70_000, b"b" * 8192, b"c"]
    assert chunked(lake, bucket, "chunks", chunks, crc(b"".join(chunks))).status == 200
    got = s3.get_object(Bucket=bucket, Key="chunks")
    assert got["Body"].read() == b"".join(chunks)
    assert "aws-chunked" not in got.get("ContentEncoding", "")


def test_wrong_trailer_is_refused(lake, s3, bucket):
    answer = chunked(lake, bucket, "bad-trailer", [b"data"], crc(b"other"))
    assert (answer.status, answer.code) == (400, "BadDigest")
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="bad-trailer")


def test_malformed_chunks_are_refused(lake, s3, bucket):
    short = chunked(lake, bucket, "short", [b"data"], crc(b"data"), **{"X-Amz-Decoded-Content-Length": "9"})
    assert (short.status, short.code) == (400, "IncompleteBody")
    answer = lake.signed("s3", "PUT", f"/{bucket}/short", b"zz\r\ndata\r\n0\r\n\r\n", {
        "Content-Encoding": "aws-chunked", "X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "X-Amz-Decoded-Content-Length": "4"})
    assert answer.status == 400
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="short")


# Presigned addresses


def fetch(lake, address, method="GET", body=b""):
    parts = urllib.parse.urlsplit(address)
    return lake.raw(method, f"{parts.path}?{parts.query}", body)


def test_presigned_put_and_get(lake, s3, bucket):
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "pre signed/ü"}, ExpiresIn=60)
    assert fetch(lake, put, "PUT", b"by address").status == 200
    get = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "pre signed/ü"}, ExpiresIn=60)
    assert fetch(lake, get).body == b"by address"


def test_presigned_address_is_for_what_it_says(lake, s3, bucket):
    get = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "some"}, ExpiresIn=60)
    for address in (get.replace("/some", "/other"), get.replace("X-Amz-Expires=60", "X-Amz-Expires=99"), get + "&acl="):
        answer = fetch(lake, address)
        assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
    assert fetch(lake, get, "DELETE").code == "SignatureDoesNotMatch"


def test_expired_presigned_address_is_refused(lake, s3, bucket):
    s3.put_object(Bucket=bucket, Key="old", Body=b"x")
    with shifted(hours_ago(2)):
        address = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "old"}, ExpiresIn=60)
    answer = fetch(lake, address)
    assert (answer.status, answer.code) == (403, "AccessDenied")
    assert "Request has expired" in answer.text


def test_incomplete_presigned_address_is_refused(lake, s3, bucket):
    address = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"}, ExpiresIn=60)
    answer = fetch(lake, address.replace("X-Amz-Expires=60&", ""))
    assert (answer.status, answer.code) == (400, "AuthorizationQueryParametersError")
    answer = fetch(lake, address.replace("X-Amz-Expires=60", "X-Amz-Expires=604801"))
    assert (answer.status, answer.code) == (400, "AuthorizationQueryParametersError")


# Who may do what


def test_unsigned_request_is_refused(lake, bucket):
    answer = lake.raw("GET", f"/{bucket}/k")
    assert (answer.status, answer.code) == (403, "AccessDenied")


def test_forged_requests_are_refused(lake, bucket):
    for more, code in (({"secret": "wrong"}, "SignatureDoesNotMatch"), ({"key": "AKIAUNKNOWNUNKNOWN00"}, "InvalidAccessKeyId"),
                       ({"at": hours_ago(1)}, "RequestTimeTooSkewed")):
        answer = lake.signed("s3", "GET", f"/{bucket}", **more)
        assert (answer.status, answer.code) == (403, code)


def test_role_reads_but_does_not_write(lake, s3, bucket):
    s3.put_object(Bucket=bucket, Key="shared", Body=b"x")
    arn = make_role(lake, allow("s3:GetObject", resource=f"arn:aws:s3:::{bucket}/shared"))
    mine = lake.as_session("s3", assume(lake, arn))
    assert mine.get_object(Bucket=bucket, Key="shared")["Body"].read() == b"x"
    with refused("AccessDenied", 403, ("s3:PutObject", f'"arn:aws:s3:::{bucket}/shared"',
                                       "because no identity-based policy allows the s3:PutObject action")):
        mine.put_object(Bucket=bucket, Key="shared", Body=b"y")
    with refused("AccessDenied", 403):
        mine.get_object(Bucket=bucket, Key="other")
    with refused("AccessDenied", 403):
        mine.list_objects_v2(Bucket=bucket)
    assert s3.get_object(Bucket=bucket, Key="shared")["Body"].read() == b"x"


# Memory


def peak_kilobytes(lake):
    status = pathlib.Path(f"/proc/{lake.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def test_large_objects_do_not_pass_through_memory(own_lake, tmp_path):
    """Put, copy, join of parts and get of 256 MB each, in far less memory than one of them."""
    s3, name, size = own_lake.client("s3"), unique("bucket"), 256 << 20
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="small", Body=b"x")
    before = peak_kilobytes(own_lake)
    sparse = tmp_path / "sparse"
    with open(sparse, "wb") as file:
        file.truncate(size)
    with open(sparse, "rb") as file:
        s3.put_object(Bucket=name, Key="big", Body=file)
    s3.copy_object(Bucket=name, Key="copy", CopySource={"Bucket": name, "Key": "big"})
    upload = s3.create_multipart_upload(Bucket=name, Key="joined")["UploadId"]
    parts = [{"PartNumber": number, "ETag": s3.upload_part_copy(
        Bucket=name, Key="joined", UploadId=upload, PartNumber=number, CopySource={"Bucket": name, "Key": "big"},
        CopySourceRange=f"bytes={(number - 1) * (size // 2)}-{number * (size // 2) - 1}")["CopyPartResult"]["ETag"]}
        for number in (1, 2)]
    s3.complete_multipart_upload(Bucket=name, Key="joined", UploadId=upload, MultipartUpload={"Parts": parts})
    for key in ("copy", "joined"):
        answer = s3.get_object(Bucket=name, Key=key)
        assert sum(len(piece) for piece in answer["Body"].iter_chunks(1 << 20)) == size
    grown = peak_kilobytes(own_lake) - before
    assert grown < 64 << 10, f"{grown} KB"
