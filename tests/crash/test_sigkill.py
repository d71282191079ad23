"""SIGKILL under load, a full disk and damaged logs: what was acknowledged is in the table exactly once."""
import os
import pathlib
import random
import subprocess
import threading
import time

import pytest
from harness import ACCOUNT, START_S, Lake, until
from ledger import ENV, Ledger, make_lake, settle

KILLS, WRITERS, BATCH, SEED = 20, 4, 40, 20261121


class Writers:
    """Threads that put batches into several streams until they are told to end, through every death of the server."""

    def __init__(self, ledgers):
        self.ledgers, self.ended, self.failures = ledgers, threading.Event(), []
        self.threads = [threading.Thread(target=self.write, args=(number,), daemon=True) for number in range(WRITERS)]

    def write(self, number):
        turn = number
        try:
            while not self.ended.is_set():
                turn += 1
                if self.ledgers[turn % len(self.ledgers)].put(BATCH, number, "x" * 200) is None:
                    time.sleep(0.002)
        except Exception as error:  # pylint: disable=broad-except
            self.failures.append(error)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()


def test_twenty_kills_lose_nothing_and_double_nothing(own_lake, tmp_path):
    make_lake(own_lake, tmp_path, at_once=(1, 0), gathered=(1, 1))
    ledgers = [Ledger(own_lake, "at_once"), Ledger(own_lake, "gathered")]
    dice = random.Random(SEED)
    with Writers(ledgers) as writers:
        for kill in range(KILLS):
            before = sum(len(ledger.kept) for ledger in ledgers)
            until(lambda: writers.failures or sum(len(ledger.kept) for ledger in ledgers) > before, "puts are acknowledged")
            assert not writers.failures, writers.failures
            time.sleep(dice.uniform(0, 1.2))
            own_lake.kill()
            if kill % 4 == 3:
                # Dies once more while it is still finding out what it held.
                process, _ = own_lake.launch()
                time.sleep(dice.uniform(0, 0.08))
                process.kill()
                process.wait(START_S)
            own_lake.start()
        time.sleep(0.2)
    assert not writers.failures, writers.failures
    for ledger in ledgers:
        assert len(ledger.kept) > KILLS * BATCH
        ledger.wait()
    settle(own_lake)
    for ledger in ledgers:
        found = ledger.check()
        print(f"{ledger.name}: {KILLS} kills, {len(ledger.kept)} acknowledged, {len(ledger.unknown)} unanswered of which "
              f"{len(found & ledger.unknown)} arrived, {sum(ledger.refused.values())} refused")
        assert not ledger.refused, ledger.refused
        assert ledger.errors() == []


def test_kill_right_after_each_acknowledgement(own_lake, tmp_path):
    make_lake(own_lake, tmp_path, later=(64, 900))
    ledger = Ledger(own_lake, "later")
    for count in (1, 500, 3):
        assert ledger.put(count)
        own_lake.kill()
        own_lake.start()
    settle(own_lake)
    assert len(ledger.check()) == 504


# A full disk


