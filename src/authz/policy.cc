#include "authz/policy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <set>
#include <utility>

#include "authz/pattern.h"
#include "base/ids.h"
#include "base/time.h"
#include "format/json.h"

namespace firn::authz {
namespace {

using format::Json;
using Comparison = ConditionOperator::Comparison;
using Quantifier = ConditionOperator::Quantifier;

enum class Reading { kStrict, kInForce };

Unexpected Malformed(std::string message) { return Fail(Kind::kInvalid, std::move(message)); }
Unexpected SyntaxErrors() { return Malformed("Syntax errors in policy."); }
// What IAM says of some documents that its grammar accepts and its older parser does not.
Unexpected LegacyParsing() { return Malformed("The policy failed legacy parsing"); }

// IAM has words of its own for what an identity policy lacks.
Unexpected Missing(PolicyKind kind, std::string_view element, std::string_view in_identity) {
  if (kind == PolicyKind::kIdentity) return Malformed(std::string(in_identity));
  return Malformed("Missing required field " + std::string(element));
}

struct NamedComparison {
  std::string_view name;
  Comparison comparison;
  bool negated;
};

constexpr std::array<NamedComparison, 27> kComparisons = {{
    {"StringEquals", Comparison::kStringEquals, false},
    {"StringNotEquals", Comparison::kStringEquals, true},
    {"StringEqualsIgnoreCase", Comparison::kStringEqualsIgnoreCase, false},
    {"StringNotEqualsIgnoreCase", Comparison::kStringEqualsIgnoreCase, true},
    {"StringLike", Comparison::kStringLike, false},
    {"StringNotLike", Comparison::kStringLike, true},
    {"NumericEquals", Comparison::kNumericEquals, false},
    {"NumericNotEquals", Comparison::kNumericEquals, true},
    {"NumericLessThan", Comparison::kNumericLess, false},
    {"NumericLessThanEquals", Comparison::kNumericLessOrEqual, false},
    {"NumericGreaterThan", Comparison::kNumericGreater, false},
    {"NumericGreaterThanEquals", Comparison::kNumericGreaterOrEqual, false},
    {"DateEquals", Comparison::kDateEquals, false},
    {"DateNotEquals", Comparison::kDateEquals, true},
    {"DateLessThan", Comparison::kDateLess, false},
    {"DateLessThanEquals", Comparison::kDateLessOrEqual, false},
    {"DateGreaterThan", Comparison::kDateGreater, false},
    {"DateGreaterThanEquals", Comparison::kDateGreaterOrEqual, false},
    {"Bool", Comparison::kBool, false},
    {"BinaryEquals", Comparison::kBinaryEquals, false},
    {"IpAddress", Comparison::kIpAddress, false},
    {"NotIpAddress", Comparison::kIpAddress, true},
    {"ArnEquals", Comparison::kArnLike, false},
    {"ArnNotEquals", Comparison::kArnLike, true},
    {"ArnLike", Comparison::kArnLike, false},
    {"ArnNotLike", Comparison::kArnLike, true},
    {"Null", Comparison::kNull, false},
}};

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool TakeSuffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

bool IsAccount(std::string_view text) { return AccountId::Parse(text).has_value(); }

bool IsAlphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

// A string, number or boolean as the text that conditions compare.
std::optional<std::string> ScalarText(const Json& value) {
  if (value.is_string()) return std::string(value.string_or(""));
  if (value.is_bool() || value.is_number()) return value.Text();
  return std::nullopt;
}

// One string, or a list of them.
std::optional<std::vector<std::string>> Strings(const Json& value) {
  std::vector<std::string> strings;
  if (value.is_string()) {
    strings.emplace_back(value.string_or(""));
    return strings;
  }
  if (!value.is_array()) return std::nullopt;
  for (const Json& element : value.array()) {
    if (!element.is_string()) return std::nullopt;
    strings.emplace_back(element.string_or(""));
  }
  return strings;
}

Unexpected InvalidPrincipal(std::string_view type, std::string_view value) {
  return Malformed("Invalid principal in policy: \"" + std::string(type) + "\":\"" +
                   std::string(value) + "\"");
}

// Unique ids stand in documents whose principal has been deleted.
bool IsUniqueId(std::string_view text) {
  return text.size() >= 16 && (text.starts_with("AROA") || text.starts_with("AIDA")) &&
         IsAlphanumeric(text);
}

bool IsAwsPrincipal(std::string_view text) {
  if (IsAccount(text) || IsUniqueId(text)) return true;
  auto arn = Arn::Parse(text);
  if (!arn || !IsAccount(arn->account) || !arn->region.empty()) return false;
  if (arn->resource.find_first_of("*?") != std::string::npos) return false;
  const std::string_view resource = arn->resource;
  if (arn->service == "iam") {
    if (resource == "root") return true;
    return (resource.starts_with("user/") || resource.starts_with("role/")) &&
           resource.size() > 5 && !resource.ends_with("/");
  }
  if (arn->service != "sts") return false;
  if (resource.starts_with("federated-user/")) return resource.size() > 15;
  if (!resource.starts_with("assumed-role/")) return false;
  const std::string_view rest = resource.substr(13);
  const size_t slash = rest.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < rest.size();
}

// A service principal is a domain name.
bool IsServicePrincipal(std::string_view text) {
  const bool named = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
  return named && (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn") ||
                   text.ends_with(".aws.internal"));
}

Result<PolicyPrincipals> ReadPrincipals(const Json& value, PolicyKind kind) {
  PolicyPrincipals principals;
  if (value.is_string()) {
    if (value.string_or("") != "*") return InvalidPrincipal("STAR", value.string_or(""));
    principals.everyone = true;
    return principals;
  }
  if (!value.is_object() || value.object().empty()) return SyntaxErrors();
  for (const auto& [type, entry] : value.object()) {
    auto names = Strings(entry);
    if (!names || names->empty()) return SyntaxErrors();
    for (std::string& name : *names) {
      if (type == "AWS") {
        if (name == "*") {
          principals.everyone = true;
          continue;
        }
        if (!IsAwsPrincipal(name)) return InvalidPrincipal("AWS", name);
        principals.aws.push_back(std::move(name));
      } else if (type == "Service") {
        if (!IsServicePrincipal(name)) return InvalidPrincipal("SERVICE", name);
        principals.service.push_back(std::move(name));
      } else if (type == "Federated") {
        principals.federated.push_back(std::move(name));
      } else if (type == "CanonicalUser" && kind == PolicyKind::kResource) {
        principals.canonical_user.push_back(std::move(name));
      } else {
        return SyntaxErrors();
      }
    }
  }
  return principals;
}

Result<std::vector<std::string>> ReadActions(const Json& value, PolicyKind kind) {
  auto actions = Strings(value);
  if (!actions) return SyntaxErrors();
  if (actions->empty()) return Malformed("Policy statement must contain actions.");
  for (const std::string& action : *actions) {
    if (action == "*") {
      if (kind != PolicyKind::kTrust) continue;
      return Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    const size_t colon = action.find(':');
    if (colon == std::string::npos) {
      return Malformed(
          "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    const std::string_view vendor = std::string_view(action).substr(0, colon);
    const bool named = !vendor.empty() && std::all_of(vendor.begin(), vendor.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
    });
    if (!named) return Malformed("Vendor " + std::string(vendor) + " is not valid");
    if (colon + 1 == action.size() || action.find(':', colon + 1) != std::string::npos) {
      return Malformed("Actions/Condition can contain only one colon.");
    }
    if (kind == PolicyKind::kTrust && vendor != "sts") {
      return Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    }
  }
  return *std::move(actions);
}

// The parts of a resource's ARN, at most six; those that a short one lacks stand as "*".
std::vector<std::string> ArnParts(std::string_view text) {
  std::vector<std::string> parts;
  while (parts.size() < 5 && text.find(':') != std::string_view::npos) {
    const size_t colon = text.find(':');
    parts.emplace_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  parts.emplace_back(text);
  return parts;
}

// IAM's resources have paths of their own, and neither they nor S3's have regions.
Result<void> CheckService(const std::string& resource, const std::vector<std::string>& parts) {
  static constexpr std::array<std::string_view, 13> kIamKinds = {
      "user/",   "federated-user/", "role/",         "group/",         "instance-profile/",
      "mfa/",    "policy/",         "sms-mfa/",      "saml-provider/", "server-certificate/",
      "report/", "oidc-provider/",  "access-report/"};
  if (parts.size() < 6) return {};
  const std::string& service = parts[2];
  const std::string& region = parts[3];
  const std::string& rest = parts[5];
  // Access points and jobs have a region and an account; buckets have neither.
  if (service == "s3" && !region.empty() && parts[4].empty()) {
    return Malformed("Resource " + resource + " can not contain region information.");
  }
  if (service != "iam") return {};
  if (!region.empty()) {
    return Malformed("IAM resource " + resource + " cannot contain region information.");
  }
  const bool known = rest.find_first_of("*?$") != std::string::npos || rest == "root" ||
                     std::any_of(kIamKinds.begin(), kIamKinds.end(),
                                 [&](std::string_view kind) { return rest.starts_with(kind); });
  if (known) return {};
  return Malformed(
      "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
      "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
      "oidc-provider/, report/, access-report/.");
}

// A short ARN without wildcards is read with stars behind it.
void FillUp(std::string& resource) {
  if (!resource.starts_with("arn:") || resource.find('*') != std::string::npos) return;
  for (size_t parts = ArnParts(resource).size(); parts < 6; ++parts) resource += ":*";
}

Result<void> CheckResource(const std::string& resource) {
  std::vector<std::string> parts = ArnParts(resource);
  // "arn:aws:s3*" is accepted: a wildcard may stand for the parts that follow.
  const bool open = resource.find('*') != std::string::npos;
  if (parts.size() < 2) {
    return Malformed("Resource " + resource + " must be in ARN format or \"*\".");
  }
  const std::string partition = parts[1];
  const bool known = partition.find('*') != std::string::npos || partition == "aws" ||
                     partition.starts_with("aws-");
  if (!known) {
    std::string whole = "arn";
    for (size_t i = 1; i < 6; ++i) whole += ":" + (i < parts.size() ? parts[i] : "*");
    return Malformed("Partition \"" + partition + "\" is not valid for resource \"" + whole +
                     "\".");
  }
  if (parts[0] != "arn") {
    return Malformed("Resource " + resource + " must be in ARN format or \"*\".");
  }
  if (parts.size() < 3) {
    if (open) return {};
    return Malformed("Resource vendor must be fully qualified and cannot contain regexes.");
  }
  if (parts[2].empty() || (parts.size() == 5 && !open)) return LegacyParsing();
  return CheckService(resource, parts);
}

Result<std::vector<std::string>> ReadResources(const Json& value, Effect effect, PolicyKind kind,
                                               Reading reading) {
  auto resources = Strings(value);
  if (!resources) return SyntaxErrors();
  if (resources->empty() && effect == Effect::kAllow) {
    return Malformed("Policy statement must contain resources.");
  }
  for (std::string& resource : *resources) {
    // What AWS has accepted once is in force, whatever its form.
    if (resource != "*" && reading == Reading::kStrict) {
      // Other services' policies have resources of their own making.
      if (kind != PolicyKind::kIdentity && !resource.starts_with("arn:")) {
        return Malformed("Resource " + resource + " must be in ARN format or \"*\".");
      }
      FIRN_OK(CheckResource(resource));
    }
    FillUp(resource);
  }
  return *std::move(resources);
}

// ISO 8601, or seconds since 1970.
bool IsDate(std::string_view text) {
  int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return (error == std::errc() && end == text.data() + text.size()) || ParseIso8601(text) ||
         text.find("${") != std::string_view::npos;
}

bool ComparesDates(const ConditionOperator& op) {
  switch (op.comparison) {
    case Comparison::kDateEquals:
    case Comparison::kDateLess:
    case Comparison::kDateLessOrEqual:
    case Comparison::kDateGreater:
    case Comparison::kDateGreaterOrEqual: return true;
    default: return false;
  }
}

Result<std::vector<Condition>> ReadConditions(const Json& value, PolicyKind kind, Reading reading) {
  if (!value.is_object()) return SyntaxErrors();
  std::vector<Condition> conditions;
  for (const auto& [name, keys] : value.object()) {
    if (!keys.is_object()) return SyntaxErrors();
    if (keys.object().empty()) continue;  // asks nothing, under whatever name
    auto op = ParseConditionOperator(name);
    if (!op) {
      if (reading == Reading::kStrict && kind == PolicyKind::kIdentity) return SyntaxErrors();
      if (reading == Reading::kStrict) return Malformed("Invalid Condition type : " + name);
      op = ConditionOperator{};
    }
    for (const auto& [key, entry] : keys.object()) {
      if (entry.is_object()) return SyntaxErrors();
      // IAM takes any key in an identity policy; one of no service is never there.
      if (key.find(':') == std::string::npos && kind != PolicyKind::kIdentity) {
        return Malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      Condition condition{*op, key, {}};
      const Json::Array one = {entry};
      for (const Json& element : entry.is_array() ? entry.array() : one) {
        auto text = ScalarText(element);
        if (!text) return SyntaxErrors();
        const bool strict = reading == Reading::kStrict && kind == PolicyKind::kIdentity;
        if (strict && ComparesDates(*op) && !IsDate(*text)) return LegacyParsing();
        condition.values.push_back(*std::move(text));
      }
      conditions.push_back(std::move(condition));
    }
  }
  return conditions;
}

// Which of two mutually exclusive elements a statement has.
struct Choice {
  const Json* value = nullptr;
  bool except = false;
};

Result<Choice> Either(const Json& statement, std::string_view plain, std::string_view inverse) {
  const Json* first = statement.Find(plain);
  const Json* second = statement.Find(inverse);
  if (first != nullptr && second != nullptr) return SyntaxErrors();
  return Choice{first != nullptr ? first : second, second != nullptr};
}

Result<void> ReadPrincipalElement(const Json& json, PolicyKind kind, Statement& statement) {
  FIRN_TRY(Choice choice, Either(json, "Principal", "NotPrincipal"));
  if (kind == PolicyKind::kIdentity) {
    if (choice.value == nullptr) return {};
    return Malformed("Policy document should not specify a principal.");
  }
  if (choice.value == nullptr) return Malformed("Missing required field Principal");
  if (choice.except && kind == PolicyKind::kTrust) {
    return Malformed("AssumeRole policy must not specify NotPrincipal.");
  }
  statement.except_principals = choice.except;
  FIRN_TRY(statement.principals, ReadPrincipals(*choice.value, kind));
  return {};
}

Result<Statement> ReadStatement(const Json& json, PolicyKind kind, Reading reading) {
  if (!json.is_object()) return SyntaxErrors();
  static constexpr std::array<std::string_view, 9> kElements = {
      "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
      "NotAction", "Resource", "NotResource", "Condition"};
  for (const auto& [name, value] : json.object()) {
    if (std::find(kElements.begin(), kElements.end(), name) == kElements.end()) {
      return SyntaxErrors();
    }
  }
  Statement statement;
  if (const Json* sid = json.Find("Sid")) {
    if (!sid->is_string()) return SyntaxErrors();
    statement.sid = sid->string_or("");
    if (kind != PolicyKind::kResource && !IsAlphanumeric(statement.sid)) {
      return Malformed(
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
          "expression [0-9A-Za-z]*");
    }
  }
  const Json* effect = json.Find("Effect");
  if (effect == nullptr) return Missing(kind, "Effect", "Syntax errors in policy.");
  if (!effect->is_string()) return SyntaxErrors();
  const std::string_view word = effect->string_or("");
  if (word != "Allow" && word != "Deny") {
    if (kind != PolicyKind::kIdentity) return Malformed("Invalid effect: " + std::string(word));
    const bool cased = Matches(LiteralPattern("allow"), word, Case::kInsensitive) ||
                       Matches(LiteralPattern("deny"), word, Case::kInsensitive);
    return cased ? LegacyParsing() : SyntaxErrors();
  }
  statement.effect = word == "Allow" ? Effect::kAllow : Effect::kDeny;
  FIRN_OK(ReadPrincipalElement(json, kind, statement));
  FIRN_TRY(Choice action, Either(json, "Action", "NotAction"));
  if (action.value == nullptr) {
    return Missing(kind, "Action", "Policy statement must contain actions.");
  }
  statement.except_actions = action.except;
  FIRN_TRY(statement.actions, ReadActions(*action.value, kind));
  FIRN_TRY(Choice resource, Either(json, "Resource", "NotResource"));
  if (kind == PolicyKind::kTrust) {
    if (resource.value != nullptr) return Malformed("Has prohibited field Resource");
  } else {
    if (resource.value == nullptr) {
      return Missing(kind, "Resource", "Policy statement must contain resources.");
    }
    statement.except_resources = resource.except;
    FIRN_TRY(statement.resources, ReadResources(*resource.value, statement.effect, kind, reading));
  }
  if (const Json* condition = json.Find("Condition")) {
    FIRN_TRY(statement.conditions, ReadConditions(*condition, kind, reading));
  }
  return statement;
}

Result<Policy> Read(std::string_view document, PolicyKind kind, Reading reading) {
  auto parsed = format::ParseJson(document);
  if (!parsed) return Malformed("This policy contains invalid Json");
  const Json& json = *parsed;
  if (!json.is_object()) return SyntaxErrors();
  Policy policy;
  for (const auto& [name, value] : json.object()) {
    if (name == "Version") {
      if (!value.is_string()) return SyntaxErrors();
      const std::string_view version = value.string_or("");
      if (version != "2012-10-17" && version != "2008-10-17") {
        if (kind == PolicyKind::kIdentity) return SyntaxErrors();
        return Malformed("Policy document must be version 2012-10-17 or greater.");
      }
      policy.variables = version == "2012-10-17";
    } else if (name == "Id") {
      if (!value.is_string()) return SyntaxErrors();
      policy.id = value.string_or("");
    } else if (name != "Statement") {
      return SyntaxErrors();
    }
  }
  const Json* statements = json.Find("Statement");
  if (statements == nullptr) return SyntaxErrors();
  const Json::Array one = {*statements};
  const Json::Array& list = statements->is_array() ? statements->array() : one;
  if (list.empty()) return SyntaxErrors();
  std::set<std::string> sids;
  for (const Json& element : list) {
    FIRN_TRY(Statement statement, ReadStatement(element, kind, reading));
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
      return Malformed("Statement IDs (SID) in a single policy must be unique.");
    }
    policy.statements.push_back(std::move(statement));
  }
  return policy;
}

}  // namespace

std::optional<ConditionOperator> ParseConditionOperator(std::string_view text) {
  ConditionOperator op;
  if (TakePrefix(text, "ForAllValues:")) {
    op.quantifier = Quantifier::kForAllValues;
  } else if (TakePrefix(text, "ForAnyValue:")) {
    op.quantifier = Quantifier::kForAnyValue;
  }
  op.if_exists = TakeSuffix(text, "IfExists");
  for (const NamedComparison& named : kComparisons) {
    if (named.name != text) continue;
    if (named.comparison == Comparison::kNull &&
        (op.if_exists || op.quantifier != Quantifier::kNone)) {
      return std::nullopt;
    }
    op.comparison = named.comparison;
    op.negated = named.negated;
    return op;
  }
  return std::nullopt;
}

Result<Policy> ParsePolicy(std::string_view document, PolicyKind kind) {
  return Read(document, kind, Reading::kStrict);
}

Result<Policy> ReadPolicy(std::string_view document, PolicyKind kind) {
  auto policy = Read(document, kind, Reading::kInForce);
  if (!policy) return Fail(Kind::kCorrupt, std::move(policy).error().message);
  return policy;
}

}  // namespace firn::authz
