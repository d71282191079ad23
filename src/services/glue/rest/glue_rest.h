#pragma once

#include <functional>
#include <string>
#include <vector>

#include "iceberg/rest_protocol.h"
#include "services/glue/iceberg_tables.h"
#include "wire/http.h"

namespace firn::services::glue {

// The Iceberg REST endpoint of Glue (Glue developer guide, "Connecting to the Data Catalog using
// the AWS Glue Iceberg REST endpoint"): its documented calls, each with the rights of the Glue
// action it stands for. Tables of the default catalog are read and committed here, those of S3
// Tables by that service's own endpoint. Nothing stores credentials for the client: it reads and
// writes with its own. Threads: any.
class GlueRest {
 public:
  // Answers a request of S3 Tables' own Iceberg REST endpoint.
  using Federated = std::function<wire::HttpResponse(const api::Call&, const wire::HttpRequest&)>;

  // `service` is Glue as callers see it, which authorizes; `state` is what lies behind it.
  GlueRest(api::Glue& service, Glue& state, Federated federated)
      : service_(service), state_(state), federated_(std::move(federated)) {}

  // Answers a request whose path begins with /iceberg/.
  wire::HttpResponse Handle(const api::Call& call, const wire::HttpRequest& request);

 private:
  using Answer = iceberg::rest::Answer;

  // A request taken apart: /iceberg/v1/catalogs/<catalog>/<rest...>, decoded.
  struct Request {
    std::string catalog_id;
    std::vector<std::string> rest;
    const wire::HttpRequest* http = nullptr;

    const std::string& space() const { return rest[1]; }
    const std::string& table() const { return rest[3]; }
  };

  Result<Answer> Config(const api::Call& call, const wire::HttpRequest& http);
  Result<Answer> Dispatch(const api::Call& call, const Request& request);
  Result<wire::HttpResponse> Delegate(const api::Call& call, const CatalogRef& ref,
                                      const Request& request);

  Result<Answer> ListNamespaces(const api::Call& call, const Request& request);
  Result<Answer> CreateNamespace(const api::Call& call, const Request& request);
  Result<Answer> GetNamespace(const api::Call& call, const Request& request);
  Result<Answer> UpdateProperties(const api::Call& call, const Request& request);
  Result<Answer> DropNamespace(const api::Call& call, const Request& request);
  Result<Answer> ListTables(const api::Call& call, const Request& request);
  Result<Answer> CreateTable(const api::Call& call, const Request& request);
  Result<Answer> LoadTable(const api::Call& call, const Request& request);
  Result<Answer> CommitTable(const api::Call& call, const Request& request);
  Result<Answer> DropTable(const api::Call& call, const Request& request);

  // As operations take it: nothing for the default catalog.
  static std::optional<std::string> Given(const std::string& catalog_id) {
    return catalog_id.empty() ? std::nullopt : std::optional<std::string>(catalog_id);
  }

  Result<Glue::Located> PlaceOf(const api::Call& call, const Request& request,
                                std::string_view action, std::string_view lake_permission);

  api::Glue& service_;
  Glue& state_;
  Federated federated_;
};

}  // namespace firn::services::glue
