# The lake of the origins as a user of Terraform writes it: table bucket, namespace and tables, role and policies, Lake
# Formation, resource link, backup bucket, work group and one stream per table. Grants inside the catalog of the table
# bucket are not here: the provider refuses its id as "not an account" (the CLI or `firn deploy` makes them).
terraform {
  required_version = ">= 1.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "application" {
  type    = string
  default = "shop"
}

variable "tables" {
  type    = set(string)
  default = ["events", "initial_events"]
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  max_retries                 = 1

  endpoints {
    athena        = var.endpoint
    firehose      = var.endpoint
    glue          = var.endpoint
    iam           = var.endpoint
    lakeformation = var.endpoint
    s3            = var.endpoint
    s3tables      = var.endpoint
    sts           = var.endpoint
  }
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  catalog = "arn:aws:glue:us-east-1:${local.account}:catalog"
}

# S3 Tables

resource "aws_s3tables_table_bucket" "lake" {
  name = "${var.application}-lake"
}

resource "aws_s3tables_table_bucket_policy" "lake" {
  table_bucket_arn = aws_s3tables_table_bucket.lake.arn
  resource_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.delivery.arn }
      Action    = ["s3tables:GetTable", "s3tables:GetTableData", "s3tables:PutTableData"]
      Resource  = "${aws_s3tables_table_bucket.lake.arn}/*"
    }]
  })
}

resource "aws_s3tables_namespace" "analytics" {
  namespace        = "analytics"
  table_bucket_arn = aws_s3tables_table_bucket.lake.arn
}

resource "aws_s3tables_table" "this" {
  for_each         = var.tables
  name             = each.key
  namespace        = aws_s3tables_namespace.analytics.namespace
  table_bucket_arn = aws_s3tables_table_bucket.lake.arn
  format           = "ICEBERG"
}

# The delivery role

resource "aws_iam_role" "delivery" {
  name = "${var.application}-delivery"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["firehose.amazonaws.com", "lakeformation.amazonaws.com"] }
      Action    = ["sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"]
    }]
  })
}

resource "aws_iam_policy" "catalog" {
  name = "${var.application}-catalog"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["glue:GetTable", "glue:GetDatabase", "glue:UpdateTable"], Resource = "*" },
      { Effect = "Allow", Action = ["lakeformation:GetDataAccess"], Resource = "*" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "catalog" {
  role       = aws_iam_role.delivery.name
  policy_arn = aws_iam_policy.catalog.arn
}

resource "aws_iam_role_policy" "storage" {
  name = "storage"
  role = aws_iam_role.delivery.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:*"], Resource = [aws_s3_bucket.backup.arn, "${aws_s3_bucket.backup.arn}/*"] },
      { Effect = "Allow", Action = ["s3tables:*"], Resource = "*" },
    ]
  })
}

# Lake Formation and the catalogs

resource "aws_lakeformation_data_lake_settings" "this" {
  admins = ["arn:aws:iam::${local.account}:root"]
}

resource "aws_lakeformation_resource" "tables" {
  arn             = "arn:aws:s3tables:us-east-1:${local.account}:bucket/*"
  role_arn        = aws_iam_role.delivery.arn
  with_federation = true
}

resource "aws_glue_catalog_database" "plain" {
  name        = "${var.application}_plain"
  description = "tables outside the table bucket"
}

resource "aws_glue_catalog_database" "link" {
  name = "${var.application}_link"

  target_database {
    catalog_id    = "${local.account}:s3tablescatalog/${aws_s3tables_table_bucket.lake.name}"
    database_name = aws_s3tables_namespace.analytics.namespace
  }

  # Glue answers for a link into a table bucket with what the namespace behind it is, and the provider takes that for
  # drift (its issue 46853). Users on AWS write these lines too.
  lifecycle {
    ignore_changes = [federated_database, parameters]
  }
}

resource "aws_lakeformation_permissions" "link" {
  principal   = aws_iam_role.delivery.arn
  permissions = ["DESCRIBE"]

  database {
    name = aws_glue_catalog_database.link.name
  }
  depends_on = [aws_lakeformation_data_lake_settings.this]
}

resource "aws_lakeformation_permissions" "plain" {
  principal   = aws_iam_role.delivery.arn
  permissions = ["CREATE_TABLE", "DESCRIBE"]

  database {
    name = aws_glue_catalog_database.plain.name
  }
  depends_on = [aws_lakeformation_data_lake_settings.this]
}

# Backup bucket, queries and delivery

resource "aws_s3_bucket" "backup" {
  bucket        = "${var.application}-lake-backup"
  force_destroy = true
}

resource "aws_athena_workgroup" "analysts" {
  name          = "${var.application}-analysts"
  force_destroy = true

  configuration {
    result_configuration {
      output_location = "s3://${aws_s3_bucket.backup.bucket}/results/"
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "this" {
  for_each    = aws_s3tables_table.this
  name        = "${var.application}-${replace(each.key, "_", "-")}"
  destination = "iceberg"

  iceberg_configuration {
    role_arn           = aws_iam_role.delivery.arn
    catalog_arn        = local.catalog
    buffering_interval = 10
    buffering_size     = 1

    destination_table_configuration {
      database_name = aws_glue_catalog_database.link.name
      table_name    = each.value.name
      unique_keys   = ["id"]
    }

    s3_configuration {
      role_arn   = aws_iam_role.delivery.arn
      bucket_arn = aws_s3_bucket.backup.arn
    }
  }

  depends_on = [
    aws_iam_role_policy.storage, aws_iam_role_policy_attachment.catalog, aws_lakeformation_permissions.link,
    aws_lakeformation_resource.tables,
  ]
}

output "s3tables_bucket_arn" {
  value = aws_s3tables_table_bucket.lake.arn
}

output "s3tables_table_warehouse_location" {
  value = { for name, table in aws_s3tables_table.this : name => table.warehouse_location }
}

output "glue_database_name" {
  value = aws_glue_catalog_database.link.name
}

output "lakeformation_admins" {
  value = aws_lakeformation_data_lake_settings.this.admins
}
