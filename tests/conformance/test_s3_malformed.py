"""Requests that no client would send: each gets S3's own answer and changes nothing."""
import pytest
from harness import unique

XML = "MalformedXML"


def tagging(*tags):
    return "<Tagging><TagSet>" + "".join(f"<Tag><Key>{k}</Key><Value>{v}</Value></Tag>" for k, v in tags) + "</TagSet></Tagging>"


def lifecycle(rule):
    return f"<LifecycleConfiguration><Rule>{rule}</Rule></LifecycleConfiguration>"


FILTER = "<Filter><Prefix></Prefix></Filter>"
EXPIRES = "<Expiration><Days>1</Days></Expiration>"
GRANT = ('<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>{}</ID></Grantee>'
         "<Permission>READ</Permission></Grant>")

# method, target behind the bucket, body, headers, status, code
CASES = [
    ("PUT", "?versioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", {}, 400, XML),
    ("PUT", "?versioning", "<VersioningConfiguration></VersioningConfiguration>", {}, 400, XML),
    ("PUT", "?versioning", "<Versioning/>", {}, 400, XML),
    ("PUT", "?versioning", "", {}, 400, "MissingRequestBodyError"),
    ("PUT", "?versioning", "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>"
     "</VersioningConfiguration>", {}, 501, "NotImplemented"),
    ("PUT", "?tagging", tagging(("a", "1"), ("a", "2")), {}, 400, "InvalidTag"),
    ("PUT", "?tagging", tagging(("aws:a", "1")), {}, 400, "InvalidTag"),
    ("PUT", "?tagging", tagging(*((str(n), "") for n in range(51))), {}, 400, "BadRequest"),
    ("PUT", "?tagging", tagging(("k" * 129, "")), {}, 400, "InvalidTag"),
    ("PUT", "?tagging", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>", {}, 400, XML),
    ("PUT", "/k?tagging", tagging(*((str(n), "") for n in range(11))), {}, 400, "BadRequest"),
    ("PUT", "/none?tagging", tagging(("a", "1")), {}, 404, "NoSuchKey"),
    ("PUT", "?cors", "<CORSConfiguration></CORSConfiguration>", {}, 400, XML),
    ("PUT", "?cors", "<CORSConfiguration><CORSRule><AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"
     "</CORSRule></CORSConfiguration>", {}, 400, "InvalidRequest"),
    ("PUT", "?cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*.*</AllowedOrigin>"
     "</CORSRule></CORSConfiguration>", {}, 400, "InvalidRequest"),
    ("PUT", "?lifecycle", lifecycle(f"<Status>Enabled</Status>{FILTER}"), {}, 400, "InvalidRequest"),
    ("PUT", "?lifecycle", lifecycle(f"<Status>Sometimes</Status>{FILTER}{EXPIRES}"), {}, 400, XML),
    ("PUT", "?lifecycle", lifecycle(f"<Status>Enabled</Status>{EXPIRES}"), {}, 400, XML),
    ("PUT", "?lifecycle", lifecycle(f"<Status>Enabled</Status>{FILTER}<Expiration><Days>0</Days></Expiration>"), {}, 400,
     "InvalidArgument"),
    ("PUT", "?lifecycle", lifecycle(f"<Status>Enabled</Status>{FILTER}<Prefix>a</Prefix>{EXPIRES}"), {}, 400, XML),
    ("PUT", "?encryption", "<ServerSideEncryptionConfiguration></ServerSideEncryptionConfiguration>", {}, 400, XML),
    ("PUT", "?encryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>ROT13"
     "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>", {}, 400, XML),
    ("PUT", "?ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>Mine</ObjectOwnership></Rule>"
     "</OwnershipControls>", {}, 400, XML),
    ("PUT", "?publicAccessBlock", "<PublicAccessBlockConfiguration/>", {}, 400, "InvalidRequest"),
    ("PUT", "?website", "<WebsiteConfiguration/>", {}, 400, "InvalidArgument"),
    ("PUT", "?website", "<WebsiteConfiguration><IndexDocument><Suffix>a/b</Suffix></IndexDocument></WebsiteConfiguration>", {},
     400, "InvalidArgument"),
    ("PUT", "?logging", "<BucketLoggingStatus><LoggingEnabled><TargetBucket>no-such-bucket-here</TargetBucket>"
     "<TargetPrefix/></LoggingEnabled></BucketLoggingStatus>", {}, 400, "InvalidTargetBucketForLogging"),
    ("PUT", "?replication", "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>", {}, 400, XML),
    ("PUT", "?accelerate", "<AccelerateConfiguration/>", {}, 400, XML),
    ("PUT", "?requestPayment", "<RequestPaymentConfiguration><Payer>Nobody</Payer></RequestPaymentConfiguration>", {}, 400, XML),
    ("PUT", "?notification", "<NotificationConfiguration><TopicConfiguration><Topic>x</Topic><Event>s3:ObjectCreated:*</Event>"
     "</TopicConfiguration></NotificationConfiguration>", {}, 400, "InvalidArgument"),
    ("PUT", "?object-lock", "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
     "</ObjectLockConfiguration>", {}, 409, "InvalidBucketState"),
    ("PUT", "?acl", "", {}, 400, "MissingSecurityHeader"),
    ("PUT", "?acl", "", {"x-amz-acl": "public-read"}, 400, "AccessControlListNotSupported"),
    ("PUT", "?acl", "", {"x-amz-acl": "everyone"}, 400, "InvalidArgument"),
    ("PUT", "?acl", "", {"x-amz-grant-read": "id=short"}, 400, "InvalidArgument"),
    ("PUT", "?acl", "<AccessControlPolicy><AccessControlList>" + GRANT.format("x") + "</AccessControlList></AccessControlPolicy>",
     {}, 400, "MalformedACLError"),
    ("PUT", "?policy", "{", {}, 400, "MalformedPolicy"),
    ("PUT", "?cors", "<CORSConfiguration/>", {"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}, 400, "BadDigest"),
    ("PUT", "?cors", "<CORSConfiguration/>", {"Content-MD5": "short"}, 400, "InvalidDigest"),
    ("PUT", "?cors", "<CORSConfiguration/>", {"x-amz-checksum-crc32": "AAAAAA=="}, 400, "BadDigest"),
    ("PUT", "/new", "x", {"x-amz-storage-class": "PAPER"}, 400, "InvalidStorageClass"),
    ("PUT", "/new", "x", {"x-amz-checksum-sha256": "AAAA"}, 400, "InvalidRequest"),
    ("PUT", "/new", "x", {"x-amz-checksum-crc32": "AAAAAA=="}, 400, "BadDigest"),
    ("PUT", "/new", "x", {"x-amz-checksum-crc32": "jNU6zw==", "x-amz-checksum-sha1": "EfbHIRH0s8mf09gfoy09gfoy09g="}, 400,
     "InvalidRequest"),
    ("PUT", "/new", "x", {"x-amz-meta-big": "x" * 2100}, 400, "MetadataTooLarge"),
    ("PUT", "/new", "x", {"x-amz-tagging": "a=1&a=2"}, 400, "InvalidTag"),
    ("PUT", "/new", "x", {"x-amz-server-side-encryption": "aws:kms"}, 501, "NotImplemented"),
    ("PUT", "/new", "x", {"x-amz-server-side-encryption-customer-algorithm": "AES256"}, 501, "NotImplemented"),
    ("PUT", "/new", "x", {"x-amz-object-lock-mode": "GOVERNANCE"}, 400, "InvalidRequest"),
    ("PUT", "/new", "x", {"x-amz-website-redirect-location": "ftp://x"}, 400, "InvalidRedirectLocation"),
    ("PUT", "/new", "x", {"If-None-Match": "etag"}, 501, "NotImplemented"),
    ("PUT", "/new", "x", {"If-Match": "etag"}, 404, "NoSuchKey"),
    ("PUT", "/new", "", {"x-amz-copy-source": "nothing"}, 400, "InvalidArgument"),
    ("PUT", "/new", "", {"x-amz-copy-source": "{bucket}/none"}, 404, "NoSuchKey"),
    ("PUT", "/k", "", {"x-amz-copy-source": "{bucket}/k"}, 400, "InvalidRequest"),
    ("PUT", "/new", "", {"x-amz-copy-source": "{bucket}/k?versionId=nonsense"}, 404, "NoSuchVersion"),
    ("GET", "/k?versionId=nonsense", "", {}, 404, "NoSuchVersion"),
    ("GET", "/k?partNumber=2", "", {}, 416, "InvalidPartNumber"),
    ("GET", "/k?partNumber=1", "", {"Range": "bytes=0-0"}, 400, "InvalidRequest"),
    ("GET", "/k?attributes", "", {"x-amz-object-attributes": "Colour"}, 400, "InvalidArgument"),
    ("GET", "/k?retention", "", {}, 400, "InvalidRequest"),
    ("GET", "?versions&max-keys=-1", "", {}, 400, "InvalidArgument"),
    ("GET", "?versions&version-id-marker=x", "", {}, 400, "InvalidArgument"),
    ("GET", "?uploads&max-uploads=0", "", {}, 400, "InvalidArgument"),
    ("GET", "?metrics&id=none", "", {}, 404, "NoSuchConfiguration"),
    ("POST", "/k?uploads", "", {"x-amz-checksum-algorithm": "SHA1", "x-amz-checksum-type": "FULL_OBJECT"}, 400, "InvalidRequest"),
    ("POST", "/k?uploads", "", {"x-amz-checksum-type": "COMPOSITE"}, 400, "InvalidRequest"),
    ("POST", "/k?uploadId=none", "<CompleteMultipartUpload/>", {}, 400, XML),
    ("PUT", "/k?uploadId=none&partNumber=1", "x", {}, 404, "NoSuchUpload"),
    ("PUT", "/k?uploadId=none&partNumber=10001", "x", {}, 400, "InvalidArgument"),
    ("POST", "/k?restore", "<RestoreRequest><Days>1</Days></RestoreRequest>", {}, 403, "InvalidObjectState"),
    ("DELETE", "/k?versionId=", "", {}, 400, "InvalidArgument"),
]


@pytest.fixture(scope="module")
def bucket(lake):
    s3, name = lake.client("s3"), unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    return name


def state_of(lake, bucket):
    s3 = lake.client("s3")
    gets = ("versioning", "acl", "cors", "lifecycle", "encryption", "ownershipControls", "publicAccessBlock", "website",
            "logging", "replication", "accelerate", "requestPayment", "notification", "object-lock", "policy", "tagging")
    seen = [lake.signed("s3", "GET", f"/{bucket}?{name}") for name in gets]
    texts = [answer.text.split("<RequestId>")[0] for answer in seen]
    keys = [(o["Key"], o["VersionId"], o["ETag"]) for o in s3.list_object_versions(Bucket=bucket)["Versions"]]
    return texts, keys, s3.list_multipart_uploads(Bucket=bucket).get("Uploads"), s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"]


@pytest.mark.parametrize("method,target,body,headers,status,code", CASES)
def test_malformed_requests_are_refused(lake, bucket, method, target, body, headers, status, code):
    headers = {name: value.replace("{bucket}", bucket) for name, value in headers.items()}
    answer = lake.signed("s3", method, f"/{bucket}{target}", body.encode(), headers)
    assert (answer.status, answer.code) == (status, code), answer.text


def test_malformed_requests_change_nothing(lake, bucket):
    before = state_of(lake, bucket)
    for method, target, body, headers, _, _ in CASES:
        headers = {name: value.replace("{bucket}", bucket) for name, value in headers.items()}
        assert lake.signed("s3", method, f"/{bucket}{target}", body.encode(), headers).status >= 400, target
    assert state_of(lake, bucket) == before
