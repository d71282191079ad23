"""What writers were promised, and whether the table keeps it."""
import base64
import collections
import copy
import http.client
import itertools
import json
import threading

from harness import until
from programs import deploy

ENV = "crash"
LAKE = """firn: 1
lake: ledger
tables:
{tables}
streams:
{streams}
"""


def make_lake(lake, folder, **buffering):
    """Deploys one table and stream per name, buffering (size_mb, interval_s); the lake file."""
    file = folder / "ledger.yaml"
    file.write_text(LAKE.format(
        tables="\n".join(f"  {name}: {{ schema: {{ id: long!, writer: int, text: string }} }}" for name in buffering),
        streams="\n".join(f"  {name}: {{ table: {name}, append_only: true, buffering: {{ size_mb: {size}, interval_s: {seconds} }} }}"
                          for name, (size, seconds) in buffering.items())))
    deploy(lake, file, ENV)
    return file


class Ledger:
    """The ids sent to one stream: `kept` were acknowledged, `unknown` were sent without an answer."""
    numbers = itertools.count()

    def __init__(self, lake, name):
        self.lake, self.name, self.stream = lake, name, f"ledger-{ENV}-{name}"
        self.kept, self.unknown, self.refused = set(), set(), collections.Counter()
        self._lock = threading.Lock()

    def put(self, count, writer=0, text=""):
        """One PutRecordBatch. True: all acknowledged; False: some refused; None: nobody answered."""
        ids = [next(self.numbers) for _ in range(count)]
        records = [{"Data": base64.b64encode(json.dumps({"id": number, "writer": writer, "text": text}).encode()).decode()}
                   for number in ids]
        # A restart gives the lake another port: a request is signed for, and sent to, one process.
        lake = copy.copy(self.lake)
        try:
            answer = lake.json_call("firehose", "Firehose_20150804.PutRecordBatch",
                                    {"DeliveryStreamName": self.stream, "Records": records})
        except (OSError, http.client.HTTPException):
            with self._lock:
                self.unknown.update(ids)
            return None
        with self._lock:
            if answer.status != 200:
                self.refused[answer.code] += count
                return False
            outcomes = answer.json["RequestResponses"]
            assert len(outcomes) == count, answer.text
            self.kept.update(number for number, outcome in zip(ids, outcomes) if outcome.get("RecordId"))
            self.refused.update(outcome["ErrorCode"] for outcome in outcomes if not outcome.get("RecordId"))
            assert answer.json["FailedPutCount"] == sum(not outcome.get("RecordId") for outcome in outcomes)
            return answer.json["FailedPutCount"] == 0

    def rows(self):
        """The ids in the table, as DuckDB's own Iceberg reader finds them."""
        with self.lake.duckdb(f"arn:aws:s3tables:us-east-1:123456789012:bucket/ledger-{ENV}") as connection:
            return [row[0] for row in connection.execute(f'SELECT id FROM lake."default".{self.name}').fetchall()]

    def check(self, lost=frozenset()):
        """Every acknowledged id but `lost` is there once; of the unanswered any, but never twice; nothing else."""
        rows = self.rows()
        twice = [number for number, times in collections.Counter(rows).items() if times > 1]
        assert not twice, f"{self.name}: {len(twice)} of {len(rows)} rows are there more than once, such as {twice[:5]}"
        found = set(rows)
        missing = self.kept - found - set(lost)
        assert not missing, f"{self.name}: {len(missing)} of {len(self.kept)} acknowledged rows are missing, such as {sorted(missing)[:5]}"
        strange = found - self.kept - self.unknown
        assert not strange, f"{self.name}: {len(strange)} rows were never acknowledged, such as {sorted(strange)[:5]}"
        return found

    def wait(self):
        """Until every acknowledged row can be read."""
        until(lambda: self.kept <= set(self.rows()), f"{len(self.kept)} rows of {self.name} are delivered")

    def errors(self):
        """The objects in the error bucket; failures of delivery show there."""
        s3, bucket = self.lake.client("s3"), f"ledger-{ENV}-errors-123456789012-us-east-1"
        return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def settle(lake):
    """Stops the lake, which delivers what its streams hold, and starts it again."""
    assert lake.stop() == 0, lake.tail()
    lake.start()