@pytest.fixture
def small_disk(tmp_path):
    """A lake whose data directory is a file system of 48 MB."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    folder = tmp_path / "small"
    (folder / "data").mkdir(parents=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder / "data"], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine does not let us mount a file system: {done.stderr.strip()}")
    lake = Lake(folder)
    try:
        yield lake
    finally:
        lake.kill()
        subprocess.run(["umount", folder / "data"], check=True)


def fill(path):
    """A file that takes all space there is; removing it frees it."""
    with open(path, "wb", buffering=0) as ballast:
        size = 1 << 20
        while size >= 512:
            try:
                ballast.write(b"\0" * size)
            except OSError:
                size //= 2
    return path


def test_full_disk_refuses_and_recovers(small_disk, tmp_path):
    small_disk.start()
    make_lake(small_disk, tmp_path, full=(128, 900))
    ledger = Ledger(small_disk, "full")
    assert ledger.put(100, text="before")
    ballast = fill(small_disk.data / "ballast")
    refused = [ledger.put(100, text="y" * 2000) for _ in range(20)]
    assert refused[-5:] == [False] * 5, "puts must be refused while the disk is full"
    assert set(ledger.refused) == {"ServiceUnavailableException"}, ledger.refused
    assert small_disk.healthy()
    assert small_disk.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == [f"ledger-{ENV}-full"]
    ballast.unlink()
    assert until(lambda: ledger.put(100, text="after"), "puts are taken again")
    settle(small_disk)
    ledger.check()


def test_other_writes_on_a_full_disk_fail_whole(small_disk, tmp_path):
    small_disk.start()
    make_lake(small_disk, tmp_path, full=(128, 900))
    s3, names = small_disk.client("s3"), [f"d{number}" for number in range(30)]
    s3.create_bucket(Bucket="space")
    s3.put_object(Bucket="space", Key="k", Body=b"old")
    ballast = fill(small_disk.data / "ballast")
    answer = small_disk.signed("s3", "PUT", "/space/k", b"n" * 300_000)
    assert answer.status >= 500, answer.text
    assert s3.get_object(Bucket="space", Key="k")["Body"].read() == b"old"
    made = set()
    for name in names:
        answer = small_disk.json_call("glue", "AWSGlue.CreateDatabase", {"DatabaseInput": {"Name": name, "Description": "z" * 2000}})
        assert answer.status == 200 or answer.status >= 500, answer.text
        made |= {name} if answer.status == 200 else set()
    ballast.unlink()
    small_disk.kill()
    small_disk.start()
    listed = {database["Name"] for database in small_disk.client("glue").get_databases()["DatabaseList"]}
    assert listed & set(names) == made
    assert small_disk.client("s3").get_object(Bucket="space", Key="k")["Body"].read() == b"old"
    small_disk.client("s3").put_object(Bucket="space", Key="k", Body=b"new")


def test_delivery_waits_for_space(small_disk, tmp_path):
    small_disk.start()
    make_lake(small_disk, tmp_path, full=(1, 1))
    ledger = Ledger(small_disk, "full")
    ledger.put(10)
    ledger.wait()
    room = small_disk.data / "ballast"
    fill(room)
    with open(room, "r+b") as ballast:
        ballast.truncate(max(0, room.stat().st_size - 256 * 1024))
    taken = [ledger.put(50, text=os.urandom(400).hex()) for _ in range(6)]
    assert any(taken)
    time.sleep(3)
    room.unlink()
    ledger.wait()
    settle(small_disk)
    ledger.check()


# Damaged logs


def newest_segment(lake, name):
    """The file that the stream appends to."""
    found = sorted(path for path in pathlib.Path(lake.data).rglob("*.log")
                   if f"ledger-{ENV}-{name}" in str(path) and path.read_bytes()[:7] == b"FIRNLOG")
    assert found, f"no log of stream {name} in {lake.data}"
    return found[-1]


def damaged(lake, tmp_path, damage):
    """A lake with 300 records waiting in a log that is damaged while the process is dead; the ledger, then the ids put
    last before the damage."""
    make_lake(lake, tmp_path, tail=(128, 900))
    ledger = Ledger(lake, "tail")
    for _ in range(3):
        assert ledger.put(100, text="t" * 50)
    lake.kill()
    path = newest_segment(lake, "tail")
    data = bytearray(path.read_bytes())
    path.write_bytes(damage(data) or data)
    lake.start()
    assert ledger.put(7, text="after the damage")
    settle(lake)
    return ledger


def garbage(data):
    return bytes(data) + random.Random(SEED).randbytes(5000)


def half_a_frame(data):
    return bytes(data) + bytes(data[-60:-20])


def zeros(data):
    return bytes(data) + bytes(8192)


@pytest.mark.parametrize("damage", [garbage, half_a_frame, zeros])
def test_what_follows_the_last_record_is_cut_off(own_lake, tmp_path, damage):
    ledger = damaged(own_lake, tmp_path, damage)
    assert len(ledger.check()) == 307


@pytest.mark.parametrize("cut", [1, 30, 70])
def test_torn_last_record_costs_only_itself(own_lake, tmp_path, cut):
    ledger = damaged(own_lake, tmp_path, lambda data: bytes(data[:-cut]))
    last = sorted(ledger.kept)[299]
    assert len(ledger.check(lost={last})) == 306


def test_flipped_bytes_cost_only_the_records_they_hit(own_lake, tmp_path):
    def flip(data):
        data[-3] ^= 0x40
        data[len(data) // 2] ^= 0x01
    ledger = damaged(own_lake, tmp_path, flip)
    ids = sorted(ledger.kept)
    found = ledger.check(lost=set(ids[:300]))
    gone = set(ids) - found
    assert ids[299] in gone and len(gone) == 2, sorted(gone)
    assert own_lake.client("sts").get_caller_identity()["Account"] == ACCOUNT


def test_damage_is_reported(own_lake, tmp_path):
    damaged(own_lake, tmp_path, garbage)
    said = own_lake.tail(20_000)
    assert "log" in said and ".log" in said, said
