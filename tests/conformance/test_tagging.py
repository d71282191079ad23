"""The tagging API: tags of every service that has them, read and written in one place."""
import pytest
from harness import ACCOUNT, REGION, allow, assume, make_role, refused, unique


@pytest.fixture(scope="module")
def tagging(lake):
    return lake.client("resourcegroupstaggingapi")


@pytest.fixture(scope="module")
def resources(lake):
    """One resource of each service, tagged with its own name, by ARN."""
    name = unique("tagged")
    tags = {"owner": name}
    listed = [{"Key": "owner", "Value": name}]
    arns = {}
    arns["kms"] = lake.client("kms").create_key(Tags=[{"TagKey": "owner", "TagValue": name}])["KeyMetadata"]["Arn"]
    lake.client("logs").create_log_group(logGroupName=name, tags=tags)
    arns["logs"] = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}"
    lake.client("cloudwatch").put_metric_alarm(
        AlarmName=name, Namespace="n", MetricName="m", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanThreshold", Tags=listed)
    arns["cloudwatch"] = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}"
    s3 = lake.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": listed})
    arns["s3"] = f"arn:aws:s3:::{name}"
    arns["s3tables"] = lake.client("s3tables").create_table_bucket(name=name, tags=tags)["arn"]
    return name, arns


