"""Terraform with the real AWS provider: apply, a second plan that is empty, output, destroy. See terraform/main.tf."""
import json
import os
import pathlib
import platform
import shutil
import subprocess

import pytest
from foreign import HERE, operation, operations, run
from harness import ACCOUNT, REGION, refused

PROVIDER = "hashicorp/aws/5.100.0"
SEARCH_S, TERRAFORM_S = 10, 180
# Without the integration the link has no target: the one step of origin 000 that is clicked once per account and region.
CATALOG = {"FederatedCatalog": {"Identifier": f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/*",
                                "ConnectionName": "aws:s3tables"},
           "CreateDatabaseDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                                                 "Permissions": ["ALL"]}],
           "CreateTableDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                                              "Permissions": ["ALL"]}]}


def mirror():
    """The directory of a provider mirror on this machine that holds the pinned provider, or nothing."""
    named = os.environ.get("TF_PLUGIN_MIRROR")
    if named:
        found = list(pathlib.Path(named).glob(f"*/{PROVIDER}"))
    else:
        search = ["find", "/", "-xdev", "-maxdepth", "7", "(", "-path", "/proc", "-o", "-path", "/tmp", ")", "-prune", "-o",
                  "-type", "d", "-path", f"*plugins*/{PROVIDER}", "-print", "-quit"]
        try:
            done = subprocess.run(search, capture_output=True, text=True, timeout=SEARCH_S, check=False,
                                  stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return None
        found = [pathlib.Path(line) for line in done.stdout.splitlines()]
    machine = "linux_amd64" if platform.machine() == "x86_64" else "linux_arm64"
    return next((path.parents[3] for path in found if (path / machine).is_dir()), None)


class Terraform:
    def __init__(self, lake, folder):
        self.lake, self.folder = lake, folder
        self.program = shutil.which("terraform")
        if not self.program:
            pytest.skip("Terraform is not on this machine: there is no terraform command")
        place = mirror()
        if not place:
            pytest.skip(f"no provider mirror with {PROVIDER} is on this machine (TF_PLUGIN_MIRROR names one)")
        shutil.copy(HERE / "terraform" / "main.tf", folder)
        (folder / "terraformrc").write_text("provider_installation {\n  filesystem_mirror {\n"
                                            f'    path = "{place}"\n    include = ["hashicorp/aws"]\n  }}\n}}\n')

    def __call__(self, *words, check=True):
        return run(self.lake, [self.program, *words], check=check, seconds=TERRAFORM_S, cwd=self.folder,
                   TF_CLI_CONFIG_FILE=str(self.folder / "terraformrc"), TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1",
                   TF_VAR_endpoint=self.lake.endpoint, AWS_MAX_ATTEMPTS="1")


@pytest.fixture
def terraform(lake, tmp_path):
    return Terraform(lake, tmp_path)


def exists(lake):
    """What of the description is in the lake, by kind."""
    buckets = lake.client("s3tables").list_table_buckets()["tableBuckets"]
    return {"table buckets": [bucket["name"] for bucket in buckets],
            "databases": sorted(entry["Name"] for entry in lake.client("glue").get_databases()["DatabaseList"]),
            "buckets": [entry["Name"] for entry in lake.client("s3").list_buckets()["Buckets"]],
            "streams": sorted(lake.client("firehose").list_delivery_streams()["DeliveryStreamNames"]),
            "roles": [role["RoleName"] for role in lake.client("iam").list_roles()["Roles"]
                      if not role["Path"].startswith("/aws-service-role/")]}


NEEDS = operations(
    *(operation("s3tables", name) for name in (
        "get_table_bucket_maintenance_configuration", "get_table_maintenance_configuration", "put_table_bucket_policy",
        "get_table_bucket_policy", "delete_table_bucket_policy")),
    *(operation("athena", name) for name in ("create_work_group", "delete_work_group", "list_tags_for_resource")))


@pytest.mark.parametrize("application", [pytest.param("shop", marks=NEEDS)])
def test_apply_is_stable_and_destroy_leaves_nothing(lake, terraform, application):
    lake.client("glue").create_catalog(Name="s3tablescatalog", CatalogInput=CATALOG)
    before = exists(lake)
    terraform("init", "-no-color", "-input=false")
    terraform("apply", "-auto-approve", "-no-color", "-input=false")
    made = exists(lake)
    assert made["table buckets"] == [f"{application}-lake"]
    assert made["streams"] == [f"{application}-events", f"{application}-initial-events"]

    plan = terraform("plan", "-detailed-exitcode", "-no-color", "-input=false", check=False)
    assert plan.returncode == 0, f"the second plan is not empty:\n{plan.stdout[-4000:]}\n{plan.stderr[-2000:]}"

    output = {name: entry["value"] for name, entry in json.loads(terraform("output", "-json").stdout).items()}
    arn = f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{application}-lake"
    assert (output["s3tables_bucket_arn"], output["glue_database_name"]) == (arn, f"{application}_link")
    tables = lake.client("s3tables")
    assert output["s3tables_table_warehouse_location"] == {
        name: tables.get_table(tableBucketARN=arn, namespace="analytics", name=name)["warehouseLocation"]
        for name in ("events", "initial_events")}

    terraform("destroy", "-auto-approve", "-no-color", "-input=false")
    assert exists(lake) == before
    with refused("NotFoundException", 404):
        tables.get_table_bucket(tableBucketARN=arn)
