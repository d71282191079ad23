"""Random questions about policies: every seed gives the same ones.

Each part is drawn so that policies often just match or just miss; a policy that never applies teaches nothing.

Four questions are not drawn, because principalmapper answers them otherwise than AWS documents, and firn's own tests
ask them: IfExists after numbers, dates and addresses (it never matches, or always), StringNotLike on an absent key (AWS:
a negated operator holds), and NotResource and negated operators with a variable that has no value (AWS: it may void
the statement; firn decides against the caller).
"""
import random

ACTIONS = ("s3:GetObject", "s3:PutObject", "s3tables:GetTable", "s3tables:CreateTable", "glue:GetTable", "glue:GetDatabase",
           "firehose:PutRecordBatch", "lakeformation:GetDataAccess", "sts:AssumeRole", "iam:PassRole")
ACTION_PATTERNS = ("*", "*", "*", "s3:*", "s3:Get*", "s3:*Object", "S3:getobject", "s3tables:*", "s3tables:Get?able", "glue:Get*",
                   "glue:*Table", "firehose:Put*", "lakeformation:*", "iam:Pass*", "sts:AssumeRole?")
RESOURCES = {
    "s3": ("arn:aws:s3:::lake/events/a.parquet", "arn:aws:s3:::lake/x", "arn:aws:s3:::other/events/b"),
    "s3tables": ("arn:aws:s3tables:us-east-1:123456789012:bucket/lake/table/0123",
                 "arn:aws:s3tables:eu-west-1:123456789012:bucket/prod/table/9"),
    "glue": ("arn:aws:glue:us-east-1:123456789012:catalog", "arn:aws:glue:us-east-1:123456789012:table/db/events"),
    "firehose": ("arn:aws:firehose:us-east-1:123456789012:deliverystream/events",),
    "lakeformation": ("*",),
    "sts": ("arn:aws:iam::123456789012:role/team/reader",),
    "iam": ("arn:aws:iam::123456789012:role/writer", "arn:aws:iam::123456789012:role/team/reader"),
}
RESOURCE_PATTERNS = ("*", "*", "*", "*", "arn:aws:s3:::lake/*", "arn:aws:s3:::*/events/*", "arn:aws:s3:::lake/?", "arn:aws:s3:::lake",
                     "arn:aws:s3tables:*:123456789012:bucket/lake/*", "arn:aws:s3tables:*:*:bucket/*/table/?",
                     "arn:aws:glue:*:*:catalog", "arn:aws:glue:us-east-1:123456789012:table/db/*",
                     "arn:aws:firehose:us-east-1:123456789012:deliverystream/ev*", "arn:aws:iam::123456789012:role/*",
                     "arn:aws:iam::123456789012:role/${aws:PrincipalTag/team}/*", "arn:aws:s3:::${aws:PrincipalTag/team}/*")
CONTEXT = {
    "aws:SourceIp": ("10.0.0.7", "192.168.3.4", "203.0.113.9"),
    "aws:SecureTransport": ("true", "false"),
    "aws:PrincipalTag/team": ("team", "lake", "ops"),
    "aws:RequestedRegion": ("us-east-1", "eu-west-1"),
    "aws:CurrentTime": ("2026-06-01T00:00:00Z", "2026-12-24T18:00:00Z"),
    "aws:MultiFactorAuthAge": ("5", "120", "86400"),
    "aws:UserAgent": ("boto3/1.43", "aws-cli/2", "Terraform"),
    "aws:SourceArn": ("arn:aws:firehose:us-east-1:123456789012:deliverystream/events", "arn:aws:s3:::lake"),
}
VALUES = {
    "String": ("aws:PrincipalTag/team", ("team", "lake", "ops", "Team")),
    "Like": ("aws:UserAgent", ("boto3/*", "aws-cli/?", "*", "Terraform", "java*")),
    "Ip": ("aws:SourceIp", ("10.0.0.0/24", "10.0.0.7", "192.168.0.0/16", "203.0.113.0/29")),
    "Date": ("aws:CurrentTime", ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z")),
    "Numeric": ("aws:MultiFactorAuthAge", ("5", "60", "300", "120")),
    "Bool": ("aws:SecureTransport", ("true", "false")),
    "Arn": ("aws:SourceArn", ("arn:aws:s3:::lake", "arn:aws:firehose:*:123456789012:deliverystream/*",
                              "arn:aws:firehose:us-east-1:123456789012:deliverystream/event?")),
    "Null": ("aws:RequestedRegion", ("true", "false")),
}
OPERATORS = {
    "String": ("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    "Like": ("StringLike", "StringNotLike"),
    "Ip": ("IpAddress", "NotIpAddress"),
    "Date": ("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"),
    "Numeric": ("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
                "NumericGreaterThanEquals"),
    "Bool": ("Bool",),
    "Arn": ("ArnLike", "ArnNotLike", "ArnEquals"),
    "Null": ("Null",),
}


class Cases:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def some(self, choices, most):
        return self.dice.sample(choices, self.dice.randint(1, most))

    def condition(self):
        kind = self.dice.choice(list(OPERATORS))
        operator = self.dice.choice(OPERATORS[kind])
        key, values = VALUES[kind]
        if kind in ("String", "Like", "Bool", "Arn") and self.dice.random() < .2:
            operator += "IfExists"
        one = kind in ("Null", "Bool", "Date", "Numeric") or self.dice.random() < .6
        return operator, key, self.dice.choice(values) if one else self.some(values, 3)

    def statement(self):
        made = {"Effect": "Allow" if self.dice.random() < .7 else "Deny"}
        made["Action" if self.dice.random() < .9 else "NotAction"] = self.some(ACTION_PATTERNS + ACTIONS, 3)
        resources = self.some(RESOURCE_PATTERNS, 2)
        fixed = all("$" not in resource for resource in resources)
        made["NotResource" if fixed and self.dice.random() < .12 else "Resource"] = resources
        for _ in range(self.dice.choice((0, 0, 1, 1, 2))):
            operator, key, value = self.condition()
            made.setdefault("Condition", {}).setdefault(operator, {})[key] = value
        return made

    def policy(self, most):
        return {"Version": "2012-10-17", "Statement": [self.statement() for _ in range(self.dice.randint(1, most))]}

    def case(self):
        action = self.dice.choice(ACTIONS)
        return {
            "identity": [self.policy(4) for _ in range(self.dice.randint(1, 3))],
            "boundary": self.policy(3) if self.dice.random() < .25 else None,
            "action": action,
            "resource": self.dice.choice(RESOURCES[action.split(":")[0]]),
            "context": {key: self.dice.choice(values) for key, values in CONTEXT.items()
                        if key == "aws:UserAgent" or self.dice.random() < .8},
        }
