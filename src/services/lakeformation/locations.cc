#include "services/lakeformation/locations.h"

#include <algorithm>

#include "services/lakeformation/principals.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

using Operator = lf::ComparisonOperator;

Unexpected BadCondition(std::string_view why) {
  return lf::InvalidInputException("Invalid filter condition: " + std::string(why));
}

// Order and equality mean the same for texts and times. Empty when the operator is none of these.
template <class T>
Result<std::optional<bool>> Compare(std::string_view op, const T& value,
                                    const std::vector<T>& wanted) {
  const size_t needed = op == Operator::kBetween ? 2 : 1;
  if (op != Operator::kIn && wanted.size() != needed) return BadCondition("wrong number of values");
  if (op == Operator::kEq) return std::optional<bool>(value == wanted[0]);
  if (op == Operator::kNe) return std::optional<bool>(value != wanted[0]);
  if (op == Operator::kLe) return std::optional<bool>(value <= wanted[0]);
  if (op == Operator::kLt) return std::optional<bool>(value < wanted[0]);
  if (op == Operator::kGe) return std::optional<bool>(value >= wanted[0]);
  if (op == Operator::kGt) return std::optional<bool>(value > wanted[0]);
  if (op == Operator::kBetween)
    return std::optional<bool>(wanted[0] <= value && value <= wanted[1]);
  return std::optional<bool>();
}

Result<bool> MatchesText(std::string_view op, const std::string& value,
                         const std::vector<std::string>& wanted) {
  FIRN_TRY(const auto compared, Compare(op, value, wanted));
  if (compared) return *compared;
  if (op == Operator::kIn) return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  if (op == Operator::kContains) return value.find(wanted[0]) != std::string::npos;
  if (op == Operator::kNotContains) return value.find(wanted[0]) == std::string::npos;
  if (op == Operator::kBeginsWith) return value.starts_with(wanted[0]);
  return BadCondition("unknown operator");
}

Result<bool> MatchesTime(std::string_view op, Time value, const std::vector<std::string>& texts) {
  std::vector<Time> wanted;
  for (const std::string& text : texts) {
    const auto time = ParseIso8601(text);
    if (!time) return BadCondition("not a time");
    wanted.push_back(*time);
  }
  FIRN_TRY(const auto compared, Compare(op, value, wanted));
  if (!compared) return BadCondition("the operator does not apply to times");
  return *compared;
}

}  // namespace

Result<Arn> ParseLocation(const api::Call& call, const std::string& text) {
  const auto invalid = [&] { return lf::InvalidInputException("Invalid resource ARN: " + text); };
  auto arn = Arn::Parse(text);
  if (!arn || arn->partition != "aws") return invalid();
  const std::string_view resource = arn->resource;
  if (arn->service == "s3") {
    if (!arn->region.empty() || !arn->account.empty() || resource.front() == '/') return invalid();
    return arn;
  }
  if (arn->service != "s3tables" || arn->region != call.region.text() ||
      !AccountId::Parse(arn->account))
    return invalid();
  if (!resource.starts_with("bucket/")) return invalid();
  const std::string_view bucket = resource.substr(7);
  if (bucket == "*") {
    if (arn->account != call.account.text()) return invalid();
    return arn;
  }
  if (bucket.empty() || bucket.find_first_of("/*:") != std::string_view::npos) return invalid();
  return arn;
}

Result<void> CheckLocationRole(const LakeFormation& lakeformation, const std::string& role_arn) {
  const auto role = ParseGrantee(role_arn);
  if (!role || role->kind != Grantee::Kind::kRole)
    return lf::InvalidInputException("Invalid role: " + role_arn);
  FIRN_TRY(const bool exists, lakeformation.identities.Exists(role_arn));
  if (!exists) return lf::InvalidInputException("Invalid role: " + role_arn);
  return {};
}

Result<LocationRecord> FindLocation(const state::Reader& reader, const api::Call& call,
                                    const std::string& arn) {
  FIRN_TRY(auto record,
           state::Load<LocationRecord>(reader, LocationKey(call.account, call.region.text(), arn)));
  if (!record) return lf::EntityNotFoundException("Entity Not Found");
  return *std::move(record);
}

authz::Need PassRoleNeed(const std::string& role_arn) {
  return {"iam:PassRole", role_arn, {{"iam:PassedToService", {"lakeformation.amazonaws.com"}}}, {}};
}

Result<bool> Matches(const lf::ResourceInfo& info,
                     const std::optional<std::vector<lf::FilterCondition>>& conditions) {
  if (!conditions) return true;
  for (const auto& condition : *conditions) {
    const std::string field = condition.field.value_or("");
    const std::string op = condition.comparison_operator.value_or("");
    const auto wanted = condition.string_value_list.value_or(std::vector<std::string>());
    Result<bool> matches = BadCondition("unknown field");
    if (field == lf::FieldNameString::kResourceArn)
      matches = MatchesText(op, info.resource_arn.value_or(""), wanted);
    if (field == lf::FieldNameString::kRoleArn)
      matches = MatchesText(op, info.role_arn.value_or(""), wanted);
    if (field == lf::FieldNameString::kLastModified)
      matches = MatchesTime(op, info.last_modified.value_or(Time()), wanted);
    if (!matches || !*matches) return matches;
  }
  return true;
}

}  // namespace firn::services::lakeformation
