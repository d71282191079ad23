#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace firn {

// A 12-digit AWS account number.
class AccountId {
 public:
  AccountId() = default;
  static Result<AccountId> Parse(std::string_view text);
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const AccountId&) const = default;

 private:
  explicit AccountId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// A region name such as "us-east-1": lower-case letters, digits and hyphens, at most 32 bytes.
class Region {
 public:
  Region() = default;
  static Result<Region> Parse(std::string_view text);
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Region&) const = default;

 private:
  explicit Region(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// arn:partition:service:region:account:resource. The resource keeps every further colon and slash.
struct Arn {
  std::string partition;
  std::string service;
  std::string region;   // empty for global services
  std::string account;  // empty for s3
  std::string resource;

  static Result<Arn> Parse(std::string_view text);
  // "arn:aws:<service>:<region>:<account>:<resource>".
  static Arn Of(std::string_view service, const Region& region, const AccountId& account,
                std::string_view resource);
  // The same for services without regions (iam, sts).
  static Arn Global(std::string_view service, const AccountId& account, std::string_view resource);
  // "arn:aws:s3:::<resource>".
  static Arn S3(std::string_view resource);

  std::string text() const;
  auto operator<=>(const Arn&) const = default;
};

}  // namespace firn
