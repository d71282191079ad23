#!/bin/bash
# Runs Apache Iceberg's catalog tests through its own REST client, signed for S3 Tables, against a table bucket.
#
#   tests/rck/run.sh ENDPOINT TABLE_BUCKET_ARN REPORTS [METHOD]
#
# ENDPOINT is the server (http://127.0.0.1:4566), REPORTS receives JUnit's XML, METHOD runs one test. The exit code is
# JUnit's: 0 when every test passed.
set -euo pipefail
exec < /dev/null
here=$(cd "$(dirname "$0")" && pwd)
endpoint=${1:?usage: run.sh ENDPOINT TABLE_BUCKET_ARN REPORTS [METHOD]}
bucket=${2:?a table bucket}
reports=${3:?a folder}
method=${4:-}
"$here/prepare.sh"
deps=$(cd "$here/../.." && pwd)/.deps/rck
region=${AWS_REGION:-us-east-1}
key=${AWS_ACCESS_KEY_ID:-test}
secret=${AWS_SECRET_ACCESS_KEY:-test}
catalog=(
  -Dcatalog.uri="$endpoint/iceberg" -Dcatalog.warehouse="$bucket" -Dcatalog.client.region="$region"
  -Dcatalog.rest.sigv4-enabled=true -Dcatalog.rest.signing-name=s3tables -Dcatalog.rest.signing-region="$region"
  -Dcatalog.rest.access-key-id="$key" -Dcatalog.rest.secret-access-key="$secret"
  -Dcatalog.io-impl=org.apache.iceberg.aws.s3.S3FileIO -Dcatalog.s3.endpoint="$endpoint"
  -Dcatalog.s3.path-style-access=true -Dcatalog.s3.access-key-id="$key" -Dcatalog.s3.secret-access-key="$secret"
)
tests=(--select-class rck.S3TablesCatalogTest)
[[ -z $method ]] || tests=(--select-method "rck.S3TablesCatalogTest#$method")
exec java "${catalog[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dfile.encoding=UTF-8 \
  -cp "$deps/classes:$deps/lib/*" org.junit.platform.console.ConsoleLauncher execute "${tests[@]}" \
  --details="${DETAILS:-summary}" --disable-banner --disable-ansi-colors --reports-dir="$reports"
