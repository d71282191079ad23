#include "services/tagging/tagging.h"

#include "base/encoding.h"

namespace firn::services::tagging {
namespace {

constexpr std::string_view kTokenMark = "behind:";

api::tagging::FailureInfo FailureOf(const Error& error) {
  api::tagging::FailureInfo failure;
  const bool ours = error.kind == Kind::kInternal || error.kind == Kind::kUnavailable || error.kind == Kind::kCorrupt;
  failure.error_code = ours ? "InternalServiceException" : "InvalidParameterException";
  failure.status_code = error.http_status != 0 ? error.http_status : ours ? 500 : 400;
  failure.error_message = error.message;
  return failure;
}

}  // namespace

Result<std::map<std::string, Tags>> Tagging::All(const api::Call& call) const {
  std::map<std::string, Tags> all;
  for (const TaggedService& service : services_) {
    FIRN_TRY(auto found, service.list(call));
    for (auto& [arn, tags] : found) {
      if (!tags.empty()) all.emplace(arn, std::move(tags));
    }
  }
  return all;
}

std::map<std::string, api::tagging::FailureInfo> Tagging::Each(const api::Call& call,
                                                               const std::vector<std::string>& arns,
                                                               const Change& change) const {
  std::map<std::string, api::tagging::FailureInfo> failures;
  for (const std::string& text : arns) {
    const auto arn = Arn::Parse(text);
    const TaggedService* found = nullptr;
    for (const TaggedService& service : services_) {
      if (arn && service.service == arn->service) found = &service;
    }
    const auto is_own = [](const std::string& part, const std::string& own) {
      return part.empty() || part == own;
    };
    if (arn && found == nullptr) {
      failures[text] =
          FailureOf(Error{Kind::kInternal, "Service not supported: " + arn->service, {}, 500, {}});
    } else if (!arn || !is_own(arn->account, call.account.text()) ||
               !is_own(arn->region, call.region.text())) {
      failures[text] =
          FailureOf(Error{Kind::kInvalid, "The ARN is not valid here: " + text, {}, 400, {}});
    } else if (auto changed = change(*found, text); !changed) {
      failures[text] = FailureOf(changed.error());
    }
  }
  return failures;
}

std::string TypeOf(const std::string& text) {
  const auto arn = Arn::Parse(text);
  if (!arn) return {};
  if (arn->service == "s3") return "s3:bucket";
  return arn->service + ":" + arn->resource.substr(0, arn->resource.find_first_of(":/"));
}

std::string TokenOf(const std::string& last) { return Base64Encode(std::string(kTokenMark) + last); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  const auto text = Base64Decode(*token);
  if (!text || !text->starts_with(kTokenMark)) {
    return api::tagging::InvalidParameterException("The PaginationToken is not valid.");
  }
  return text->substr(kTokenMark.size());
}

}  // namespace firn::services::tagging
