"""rclone and s3cmd: sync, check, server-side copy, odd keys and multipart of two S3 clients that have a mind of their own."""
import pathlib
import random
import re
import shutil

import pytest
from foreign import installed, operation, operations, run
from harness import unique

MIB = 1024 * 1024
BIG = 12 * MIB + 3  # three parts of 5 MiB, the last one short
ODD = ("plus+and space.txt", "ümlaut & ampersand.txt", "percent%20.txt", "quote's \"double\".txt", "a=b;c,d.txt",
       "日本語.txt", "tilde~hash#question?.txt", "(brackets)[square]{curly}.txt")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A tree with odd names, an empty file and one file of several parts; its bytes differ from place to place."""
    folder = tmp_path_factory.mktemp("source")
    deep = folder / "sub dir" / "deeper"
    deep.mkdir(parents=True)
    for number, name in enumerate(ODD):
        (deep / name).write_text(f"file {number}", encoding="utf-8")
    (folder / "empty").touch()
    (folder / "big").write_bytes(random.Random(1).randbytes(BIG))
    return folder


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def keys(lake, bucket, prefix=""):
    pages = lake.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return {entry["Key"].removeprefix(prefix) for page in pages for entry in page.get("Contents", ())}


class Rclone:
    def __init__(self, lake):
        self.lake, self.program = lake, installed("rclone", "rclone")

    def __call__(self, *words, **more):
        return run(self.lake, [self.program, "--retries", "1", "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", *words],
                   RCLONE_CONFIG="/dev/null", RCLONE_CONFIG_L_TYPE="s3", RCLONE_CONFIG_L_PROVIDER="Other",
                   RCLONE_CONFIG_L_ENDPOINT=self.lake.endpoint, RCLONE_CONFIG_L_ACCESS_KEY_ID="test",
                   RCLONE_CONFIG_L_SECRET_ACCESS_KEY="test", RCLONE_CONFIG_L_REGION="us-east-1",
                   RCLONE_CONFIG_L_FORCE_PATH_STYLE="true", **more)


@pytest.fixture(scope="module")
def rclone(lake):
    return Rclone(lake)


@pytest.fixture(scope="module")
def synced(rclone, source):
    """A bucket with the tree under p/, brought there by rclone."""
    bucket = unique("rclone")
    rclone("mkdir", f"l:{bucket}")
    rclone("sync", source, f"l:{bucket}/p")
    return bucket


def test_rclone_sync_brings_every_file(lake, synced, source):
    assert keys(lake, synced, "p/") == set(tree(source))
    assert re.fullmatch(r'"[0-9a-f]{32}-3"', lake.client("s3").head_object(Bucket=synced, Key="p/big")["ETag"])


def test_rclone_check_agrees(rclone, synced, source):
    rclone("check", source, f"l:{synced}/p")
    rclone("check", "--download", source, f"l:{synced}/p")
    changed = rclone("check", source, f"l:{synced}/none", check=False)
    assert changed.returncode != 0 and "differences found" in changed.stderr


def test_rclone_reads_back_what_it_wrote(rclone, synced, source, tmp_path):
    rclone("copy", f"l:{synced}/p", tmp_path)
    assert tree(tmp_path) == tree(source)
    part = rclone("cat", "--offset", "2", "--count", "4", f"l:{synced}/p/sub dir/deeper/{ODD[0]}")
    assert part.stdout == "le 0"


def test_rclone_second_sync_does_nothing(rclone, synced, source):
    done = rclone("sync", "--verbose", "--use-json-log", source, f"l:{synced}/p")
    assert '"transfers":0' in done.stderr and "Copied" not in done.stderr


def test_rclone_copies_on_the_server(rclone, lake, synced, source):
    done = rclone("copy", "--verbose", f"l:{synced}/p", f"l:{synced}/q")
    assert done.stderr.count("Copied (server-side copy)") == len(tree(source))
    assert keys(lake, synced, "q/") == set(tree(source))
    rclone("check", f"l:{synced}/p", f"l:{synced}/q")
    rclone("delete", f"l:{synced}/q")
    assert keys(lake, synced, "q/") == set()


@pytest.mark.parametrize("cutoff", [pytest.param("5M", marks=operations(operation("s3", "upload_part_copy")))])
def test_rclone_copies_in_parts_on_the_server(rclone, lake, synced, source, cutoff):
    rclone("copyto", "--s3-copy-cutoff", cutoff, f"l:{synced}/p/big", f"l:{synced}/parts/big")
    rclone("check", "--download", "--include", "/big", source, f"l:{synced}/parts")
    assert lake.client("s3").head_object(Bucket=synced, Key="parts/big")["ETag"].endswith('-3"')


def test_rclone_sync_deletes_what_is_gone(rclone, lake, source, tmp_path):
    bucket, copy = unique("rclone"), tmp_path / "copy"
    shutil.copytree(source / "sub dir", copy)
    rclone("mkdir", f"l:{bucket}")
    rclone("sync", copy, f"l:{bucket}/p")
    (copy / "deeper" / ODD[0]).unlink()
    (copy / "deeper" / ODD[1]).write_text("changed now", encoding="utf-8")
    rclone("sync", "--checksum", copy, f"l:{bucket}/p")
    rclone("check", copy, f"l:{bucket}/p")
    assert keys(lake, bucket, "p/") == set(tree(copy))
    rclone("purge", f"l:{bucket}")
    assert bucket not in [entry["Name"] for entry in lake.client("s3").list_buckets()["Buckets"]]


def test_rclone_presigned_link_is_readable(rclone, lake, synced, source):
    link = rclone("link", f"l:{synced}/p/sub dir/deeper/{ODD[1]}").stdout.strip()
    assert link.startswith(lake.endpoint)
    answer = lake.raw("GET", link.removeprefix(lake.endpoint))
    assert (answer.status, answer.text) == (200, "file 1")


class S3cmd:
    def __init__(self, lake):
        self.lake = lake
        if not shutil.which("s3cmd"):
            pytest.skip("the s3cmd client needs the Debian package s3cmd, which this machine does not have")

    def __call__(self, *words, **more):
        host = self.lake.endpoint.split("://")[1]
        return run(self.lake, ["s3cmd", "--config=/dev/null", "--no-ssl", f"--host={host}", f"--host-bucket={host}",
                               "--access_key=test", "--secret_key=test", "--region=us-east-1", "--no-progress", *words], **more)


@pytest.fixture(scope="module")
def s3cmd(lake):
    return S3cmd(lake)


@pytest.fixture(scope="module")
def bucket(s3cmd):
    name = unique("s3cmd")
    s3cmd("mb", f"s3://{name}")
    return name


def test_s3cmd_multipart_comes_back(s3cmd, lake, bucket, source, tmp_path):
    s3cmd("put", "--multipart-chunk-size-mb=5", source / "big", f"s3://{bucket}/big")
    assert lake.client("s3").head_object(Bucket=bucket, Key="big")["ETag"].endswith('-3"')
    s3cmd("get", f"s3://{bucket}/big", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (source / "big").read_bytes()


def test_s3cmd_sync_both_ways(s3cmd, lake, bucket, source, tmp_path):
    s3cmd("sync", f"{source / 'sub dir'}/", f"s3://{bucket}/s/")
    assert keys(lake, bucket, "s/") == set(tree(source / "sub dir"))
    again = s3cmd("sync", f"{source / 'sub dir'}/", f"s3://{bucket}/s/")
    assert "upload:" not in again.stdout
    s3cmd("sync", f"s3://{bucket}/s/", f"{tmp_path}/")
    assert tree(tmp_path) == tree(source / "sub dir")


def test_s3cmd_lists_copies_and_moves(s3cmd, lake, bucket, source):
    name = ODD[1]
    s3cmd("put", source / "sub dir" / "deeper" / name, f"s3://{bucket}/one/{name}")
    s3cmd("cp", f"s3://{bucket}/one/{name}", f"s3://{bucket}/two/{name}")
    s3cmd("mv", f"s3://{bucket}/two/{name}", f"s3://{bucket}/three/{name}")
    assert f"s3://{bucket}/one/{name}" in s3cmd("ls", "--recursive", f"s3://{bucket}").stdout
    assert (keys(lake, bucket, "one/"), keys(lake, bucket, "two/"), keys(lake, bucket, "three/")) == ({name}, set(), {name})
    assert re.search(r"MD5 sum:\s+[0-9a-f]{32}", s3cmd("info", f"s3://{bucket}/three/{name}").stdout)


def test_s3cmd_error_is_named(s3cmd):
    done = s3cmd("ls", f"s3://{unique('nowhere')}", check=False)
    assert done.returncode != 0 and "NoSuchBucket" in done.stderr


def test_s3cmd_removes_a_full_bucket(s3cmd, lake, source):
    name = unique("s3cmd")
    s3cmd("mb", f"s3://{name}")
    s3cmd("sync", f"{source / 'sub dir'}/", f"s3://{name}/s/")
    s3cmd("rb", "--recursive", "--force", f"s3://{name}")
    assert name not in [entry["Name"] for entry in lake.client("s3").list_buckets()["Buckets"]]