def found(tagging, **wanted):
    pages = tagging.get_paginator("get_resources").paginate(**wanted)
    return {entry["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in entry["Tags"]}
            for page in pages for entry in page["ResourceTagMappingList"]}


def test_resources_of_every_service_are_found(tagging, resources):
    name, arns = resources
    assert found(tagging, TagFilters=[{"Key": "owner", "Values": [name]}]) == {
        arn: {"owner": name} for arn in arns.values()}
    assert found(tagging, TagFilters=[{"Key": "owner", "Values": ["nobody"]}]) == {}


@pytest.mark.parametrize("kind, service", [("kms", "kms"), ("kms:key", "kms"), ("logs:log-group", "logs"), ("s3", "s3"),
                                           ("s3:bucket", "s3"), ("cloudwatch:alarm", "cloudwatch"),
                                           ("s3tables:bucket", "s3tables")])
def test_resources_by_kind(tagging, resources, kind, service):
    name, arns = resources
    assert set(found(tagging, ResourceTypeFilters=[kind], TagFilters=[{"Key": "owner", "Values": [name]}])) == {
        arns[service]}


def test_resources_by_arn_and_in_pages(tagging, resources):
    name, arns = resources
    wanted = [arns["kms"], arns["s3"], "arn:aws:s3:::" + unique("none")]
    assert set(found(tagging, ResourceARNList=wanted)) == set(wanted[:2])
    assert set(found(tagging, ResourcesPerPage=1, TagFilters=[{"Key": "owner", "Values": [name]}])) == set(arns.values())


def test_keys_and_values(tagging, resources):
    assert "owner" in tagging.get_tag_keys()["TagKeys"]
    assert resources[0] in tagging.get_tag_values(Key="owner")["TagValues"]
    assert tagging.get_tag_values(Key=unique("none"))["TagValues"] == []


def test_tags_are_added_and_removed_everywhere(tagging, resources):
    name, arns = resources
    assert tagging.tag_resources(ResourceARNList=list(arns.values()), Tags={"stage": "test"})["FailedResourcesMap"] == {}
    assert found(tagging, TagFilters=[{"Key": "stage"}]) == {
        arn: {"owner": name, "stage": "test"} for arn in arns.values()}
    assert tagging.untag_resources(ResourceARNList=list(arns.values()), TagKeys=["stage"])["FailedResourcesMap"] == {}
    assert found(tagging, TagFilters=[{"Key": "stage"}]) == {}


def test_what_fails_is_named_and_the_rest_is_done(tagging, resources):
    name, arns = resources
    none = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
    foreign = f"arn:aws:logs:{REGION}:999999999999:log-group:{name}"
    unknown = f"arn:aws:unknown:{REGION}:{ACCOUNT}:thing/x"
    failed = tagging.tag_resources(ResourceARNList=[arns["logs"], none, foreign, unknown, "no arn at all"],
                                   Tags={"half": "done"})["FailedResourcesMap"]
    assert set(failed) == {none, foreign, unknown, "no arn at all"}
    assert failed[none]["ErrorCode"] == "InvalidParameterException"
    assert failed[unknown]["ErrorCode"] == "InternalServiceException"
    assert set(found(tagging, TagFilters=[{"Key": "half"}])) == {arns["logs"]}
    tagging.untag_resources(ResourceARNList=[arns["logs"]], TagKeys=["half"])


def test_writing_needs_the_services_own_right(lake, tagging, resources):
    _, arns = resources
    theirs = lake.as_session("resourcegroupstaggingapi", assume(lake, make_role(lake, allow("tag:*", "logs:TagResource"))))
    failed = theirs.tag_resources(ResourceARNList=[arns["kms"], arns["logs"]], Tags={"by": "them"})["FailedResourcesMap"]
    assert set(failed) == {arns["kms"]} and "not authorized" in failed[arns["kms"]]["ErrorMessage"]
    assert set(found(tagging, TagFilters=[{"Key": "by"}])) == {arns["logs"]}
    tagging.untag_resources(ResourceARNList=[arns["logs"]], TagKeys=["by"])


def test_reading_needs_a_right(lake):
    theirs = lake.as_session("resourcegroupstaggingapi", assume(lake, make_role(lake, allow("logs:*"))))
    with refused("AccessDeniedException", 400, "tag:GetResources"):
        theirs.get_resources()


INVALID = "InvalidParameterException"
ARN = "arn:aws:s3:::bucket"
MALFORMED = [
    ("get_resources", {"TagsPerPage": 99}, INVALID),
    ("get_resources", {"TagsPerPage": 101}, INVALID),
    ("get_resources", {"TagsPerPage": 600}, INVALID),
    ("get_resources", {"TagsPerPage": 0}, INVALID),
    ("get_resources", {"ResourcesPerPage": 0}, INVALID),
    ("get_resources", {"ResourcesPerPage": 101}, INVALID),
    ("get_resources", {"ResourcesPerPage": -1}, INVALID),
    ("get_resources", {"PaginationToken": "none of ours"}, INVALID),
    ("get_resources", {"PaginationToken": "bm90aGluZw=="}, INVALID),
    ("get_resources", {"PaginationToken": "x" * 2049}, INVALID),
    ("get_resources", {"TagFilters": [{"Values": ["v"]}]}, INVALID),
    ("get_resources", {"TagFilters": [{"Key": ""}]}, INVALID),
    ("get_resources", {"TagFilters": [{"Key": "k" * 129}]}, INVALID),
    ("get_resources", {"TagFilters": [{"Key": "k", "Values": ["v" * 257]}]}, INVALID),
    ("get_resources", {"TagFilters": [{"Key": "k", "Values": ["v"] * 21}]}, INVALID),
    ("get_resources", {"TagFilters": [{"Key": "k"}] * 51}, INVALID),
    ("get_resources", {"ResourceTypeFilters": ["x" * 257]}, INVALID),
    ("get_resources", {"ResourceARNList": []}, INVALID),
    ("get_resources", {"ResourceARNList": [ARN] * 101}, INVALID),
    ("get_resources", {"ResourceARNList": [""]}, INVALID),
    ("get_resources", {"ResourceARNList": ["x" * 1012]}, INVALID),
    ("get_resources", {"ResourceARNList": [ARN], "ResourcesPerPage": 10}, INVALID),
    ("get_resources", {"ResourceARNList": [ARN], "TagFilters": [{"Key": "k"}]}, INVALID),
    ("get_resources", {"ResourceARNList": [ARN], "ResourceTypeFilters": ["s3"]}, INVALID),
    ("get_resources", {"IncludeComplianceDetails": True}, "NotImplemented"),
    ("get_tag_keys", {"PaginationToken": "none of ours"}, INVALID),
    ("get_tag_values", {}, INVALID),
    ("get_tag_values", {"Key": ""}, INVALID),
    ("get_tag_values", {"Key": "k" * 129}, INVALID),
    ("get_tag_values", {"Key": "k", "PaginationToken": "none of ours"}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN]}, INVALID),
    ("tag_resources", {"Tags": {"k": "v"}}, INVALID),
    ("tag_resources", {"ResourceARNList": [], "Tags": {"k": "v"}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN] * 21, "Tags": {"k": "v"}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN], "Tags": {}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN], "Tags": {"k" * 129: "v"}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN], "Tags": {"k": "v" * 257}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN], "Tags": {"aws:k": "v"}}, INVALID),
    ("tag_resources", {"ResourceARNList": [ARN], "Tags": {f"k{i}": "v" for i in range(51)}}, INVALID),
    ("untag_resources", {"ResourceARNList": [ARN]}, INVALID),
    ("untag_resources", {"ResourceARNList": [ARN], "TagKeys": []}, INVALID),
    ("untag_resources", {"ResourceARNList": [ARN], "TagKeys": ["k" * 129]}, INVALID),
    ("untag_resources", {"ResourceARNList": [ARN] * 21, "TagKeys": ["k"]}, INVALID),
]


@pytest.mark.parametrize("operation, arguments, code", MALFORMED)
def test_malformed_requests_are_refused_and_change_nothing(lake, tagging, resources, operation, arguments, code):
    before = found(tagging)
    with refused(code):
        getattr(lake.client("resourcegroupstaggingapi", validate=False), operation)(**arguments)
    assert found(tagging) == before


def test_malformed_bodies_are_refused(lake):
    for body in (b"{", b"[]", b'{"ResourcesPerPage": "ten"}', b"\xff"):
        answer = lake.json_call("tagging", "ResourceGroupsTaggingAPI_20170126.GetResources", body)
        assert answer.status == 400 and answer.code, body
