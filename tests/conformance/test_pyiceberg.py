"""pyiceberg, unmodified, over Iceberg REST with SigV4; DuckDB's own reader sees the same cells."""
import datetime
import decimal
import threading

import pyarrow as pa
import pytest
from harness import unique, unique_
from pyiceberg.exceptions import CommitFailedException, NoSuchNamespaceError, NoSuchTableError, TableAlreadyExistsError
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import BucketTransform, DayTransform
from pyiceberg.types import LongType, NestedField, StringType, TimestamptzType

SCHEMA = pa.schema([
    pa.field("id", pa.int64(), nullable=False), pa.field("ts", pa.timestamp("us", tz="UTC")), pa.field("name", pa.string()),
    pa.field("v", pa.float64()), pa.field("tags", pa.map_(pa.string(), pa.string())),
    pa.field("nested", pa.struct([("a", pa.int32()), ("b", pa.list_(pa.string()))])),
    pa.field("price", pa.decimal128(9, 2)), pa.field("day", pa.date32()), pa.field("raw", pa.binary()),
    pa.field("flag", pa.bool_())])


def rows(first, end):
    return pa.Table.from_pylist([{
        "id": number, "ts": datetime.datetime(2026, 1, 1 + number % 3, number % 24, 0, 0, number, datetime.timezone.utc),
        "name": None if number % 7 == 0 else f"n{number % 3}", "v": number / 2, "tags": [("k", str(number))],
        "nested": {"a": number, "b": ["x", None] if number % 2 else []}, "price": decimal.Decimal(number) / 4,
        "day": datetime.date(2026, 1, 1) + datetime.timedelta(number), "raw": bytes([number % 256]), "flag": number % 2 == 0,
    } for number in range(first, end)], schema=SCHEMA)


def by_id(table):
    return sorted(table.to_pylist(), key=lambda row: row["id"])


@pytest.fixture(scope="module")
def bucket(lake):
    return lake.client("s3tables").create_table_bucket(name=unique("tb"))["arn"]


@pytest.fixture(scope="module")
def catalog(lake, bucket):
    return lake.catalog(bucket)


@pytest.fixture
def space(catalog):
    name = unique_("ns")
    catalog.create_namespace(name)
    return name


@pytest.fixture
def table(catalog, space):
    return catalog.create_table((space, "t"), schema=SCHEMA)


def test_namespaces(catalog, space):
    assert (space,) in catalog.list_namespaces()
    assert catalog.namespace_exists(space)
    with pytest.raises(NoSuchNamespaceError):
        catalog.list_tables(unique_("missing"))
    catalog.drop_namespace(space)
    assert (space,) not in catalog.list_namespaces()


def test_append_and_scan_every_type(catalog, space, table):
    table.append(rows(0, 100))
    scanned = catalog.load_table((space, "t")).scan().to_arrow()
    assert by_id(scanned) == by_id(rows(0, 100))
    assert catalog.load_table((space, "t")).current_snapshot().summary["total-records"] == "100"


def test_filters_prune_and_select(catalog, space, table):
    table.append(rows(0, 50))
    table.append(rows(50, 100))
    scan = catalog.load_table((space, "t")).scan(row_filter="id >= 90 and name == 'n1'", selected_fields=("id",))
    assert sorted(row["id"] for row in scan.to_arrow().to_pylist()) == [94, 97]
    assert len(list(scan.plan_files())) == 1


def test_table_is_there_for_the_other_services(lake, bucket, space, table):
    read = lake.client("s3tables").get_table(tableBucketARN=bucket, namespace=space, name="t")
    assert read["metadataLocation"] == table.metadata_location
    assert table.location() == read["warehouseLocation"]


def test_commit_changes_the_version_token(lake, bucket, space, table):
    tables, where = lake.client("s3tables"), {"tableBucketARN": bucket, "namespace": space, "name": "t"}
    before = tables.get_table_metadata_location(**where)
    table.append(rows(0, 1))
    after = tables.get_table_metadata_location(**where)
    assert after["versionToken"] != before["versionToken"]
    assert after["metadataLocation"] == table.metadata_location != before["metadataLocation"]


def test_schema_and_partitions_evolve(catalog, space, table):
    table.append(rows(0, 10))
    with table.update_schema() as update:
        update.add_column("extra", StringType(), "added later")
        update.rename_column("v", "value")
        update.delete_column("flag")
    with table.update_spec() as update:
        update.add_field("ts", DayTransform(), "ts_day")
        update.add_identity("name")
    more = rows(10, 20).drop_columns(["flag"]).rename_columns(
        ["id", "ts", "name", "value", "tags", "nested", "price", "day", "raw"]).append_column("extra", pa.array(["e"] * 10))
    table.append(more)
    fresh = catalog.load_table((space, "t"))
    got = by_id(fresh.scan().to_arrow())
    assert [row["extra"] for row in got] == [None] * 10 + ["e"] * 10
    assert [row["value"] for row in got] == [number / 2 for number in range(20)]
    assert "flag" not in got[0]
    assert [field.name for field in fresh.spec().fields] == ["ts_day", "name"]
    assert fresh.scan(row_filter="name == 'n1'").to_arrow().num_rows == sum(
        1 for row in rows(0, 20).to_pylist() if row["name"] == "n1")


