#!/usr/bin/env python3
"""Writes the tables of this folder with pyiceberg, an implementation independent of ours:  make_testdata.py [FOLDER]

Needs pyiceberg[pyarrow,sql-sqlite,pyiceberg-core]==0.11.1. Each table gets a folder with its newest metadata file, its
manifest lists and manifests under their own names, and expected.json: what pyiceberg itself plans to read. Locations
are s3://testdata/<table>/...; data files are not kept. Every run makes other ids, so the tests take theirs from
expected.json.
"""
import datetime
import decimal
import json
import pathlib
import shutil
import sys
import tempfile

import pyarrow as pa
from pyarrow.fs import LocalFileSystem
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.io.pyarrow import PyArrowFile, PyArrowFileIO
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table.sorting import NullOrder, SortDirection, SortField, SortOrder
from pyiceberg.transforms import (BucketTransform, DayTransform, IdentityTransform, MonthTransform,
                                  TruncateTransform)
from pyiceberg.types import (BinaryType, BooleanType, DateType, DecimalType, DoubleType, FixedType, FloatType,
                             IntegerType, ListType, LongType, MapType, NestedField, StringType, StructType,
                             TimestamptzType, TimestampType, TimeType, UUIDType)

STORE = pathlib.Path(tempfile.mkdtemp())


class FolderIO(PyArrowFileIO):
    """Keeps s3://testdata/<path> in a folder while every file still calls itself s3://."""

    def _file(self, location):
        path = STORE / location.removeprefix("s3://testdata/")
        path.parent.mkdir(parents=True, exist_ok=True)
        return PyArrowFile(location=location, path=str(path), fs=LocalFileSystem())

    new_input = _file
    new_output = _file


SCHEMA = Schema(
    NestedField(1, "id", LongType(), required=True, doc="of the event"),
    NestedField(2, "ts", TimestamptzType(), required=False),
    NestedField(3, "name", StringType(), required=False),
    NestedField(4, "amount", DecimalType(9, 2), required=False),
    NestedField(5, "day", DateType(), required=False),
    NestedField(6, "flag", BooleanType(), required=False),
    NestedField(7, "ratio", DoubleType(), required=False),
    NestedField(8, "score", FloatType(), required=False),
    NestedField(9, "count", IntegerType(), required=False),
    NestedField(10, "local", TimestampType(), required=False),
    NestedField(11, "clock", TimeType(), required=False),
    NestedField(12, "raw", BinaryType(), required=False),
    NestedField(13, "code", FixedType(4), required=False),
    NestedField(14, "tags", ListType(15, StringType(), element_required=False), required=False),
    NestedField(16, "props", MapType(17, StringType(), 18, IntegerType(), value_required=False), required=False),
    NestedField(19, "place", StructType(NestedField(20, "lat", DoubleType(), required=False),
                                        NestedField(21, "lon", DoubleType(), required=False)), required=False),
    identifier_field_ids=[1],
)
SPEC = PartitionSpec(
    PartitionField(2, 1000, DayTransform(), "ts_day"),
    PartitionField(1, 1001, BucketTransform(4), "id_bucket"),
    PartitionField(3, 1002, TruncateTransform(2), "name_trunc"),
    PartitionField(5, 1003, IdentityTransform(), "day"),
)
ORDER = SortOrder(SortField(2, IdentityTransform(), SortDirection.DESC, NullOrder.NULLS_LAST))


def rows(schema, first, count):
    zone = datetime.timezone.utc
    made = []
    for i in range(first, first + count):
        made.append({
            "id": i, "ts": datetime.datetime(2026, 11, 21 + i % 2, 6, 29, i % 60, 123456, zone),
            "name": None if i % 5 == 4 else ["alpha", "änderung", "a/b c"][i % 3],
            "amount": decimal.Decimal(i * 137 - 500) / 100, "day": datetime.date(2026, 11, 21), "flag": i % 2 == 0,
            "ratio": float("nan") if i == 3 else i / 3, "score": i * 0.5, "count": i - 2,
            "local": datetime.datetime(1969, 12, 31, 23, 59, 59, i), "clock": datetime.time(22, 31, 8, i),
            "raw": bytes([i % 256, 255]), "code": bytes([i % 256] * 4), "tags": ["x", None], "props": [("k", i)],
            "place": {"lat": i * 1.0, "lon": None}})
    return pa.Table.from_pylist(made, schema=schema.as_arrow())


def plain(value):
    """JSON form of a partition value: numbers stay, the rest as text."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)


def expected(table):
    files = []
    for task in table.scan().plan_files():
        file = task.file
        spec = table.specs()[file.spec_id]
        files.append({
            "path": file.file_path, "records": file.record_count, "size": file.file_size_in_bytes,
            "spec": file.spec_id, "partition": [plain(value) for value in file.partition],
            "partition_path": spec.partition_to_path(file.partition, table.schema()),
            "value_counts": {str(k): v for k, v in file.value_counts.items()},
            "null_counts": {str(k): v for k, v in file.null_value_counts.items()},
            "lower": {str(k): v.hex() for k, v in file.lower_bounds.items()},
            "upper": {str(k): v.hex() for k, v in file.upper_bounds.items()}})
    snapshot = table.current_snapshot()
    return {"metadata": table.metadata_location, "snapshot": snapshot.snapshot_id,
            "manifests": len(snapshot.manifests(table.io)), "snapshots": len(table.metadata.snapshots),
            "files": sorted(files, key=lambda file: file["path"])}


def keep(table, name, folder):
    out = folder / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for path in sorted((STORE / name / "metadata").iterdir()):
        if path.suffix == ".avro" or table.metadata_location.endswith("/" + path.name):
            shutil.copy(path, out / path.name)
    (out / "expected.json").write_text(json.dumps(expected(table), indent=1) + "\n")


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    catalog = SqlCatalog("t", uri="sqlite:///:memory:", **{"py-io-impl": "make_testdata.FolderIO"})
    catalog.create_namespace("n")

    table = catalog.create_table("n.v2", SCHEMA, location="s3://testdata/v2", partition_spec=SPEC, sort_order=ORDER,
                                 properties={"owner": "nobody", "write.avro.compression-codec": "gzip"})
    table.append(rows(table.schema(), 0, 6), snapshot_properties={"writer.tag": "first"})
    table.append(rows(table.schema(), 6, 4), snapshot_properties={"writer.tag": "second"})
    table.delete("id = 1")
    table.manage_snapshots().create_tag(table.metadata.snapshots[0].snapshot_id, "first").commit()
    with table.update_schema() as update:
        update.add_column("extra", UUIDType())
    keep(table, "v2", folder)

    schema = Schema(NestedField(1, "id", LongType(), required=False), NestedField(2, "at", TimestampType(), required=False))
    spec = PartitionSpec(PartitionField(2, 1000, MonthTransform(), "at_month"),
                         PartitionField(1, 1001, IdentityTransform(), "id"))
    table = catalog.create_table("n.v1", schema, location="s3://testdata/v1", partition_spec=spec,
                                 properties={"format-version": "1"})
    table.append(pa.Table.from_pylist(
        [{"id": i, "at": datetime.datetime(1969 + i, 3, 1)} for i in range(3)], schema=table.schema().as_arrow()))
    keep(table, "v1", folder)
    shutil.rmtree(STORE)


if __name__ == "__main__":
    sys.modules["make_testdata"] = sys.modules[__name__]
    main()
