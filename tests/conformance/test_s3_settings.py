"""The documents of a bucket: kept by PUT, told by GET, removed by DELETE, each with its own answer when there is none."""
import pytest
from harness import refused, unique

TOPIC = "arn:aws:sns:us-east-1:123456789012:topic"
DESTINATION = {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "CSV"}}


@pytest.fixture(scope="module")
def s3(lake):
    return lake.client("s3")


@pytest.fixture
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


def told(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


# put, its arguments, get, what it tells, delete, the code when there is none
DOCUMENTS = {
    "cors": ("put_bucket_cors", {"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}},
             "get_bucket_cors", {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]},
             "delete_bucket_cors", "NoSuchCORSConfiguration"),
    "lifecycle": ("put_bucket_lifecycle_configuration",
                  {"LifecycleConfiguration": {"Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "a/"},
                                                         "Expiration": {"Days": 3}}]}},
                  "get_bucket_lifecycle_configuration",
                  {"Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 3}}],
                   "TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
                  "delete_bucket_lifecycle", "NoSuchLifecycleConfiguration"),
    "website": ("put_bucket_website", {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}},
                "get_bucket_website", {"IndexDocument": {"Suffix": "index.html"}},
                "delete_bucket_website", "NoSuchWebsiteConfiguration"),
    "ownership": ("put_bucket_ownership_controls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
                  "get_bucket_ownership_controls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
                  "delete_bucket_ownership_controls", "OwnershipControlsNotFoundError"),
    "tagging": ("put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "k", "Value": "v"}]}},
                "get_bucket_tagging", {"TagSet": [{"Key": "k", "Value": "v"}]}, "delete_bucket_tagging", "NoSuchTagSet"),
    "public access": ("put_public_access_block", {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
                      "get_public_access_block",
                      {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "IgnorePublicAcls": False,
                                                          "BlockPublicPolicy": False, "RestrictPublicBuckets": False}},
                      "delete_public_access_block", "NoSuchPublicAccessBlockConfiguration"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_comes_back_and_goes(s3, bucket, name):
    put, arguments, get, answer, delete, missing = DOCUMENTS[name]
    getattr(s3, put)(Bucket=bucket, **arguments)
    assert told(getattr(s3, get)(Bucket=bucket)) == answer
    getattr(s3, delete)(Bucket=bucket)
    with refused(missing, 404):
        getattr(s3, get)(Bucket=bucket)
    getattr(s3, delete)(Bucket=bucket)


@pytest.mark.parametrize("get,code", [
    ("get_bucket_cors", "NoSuchCORSConfiguration"), ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration"),
    ("get_bucket_policy", "NoSuchBucketPolicy"), ("get_bucket_policy_status", "NoSuchBucketPolicy"),
    ("get_bucket_replication", "ReplicationConfigurationNotFoundError"), ("get_bucket_tagging", "NoSuchTagSet"),
    ("get_bucket_website", "NoSuchWebsiteConfiguration"),
    ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError")])
def test_what_was_never_put_is_not_found(s3, bucket, get, code):
    with refused(code, 404):
        getattr(s3, get)(Bucket=bucket)


@pytest.mark.parametrize("get,answer", [
    ("get_bucket_accelerate_configuration", {}), ("get_bucket_logging", {}), ("get_bucket_notification_configuration", {}),
    ("get_bucket_request_payment", {"Payer": "BucketOwner"}), ("get_bucket_versioning", {}),
    ("get_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}}),
    ("get_bucket_ownership_controls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
    ("get_public_access_block", {"PublicAccessBlockConfiguration": dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)}),
    ("list_bucket_analytics_configurations", {"IsTruncated": False}),
    ("list_bucket_intelligent_tiering_configurations", {"IsTruncated": False}),
    ("list_bucket_inventory_configurations", {"IsTruncated": False}),
    ("list_bucket_metrics_configurations", {"IsTruncated": False})])
def test_defaults(s3, bucket, get, answer):
    assert told(getattr(s3, get)(Bucket=bucket)) == answer


def test_switches(s3, bucket):
    s3.put_bucket_accelerate_configuration(Bucket=bucket, AccelerateConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_accelerate_configuration(Bucket=bucket)["Status"] == "Enabled"
    s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "Requester"
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": bucket, "TargetPrefix": "l/"}})
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "l/"
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "key"}, "BucketKeyEnabled": True}]})
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == "key" and rule["BucketKeyEnabled"] is True
    s3.delete_bucket_encryption(Bucket=bucket)
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_notification(s3, bucket):
    s3.put_bucket_notification_configuration(Bucket=bucket, SkipDestinationValidation=True, NotificationConfiguration={
        "TopicConfigurations": [{"TopicArn": TOPIC, "Events": ["s3:ObjectCreated:*"]}], "EventBridgeConfiguration": {}})
    answer = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert answer["TopicConfigurations"][0]["Id"] and "EventBridgeConfiguration" in answer
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    assert told(s3.get_bucket_notification_configuration(Bucket=bucket)) == {}


def test_replication_wants_versions_on_both_sides(s3, bucket):
    other = unique("bucket")
    s3.create_bucket(Bucket=other)
    document = {"Role": "arn:aws:iam::123456789012:role/r", "Rules": [{
        "ID": "r", "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": f"arn:aws:s3:::{other}"}}]}
    with refused("InvalidRequest", 400, "Versioning must be 'Enabled'"):
        s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=document)
    for name in (bucket, other):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=document)
    assert s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"] == document
    s3.delete_bucket_replication(Bucket=bucket)


