#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "authz/principal.h"
#include "base/result.h"
#include "base/time.h"

namespace firn::authz {

// A thing as Lake Formation names it. `catalog` is the full id: "111122223333" or
// "111122223333:s3tablescatalog/b". The kind follows from what is filled in: a catalog, database or
// table; a data cells filter of a table; or, beside the account's default catalog, a data location,
// an LF-tag or a saved LF-tag expression.
struct LakeResource {
  std::string catalog;
  std::string database;
  std::string table;
  std::string filter = {};
  std::string location = {};  // an ARN in S3 or S3 Tables
  std::string tag_key = {};
  std::string tag_value = {};  // of the tag; "*": the key with all its values; empty: any of them
  std::string expression = {};
  auto operator<=>(const LakeResource&) const = default;
};

// Whether a right must be held, or held with the option to pass it on.
enum class LakeHold { kHeld, kGrantable };

// What the one who will read the data can leave out for the caller: nothing, columns, or cells.
enum class LakeReader { kWholeTable, kColumns, kCells };

// A Lake Formation permission that the catalog object itself must grant, beside what IAM says.
struct LakeNeed {
  std::string permission;  // "DESCRIBE", "CREATE_TABLE", …; "ANY" is satisfied by whatever
                           // permission is held
  LakeResource resource;
  // Where the catalog lies. Empty means the request's own region; AuthorizeLake, which has no
  // request, needs it.
  std::string region = {};
  LakeHold hold = LakeHold::kHeld;
  LakeReader reader = LakeReader::kWholeTable;  // bears on SELECT
};

// One thing a request must be allowed to do.
struct Need {
  std::string action;    // "glue:GetTable"
  std::string resource;  // an ARN, or "*"
  // Condition keys this action supplies beyond those every request has, such as s3tables:namespace.
  std::map<std::string, std::vector<std::string>> context;
  std::optional<LakeNeed> lake;
};
using Needs = std::vector<Need>;

// The circumstances of a request that policies may ask about.
struct Circumstances {
  Time now;
  std::string region;
  std::string source_ip;
  bool secure = false;
};

// Decides whether a principal may do everything a request needs. Every need must be allowed; the
// first refusal is answered, kDenied with AWS's wording ("User: … is not authorized to perform: …
// on resource: … because …") and an empty code: the caller's protocol supplies AccessDenied or
// AccessDeniedException. Threads: any.
class Gate {
 public:
  virtual ~Gate() = default;
  virtual Result<void> Authorize(const Principal& principal, const Circumstances& circumstances,
                                 const Needs& needs) = 0;
  // The Lake Formation part alone, for filtering lists and for data access by services.
  virtual Result<void> AuthorizeLake(const Principal& principal, const LakeNeed& need) = 0;
};

}  // namespace firn::authz