def test_partitioned_from_the_start(catalog, space):
    schema = Schema(NestedField(1, "id", LongType(), required=True), NestedField(2, "ts", TimestamptzType()))
    made = catalog.create_table((space, "p"), schema=schema, partition_spec=PartitionSpec(
        PartitionField(2, 1000, DayTransform(), "ts_day"), PartitionField(1, 1001, BucketTransform(4), "id_bucket")),
        properties={"owner": "me"})
    made.append(rows(0, 30).select(["id", "ts"]))
    assert made.properties["owner"] == "me"
    assert len({str(task.file.partition) for task in made.scan().plan_files()}) > 3
    day = made.scan(row_filter="ts < '2026-01-02T00:00:00+00:00'").to_arrow()
    assert sorted(row["id"] for row in day.to_pylist()) == list(range(0, 30, 3))


def test_stale_commit_conflicts_and_changes_nothing(catalog, space, table):
    first, second = catalog.load_table((space, "t")), catalog.load_table((space, "t"))
    with first.update_schema() as update:
        update.add_column("mine", StringType())
    with pytest.raises(CommitFailedException):
        with second.update_schema() as update:
            update.add_column("yours", StringType())
    names = [field.name for field in catalog.load_table((space, "t")).schema().fields]
    assert "mine" in names and "yours" not in names


def test_racing_appends_lose_nothing(catalog, space, table):
    won, lock = [], threading.Lock()

    def writer(start):
        for step in range(3):
            for _ in range(50):
                try:
                    catalog.load_table((space, "t")).append(rows(start + step, start + step + 1))
                except CommitFailedException:
                    continue
                with lock:
                    won.append(start + step)
                break
    threads = [threading.Thread(target=writer, args=(100 * index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = sorted(row["id"] for row in catalog.load_table((space, "t")).scan().to_arrow().to_pylist())
    assert ids == sorted(won)
    assert len(won) == 12


def test_delete_overwrite_and_time_travel(catalog, space, table):
    table.append(rows(0, 100))
    first = table.current_snapshot().snapshot_id
    table.delete("id < 10")
    table.overwrite(rows(200, 201), overwrite_filter="id == 50")
    fresh = catalog.load_table((space, "t"))
    ids = {row["id"] for row in fresh.scan().to_arrow().to_pylist()}
    assert ids == set(range(10, 100)) - {50} | {200}
    assert fresh.scan(snapshot_id=first).to_arrow().num_rows == 100
    assert len(fresh.history()) >= 3


def test_properties(catalog, space, table):
    with table.transaction() as transaction:
        transaction.set_properties(owner="x", other="y")
    with table.transaction() as transaction:
        transaction.remove_properties("other")
    fresh = catalog.load_table((space, "t"))
    assert fresh.properties["owner"] == "x" and "other" not in fresh.properties


def test_rename(catalog, space, table):
    catalog.rename_table((space, "t"), (space, "u"))
    assert catalog.load_table((space, "u")).metadata.table_uuid == table.metadata.table_uuid
    with pytest.raises(NoSuchTableError):
        catalog.load_table((space, "t"))


def test_refusals_have_their_own_types(catalog, space, table):
    with pytest.raises(TableAlreadyExistsError):
        catalog.create_table((space, "t"), schema=SCHEMA)
    with pytest.raises(NoSuchTableError):
        catalog.load_table((space, "none"))
    with pytest.raises(NoSuchNamespaceError):
        catalog.create_table((unique_("missing"), "t"), schema=SCHEMA)


def test_purged_table_is_gone(lake, bucket, catalog, space, table):
    table.append(rows(0, 1))
    catalog.purge_table((space, "t"))
    assert catalog.list_tables(space) == []
    assert lake.client("s3tables").list_tables(tableBucketARN=bucket, namespace=space)["tables"] == []
    catalog.drop_namespace(space)


def test_duckdb_reads_the_same_cells(lake, bucket, space, table):
    table.append(rows(0, 60))
    table.append(rows(60, 120))
    connection = lake.duckdb(bucket)
    got = connection.execute(f"SELECT id, epoch_us(ts), name, v, price, day, raw, flag, nested.a, nested.b, tags['k'] "
                             f"FROM lake.{space}.t ORDER BY id").fetchall()
    want = [(row["id"], int(row["ts"].timestamp() * 1e6 + 0.5), row["name"], row["v"], row["price"], row["day"], row["raw"], row["flag"],
             row["nested"]["a"], row["nested"]["b"], dict(row["tags"])["k"]) for row in by_id(rows(0, 120))]
    assert got == want


def test_duckdb_writes_what_pyiceberg_reads(lake, bucket, catalog, space):
    connection = lake.duckdb(bucket)
    connection.execute(f"CREATE TABLE lake.{space}.d (id BIGINT, name VARCHAR, seen TIMESTAMPTZ)")
    connection.execute(f"INSERT INTO lake.{space}.d SELECT i, 'n' || i, to_timestamp(1767225600 + i) "
                       "FROM range(1000) r(i)")
    got = catalog.load_table((space, "d")).scan().to_arrow()
    assert got.num_rows == 1000
    assert sorted(row["id"] for row in got.to_pylist()) == list(range(1000))


def test_restart_keeps_tables(own_lake):
    bucket = own_lake.client("s3tables").create_table_bucket(name="tb-keep")["arn"]
    catalog = own_lake.catalog(bucket)
    catalog.create_namespace("ns")
    catalog.create_table(("ns", "t"), schema=SCHEMA).append(rows(0, 20))
    own_lake.kill()
    own_lake.start()
    table = own_lake.catalog(bucket).load_table(("ns", "t"))
    assert by_id(table.scan().to_arrow()) == by_id(rows(0, 20))
    table.append(rows(20, 30))
    assert own_lake.restart().catalog(bucket).load_table(("ns", "t")).scan().to_arrow().num_rows == 30
