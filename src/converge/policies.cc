#include "converge/policies.h"

namespace firn::converge {
namespace {

using format::Json;

Json Strings(std::initializer_list<const char*> texts) {
  Json list(Json::Array{});
  for (const char* text : texts) list.Append(text);
  return list;
}

Json Statement(std::string_view sid, Json actions, Json resources) {
  Json statement(Json::Object{});
  statement.Set("Sid", sid);
  statement.Set("Effect", "Allow");
  statement.Set("Action", std::move(actions));
  statement.Set("Resource", std::move(resources));
  return statement;
}

Json Document(Json::Array statements) {
  Json document(Json::Object{});
  document.Set("Version", "2012-10-17");
  document.Set("Statement", std::move(statements));
  return document;
}

Json Trust(const Site& site, std::string_view service, Json actions) {
  Json principal(Json::Object{});
  principal.Set("Service", service);
  Json account(Json::Object{});
  account.Set("aws:SourceAccount", site.account.text());
  Json condition(Json::Object{});
  condition.Set("StringEquals", std::move(account));
  Json statement(Json::Object{});
  statement.Set("Effect", "Allow");
  statement.Set("Principal", std::move(principal));
  statement.Set("Action", std::move(actions));
  statement.Set("Condition", std::move(condition));
  return Document({std::move(statement)});
}

Json GlueResources(const Site& site) {
  Json resources(Json::Array{});
  for (const char* resource : {"catalog", "catalog/s3tablescatalog", "catalog/s3tablescatalog/*", "database/*",
                               "table/*/*"}) {
    resources.Append(Arn::Of("glue", site.region, site.account, resource).text());
  }
  return resources;
}

}  // namespace

Json FirehoseTrust(const Site& site) { return Trust(site, "firehose.amazonaws.com", "sts:AssumeRole"); }

Json FirehosePolicy(const Site& site) {
  Json::Array statements;
  statements.push_back(Statement("Catalog",
                                 Strings({"glue:GetCatalog", "glue:GetDatabase", "glue:GetDatabases", "glue:GetTable",
                                          "glue:GetTables", "glue:UpdateTable"}),
                                 GlueResources(site)));
  if (site.lake.access == AccessMode::kIam) {
    Json tables(Json::Array{});
    tables.Append(site.names.table_bucket_arn);
    tables.Append(site.names.table_bucket_arn + "/table/*");
    statements.push_back(Statement("Tables",
                                   Strings({"s3tables:GetTableBucket", "s3tables:GetNamespace", "s3tables:GetTable",
                                            "s3tables:GetTableData", "s3tables:PutTableData",
                                            "s3tables:GetTableMetadataLocation",
                                            "s3tables:UpdateTableMetadataLocation"}),
                                   std::move(tables)));
  } else {
    statements.push_back(Statement("LakeFormation", Strings({"lakeformation:GetDataAccess"}), Strings({"*"})));
  }
  const std::string bucket = Arn::S3(site.names.error_bucket).text();
  Json errors(Json::Array{});
  errors.Append(bucket);
  errors.Append(bucket + "/*");
  statements.push_back(Statement("Errors",
                                 Strings({"s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject",
                                          "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject"}),
                                 std::move(errors)));
  Json logs(Json::Array{});
  logs.Append(Arn::Of("logs", site.region, site.account, "log-group:" + site.names.log_group + ":*").text());
  statements.push_back(Statement("Logs", Strings({"logs:PutLogEvents"}), std::move(logs)));
  return Document(std::move(statements));
}

Json LakeFormationTrust(const Site& site) {
  return Trust(site, "lakeformation.amazonaws.com",
               Strings({"sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"}));
}

Json LakeFormationPolicy(const Site& site) {
  Json::Array statements;
  statements.push_back(Statement("ListTableBuckets", Strings({"s3tables:ListTableBuckets"}), Strings({"*"})));
  Json buckets(Json::Array{});
  buckets.Append(Arn::Of("s3tables", site.region, site.account, "bucket/*").text());
  statements.push_back(Statement(
      "Tables",
      Strings({"s3tables:CreateTableBucket", "s3tables:GetTableBucket", "s3tables:DeleteTableBucket",
               "s3tables:CreateNamespace", "s3tables:GetNamespace", "s3tables:ListNamespaces",
               "s3tables:DeleteNamespace", "s3tables:CreateTable", "s3tables:GetTable", "s3tables:ListTables",
               "s3tables:RenameTable", "s3tables:DeleteTable", "s3tables:GetTableMetadataLocation",
               "s3tables:UpdateTableMetadataLocation", "s3tables:GetTableData", "s3tables:PutTableData"}),
      std::move(buckets)));
  return Document(std::move(statements));
}

}  // namespace firn::converge
