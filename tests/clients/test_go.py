"""AWS SDK for Go v2: strict JSON types, modelled errors, and the order of Terraform's provider. See go/."""
import pytest
from foreign import HERE, Outcome, installed, operation, operations, steps_in

SOURCES = sorted((HERE / "go").glob("*.go"))
MARKS = {
    "s3tables: bucket maintenance has its default": operations(
        operation("s3tables", "get_table_bucket_maintenance_configuration")),
    "s3tables: bucket policy unset is NotFoundException": operations(operation("s3tables", "get_table_bucket_policy")),
    "s3tables: table maintenance has its defaults": operations(
        operation("s3tables", "get_table_maintenance_configuration")),
    "athena: work group, its tags and its end": operations(
        operation("athena", "create_work_group"), operation("athena", "delete_work_group"),
        operation("athena", "list_tags_for_resource")),
}


@pytest.fixture(scope="module")
def outcome(lake):
    return Outcome(lake, [installed("go", "clients")])


@pytest.mark.parametrize("step", steps_in(*SOURCES, marks=MARKS))
def test_step(outcome, step):
    outcome.check(step)
