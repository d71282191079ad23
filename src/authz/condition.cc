#include "authz/condition.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

#include "base/encoding.h"
#include "base/time.h"

namespace firn::authz {
namespace {

using Comparison = ConditionOperator::Comparison;
using Quantifier = ConditionOperator::Quantifier;

// kUnresolved: the policy's value has a variable without a value. kIncomparable: one side is not of
// the operator's type.
enum class Outcome { kNo, kYes, kUnresolved, kIncomparable };

Outcome Of(bool holds) { return holds ? Outcome::kYes : Outcome::kNo; }

std::optional<double> Number(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// ISO 8601 or seconds since 1970.
std::optional<double> Date(std::string_view text) {
  if (auto time = ParseIso8601(text)) return EpochSeconds(*time);
  return Number(text);
}

// An address as 16 bytes (IPv4 as its mapped form) and how many leading bits count.
struct Network {
  std::array<uint8_t, 16> bytes{};
  int bits = 128;
};

std::optional<Network> ParseNetwork(std::string_view text) {
  Network network;
  const size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  int width = 128;
  if (inet_pton(AF_INET6, address.c_str(), network.bytes.data()) != 1) {
    network.bytes = {};
    network.bytes[10] = network.bytes[11] = 0xff;
    if (inet_pton(AF_INET, address.c_str(), network.bytes.data() + 12) != 1) return std::nullopt;
    width = 32;
  }
  if (slash != std::string_view::npos) {
    int prefix = 0;
    const char* begin = text.data() + slash + 1;
    auto [end, error] = std::from_chars(begin, text.data() + text.size(), prefix);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (prefix < 0 || prefix > width) return std::nullopt;
    network.bits = 128 - width + prefix;
  }
  return network;
}

Outcome InNetwork(std::string_view policy, std::string_view request) {
  const auto network = ParseNetwork(policy);
  const auto address = ParseNetwork(request);
  if (!network || !address || address->bits != 128) return Outcome::kIncomparable;
  for (int bit = 0; bit < network->bits; ++bit) {
    const int mask = 0x80 >> (bit % 8);
    if ((network->bytes[bit / 8] & mask) != (address->bytes[bit / 8] & mask)) return Outcome::kNo;
  }
  return Outcome::kYes;
}

Outcome CompareOrdered(Comparison comparison, std::optional<double> request,
                       std::optional<double> policy) {
  if (!request || !policy) return Outcome::kIncomparable;
  switch (comparison) {
    case Comparison::kNumericEquals:
    case Comparison::kDateEquals: return Of(*request == *policy);
    case Comparison::kNumericLess:
    case Comparison::kDateLess: return Of(*request < *policy);
    case Comparison::kNumericLessOrEqual:
    case Comparison::kDateLessOrEqual: return Of(*request <= *policy);
    case Comparison::kNumericGreater:
    case Comparison::kDateGreater: return Of(*request > *policy);
    case Comparison::kNumericGreaterOrEqual:
    case Comparison::kDateGreaterOrEqual: return Of(*request >= *policy);
    default: return Outcome::kIncomparable;
  }
}

Outcome CompareBool(std::string_view policy, std::string_view request) {
  const auto is = [](std::string_view text, std::string_view word) {
    return Matches(LiteralPattern(word), text, Case::kInsensitive);
  };
  const auto truth = [&](std::string_view text) -> std::optional<bool> {
    if (is(text, "true")) return true;
    if (is(text, "false")) return false;
    return std::nullopt;
  };
  const auto left = truth(policy), right = truth(request);
  if (!left || !right) return Outcome::kIncomparable;
  return Of(*left == *right);
}

struct Evaluation {
  const Context& context;
  Variables variables;
  Effect effect;

  Outcome CompareText(Comparison comparison, std::string_view policy,
                      std::string_view request) const {
    const bool wild = comparison == Comparison::kStringLike || comparison == Comparison::kArnLike;
    const auto pattern =
        Expand(policy, context, variables, wild ? Wildcards::kActive : Wildcards::kLiteral);
    if (!pattern) return Outcome::kUnresolved;
    if (comparison == Comparison::kArnLike) return Of(MatchesArn(*pattern, request));
    const Case letters =
        comparison == Comparison::kStringEqualsIgnoreCase ? Case::kInsensitive : Case::kSensitive;
    return Of(Matches(*pattern, request, letters));
  }

  Outcome Compare(Comparison comparison, std::string_view policy, std::string_view request) const {
    switch (comparison) {
      case Comparison::kStringEquals:
      case Comparison::kStringEqualsIgnoreCase:
      case Comparison::kStringLike:
      case Comparison::kArnLike: return CompareText(comparison, policy, request);
      case Comparison::kNumericEquals:
      case Comparison::kNumericLess:
      case Comparison::kNumericLessOrEqual:
      case Comparison::kNumericGreater:
      case Comparison::kNumericGreaterOrEqual:
        return CompareOrdered(comparison, Number(request), Number(policy));
      case Comparison::kDateEquals:
      case Comparison::kDateLess:
      case Comparison::kDateLessOrEqual:
      case Comparison::kDateGreater:
      case Comparison::kDateGreaterOrEqual:
        return CompareOrdered(comparison, Date(request), Date(policy));
      case Comparison::kBool: return CompareBool(policy, request);
      case Comparison::kBinaryEquals: {
        const auto left = Base64Decode(policy), right = Base64Decode(request);
        if (!left || !right) return Outcome::kIncomparable;
        return Of(*left == *right);
      }
      case Comparison::kIpAddress: return InNetwork(policy, request);
      case Comparison::kNull:
      case Comparison::kUnknown: return Outcome::kIncomparable;
    }
    return Outcome::kIncomparable;
  }

  // One value of the request against all values of the policy.
  bool Satisfies(const Condition& condition, std::string_view request) const {
    bool matched = false, incomparable = false, unresolved = false;
    for (const std::string& policy : condition.values) {
      const Outcome outcome = Compare(condition.op.comparison, policy, request);
      matched = matched || outcome == Outcome::kYes;
      incomparable = incomparable || outcome == Outcome::kIncomparable;
      unresolved = unresolved || outcome == Outcome::kUnresolved;
    }
    if (matched) return !condition.op.negated;
    if (incomparable || (unresolved && condition.op.negated)) return effect == Effect::kDeny;
    return condition.op.negated;
  }

  bool Holds(const Condition& condition) const {
    const std::vector<std::string>* values = context.Find(condition.key);
    if (condition.op.comparison == Comparison::kUnknown) return effect == Effect::kDeny;
    if (condition.op.comparison == Comparison::kNull) {
      return std::any_of(condition.values.begin(), condition.values.end(), [&](const auto& text) {
        const bool absent = values == nullptr;
        const Outcome outcome = CompareBool(text, absent ? "true" : "false");
        return outcome == Outcome::kYes ||
               (outcome == Outcome::kIncomparable && effect == Effect::kDeny);
      });
    }
    const auto satisfied = [&](const std::string& value) { return Satisfies(condition, value); };
    switch (condition.op.quantifier) {
      case Quantifier::kForAllValues:
        return values == nullptr || std::all_of(values->begin(), values->end(), satisfied);
      case Quantifier::kForAnyValue:
        if (values == nullptr) return condition.op.if_exists;
        return std::any_of(values->begin(), values->end(), satisfied);
      case Quantifier::kNone:
        if (values == nullptr) return condition.op.if_exists || condition.op.negated;
        // A negated operator holds only when none of the request's values is named.
        return condition.op.negated ? std::all_of(values->begin(), values->end(), satisfied)
                                    : std::any_of(values->begin(), values->end(), satisfied);
    }
    return effect == Effect::kDeny;
  }
};

}  // namespace

bool ConditionsHold(const Statement& statement, const Context& context, Variables variables) {
  const Evaluation evaluation{context, variables, statement.effect};
  return std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const Condition& condition) { return evaluation.Holds(condition); });
}

}  // namespace firn::authz
