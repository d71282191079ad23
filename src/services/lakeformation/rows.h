#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/lakeformation.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/target.h"

// Grants as lists answer them: a row for each principal and thing.
//
// SELECT on a whole table is a row of its own, TableWithColumns with ColumnWildcard, beside the
// Table row of the rest. Columns granted one by one, and values of an LF-tag, are one row as long
// as their permissions agree.
namespace firn::services::lakeformation {

using PermissionsRow = api::lakeformation::PrincipalResourcePermissions;

// Which grants of an account the caller may know about: administrators all of them, others what
// covers them, administrators of another account what is shared with it.
class Sight {
 public:
  static Result<Sight> Of(const LakeFormation& lakeformation, const api::Call& call,
                          const AccountId& owner);
  bool Sees(const GrantRecord& record) const;

 private:
  explicit Sight(const authz::Principal& principal) : principal_(principal) {}

  authz::Principal principal_;
  bool everything_ = false;
  bool shares_ = false;
};

// The data lake resource type of a grant, in the words of ListPermissions.
std::string_view TypeOf(const GrantRecord& record);
// Whether a list of this type has it: LF_TAG_POLICY is both kinds of policies.
bool IsOfType(const GrantRecord& record, std::string_view type);

// Collects the rows of grants that come in the order of their keys.
//
// A page ends between rows; the position where the next one begins is that of the last grant whose
// rows are all out, or of the first half of one.
class RowPage {
 public:
  // `begin` is the position of a page that holds nothing.
  RowPage(std::string after, std::string begin, size_t limit)
      : after_(std::move(after)), limit_(limit), last_(std::move(begin)) {}

  // Where to begin to read the grants under `prefix`: everything up to this key is out.
  std::string StartIn(const std::string& prefix) const;
  // False when the page is full and the grant belongs to the next.
  bool Add(const std::string& key, const GrantRecord& record,
           const std::optional<std::string>& share_arn);

  const std::string& after() const { return after_; }
  std::vector<PermissionsRow> rows;
  std::optional<std::string> next_token() const;

 private:
  bool Joins(const GrantRecord& record) const;
  bool Place(std::string position, PermissionsRow row);

  std::string after_;
  size_t limit_;
  std::string last_;
  bool full_ = false;
};

// The one row of a grant on the whole thing, whatever its permissions.
PermissionsRow RowOf(const GrantRecord& record, const std::set<std::string>& permissions);

// Adds the grants under the prefixes, which come in the order of keys, that the filter takes, until
// the page is full.
Result<void> AddGrants(const LakeFormation& lakeformation, std::string_view region,
                       const std::vector<std::string>& prefixes,
                       const std::function<bool(const GrantRecord&)>& takes, RowPage& page);

}  // namespace firn::services::lakeformation