NUMBERED = {
    "analytics": ({"Id": "a", "StorageClassAnalysis": {}}, "AnalyticsConfiguration"),
    "inventory": ({"Id": "a", "IsEnabled": True, "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"},
                   "Destination": DESTINATION}, "InventoryConfiguration"),
    "metrics": ({"Id": "a", "Filter": {"Prefix": "p"}}, "MetricsConfiguration"),
    "intelligent_tiering": ({"Id": "a", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]},
                            "IntelligentTieringConfiguration"),
}


@pytest.mark.parametrize("kind", NUMBERED)
def test_documents_with_ids(s3, bucket, kind):
    document, name = NUMBERED[kind]
    with refused("NoSuchConfiguration", 404):
        getattr(s3, f"get_bucket_{kind}_configuration")(Bucket=bucket, Id="a")
    for number in range(120):
        one = {**document, "Id": f"{number:03}"}
        getattr(s3, f"put_bucket_{kind}_configuration")(Bucket=bucket, Id=one["Id"], **{name: one})
    found, token = [], {}
    while True:
        page = getattr(s3, f"list_bucket_{kind}_configurations")(Bucket=bucket, **token)
        found += [one["Id"] for one in page[f"{name}List"]]
        if not page["IsTruncated"]:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    assert found == [f"{number:03}" for number in range(120)]
    assert getattr(s3, f"get_bucket_{kind}_configuration")(Bucket=bucket, Id="007")[name] == {**document, "Id": "007"}
    getattr(s3, f"delete_bucket_{kind}_configuration")(Bucket=bucket, Id="007")
    with refused("NoSuchConfiguration", 404):
        getattr(s3, f"delete_bucket_{kind}_configuration")(Bucket=bucket, Id="007")


def test_documents_go_with_their_bucket_and_outlive_a_restart(own_lake):
    s3, name = own_lake.client("s3"), unique("bucket")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_website(Bucket=name, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    own_lake.restart()
    s3 = own_lake.client("s3")
    assert s3.get_bucket_website(Bucket=name)["IndexDocument"] == {"Suffix": "index.html"}
    s3.delete_bucket(Bucket=name)
    s3.create_bucket(Bucket=name)
    with refused("NoSuchWebsiteConfiguration", 404):
        s3.get_bucket_website(Bucket=name)


def test_buckets_in_pages(lake):
    there = lake.client("s3", key="777788889999")
    names = sorted(unique("page") for _ in range(5))
    for name in names:
        there.create_bucket(Bucket=name)
    first = there.list_buckets(MaxBuckets=3, Prefix="page-")
    rest = there.list_buckets(MaxBuckets=3, Prefix="page-", ContinuationToken=first["ContinuationToken"])
    assert [b["Name"] for b in first["Buckets"] + rest["Buckets"]] == names and "ContinuationToken" not in rest


def test_attributes_of_an_object_of_parts(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="SHA256")["UploadId"]
    parts = []
    for number, body in ((1, b"x" * (5 << 20)), (2, b"y")):
        sent = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256")
        parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": sent["ChecksumSHA256"]})
    with refused("InvalidRequest", 400, "must include the checksum for each part"):
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": [
            {"PartNumber": p["PartNumber"], "ETag": p["ETag"]} for p in parts]})
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    assert done["ChecksumType"] == "COMPOSITE" and done["ChecksumSHA256"].endswith("-2")
    answer = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=[
        "ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"])
    assert answer["ObjectSize"] == (5 << 20) + 1 and answer["StorageClass"] == "STANDARD"
    assert answer["Checksum"]["ChecksumType"] == "COMPOSITE"
    assert [p["Size"] for p in answer["ObjectParts"]["Parts"]] == [5 << 20, 1]
    assert answer["ObjectParts"]["TotalPartsCount"] == 2
    # Completing again answers the same object.
    again = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    assert again["ETag"] == done["ETag"]


def test_full_object_checksum_of_parts(s3, bucket):
    import zlib
    bodies = [b"x" * (5 << 20), b"y"]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")["UploadId"]
    parts = [{"PartNumber": n, "ETag": s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=n, Body=body)["ETag"]}
             for n, body in enumerate(bodies, 1)]
    import base64
    whole = base64.b64encode(zlib.crc32(b"".join(bodies)).to_bytes(4, "big")).decode()
    with refused("BadDigest", 400):
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts},
                                     ChecksumCRC32="AAAAAA==", ChecksumType="FULL_OBJECT")
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts},
                                        ChecksumCRC32=whole, ChecksumType="FULL_OBJECT")
    assert (done["ChecksumCRC32"], done["ChecksumType"]) == (whole, "FULL_OBJECT")


def test_uploads_under_a_delimiter(s3, bucket):
    for key in ("a", "d/1", "d/2", "z"):
        s3.create_multipart_upload(Bucket=bucket, Key=key)
    page = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/", MaxUploads=2)
    assert [u["Key"] for u in page["Uploads"]] == ["a"] and page["CommonPrefixes"] == [{"Prefix": "d/"}]
    page = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/", KeyMarker=page["NextKeyMarker"])
    assert [u["Key"] for u in page["Uploads"]] == ["z"] and "CommonPrefixes" not in page


def test_restore_of_what_is_at_hand_is_refused(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("InvalidObjectState", 403):
        s3.restore_object(Bucket=bucket, Key="k", RestoreRequest={"Days": 1})


def test_archived_objects_are_read_once_they_are_restored(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", StorageClass="DEEP_ARCHIVE")
    with refused("InvalidObjectState", 403):
        s3.get_object(Bucket=bucket, Key="k")
    with refused("ObjectNotInActiveTierError", 403):
        s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "k"})
    assert "Restore" not in s3.head_object(Bucket=bucket, Key="k")
    s3.restore_object(Bucket=bucket, Key="k", RestoreRequest={"Days": 1})
    assert 'ongoing-request="false"' in s3.head_object(Bucket=bucket, Key="k")["Restore"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
