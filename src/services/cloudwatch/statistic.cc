#include "services/cloudwatch/statistic.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace firn::services::cloudwatch {
namespace {

using Kind = Statistic::Kind;

// A decimal number without sign or exponent, as AWS writes percentages; with a sign where it stands for a value.
std::optional<double> NumberOf(std::string_view text, bool is_signed) {
  std::string_view digits = text;
  if (is_signed && digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || digits.front() == '.' || digits.back() == '.') return std::nullopt;
  if (std::count(digits.begin(), digits.end(), '.') > 1) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) || c == '.'; })) {
    return std::nullopt;
  }
  return std::strtod(std::string(text).c_str(), nullptr);
}

std::optional<double> PercentOf(std::string_view text) {
  const auto number = NumberOf(text, false);
  return number && *number <= 100 ? number : std::nullopt;
}

std::optional<Kind> ExtendedKind(std::string_view name) {
  if (name == "tm") return Kind::kTrimmedMean;
  if (name == "tc") return Kind::kTrimmedCount;
  if (name == "ts") return Kind::kTrimmedSum;
  if (name == "wm") return Kind::kWinsorizedMean;
  if (name == "pr") return Kind::kPercentileRank;
  return std::nullopt;
}

// "(10%:90%)", "(:90%)", "(80:500)".
std::optional<Statistic> ParseRange(Kind kind, std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.size() == 1) return std::nullopt;
  std::string_view low = text.substr(0, colon), high = text.substr(colon + 1);
  const bool percent = low.ends_with('%') || high.ends_with('%');
  Statistic statistic{kind, 0, 100, !percent};
  if (!percent) {
    statistic.low = -std::numeric_limits<double>::infinity();
    statistic.high = std::numeric_limits<double>::infinity();
  }
  const auto read = [&](std::string_view bound, double& into) {
    if (bound.empty()) return true;
    if (percent && !bound.ends_with('%')) return false;
    if (percent) bound.remove_suffix(1);
    const auto number = percent ? PercentOf(bound) : NumberOf(bound, true);
    if (number) into = *number;
    return number.has_value();
  };
  if (!read(low, statistic.low) || !read(high, statistic.high) || statistic.low >= statistic.high) return std::nullopt;
  if (kind == Kind::kPercentileRank && percent) return std::nullopt;
  return statistic;
}

// The value below which `percent` of the values lie, between neighbours in proportion.
double PercentileOf(const SlotRecord& slot, double percent) {
  const double rank = percent / 100 * (slot.count - 1);
  const auto at = [&](double index) {
    double passed = 0;
    for (size_t i = 0; i < slot.values.size(); i += 2) {
      passed += slot.values[i + 1];
      if (index < passed) return slot.values[i];
    }
    return slot.values[slot.values.size() - 2];
  };
  const double below = std::floor(rank);
  const double low = at(below), high = at(std::ceil(rank));
  return low + (high - low) * (rank - below);
}

struct Trimmed {
  double count = 0;
  double sum = 0;
};

// The values between two bounds; by percentage a value counts for the part of its samples that lies between them.
Trimmed TrimmedOf(const Statistic& statistic, const SlotRecord& slot) {
  Trimmed trimmed;
  const double from = statistic.low / 100 * slot.count, to = statistic.high / 100 * slot.count;
  double passed = 0;
  for (size_t i = 0; i < slot.values.size(); i += 2) {
    const double value = slot.values[i], count = slot.values[i + 1];
    double part = 0;
    if (statistic.by_value) {
      part = value > statistic.low && value <= statistic.high ? count : 0;
    } else {
      part = std::max(0.0, std::min(to, passed + count) - std::max(from, passed));
    }
    passed += count;
    trimmed.count += part;
    trimmed.sum += part * value;
  }
  return trimmed;
}

double WinsorizedMeanOf(const Statistic& statistic, const SlotRecord& slot) {
  const double low = statistic.by_value ? statistic.low : PercentileOf(slot, statistic.low);
  const double high = statistic.by_value ? statistic.high : PercentileOf(slot, statistic.high);
  double sum = 0;
  for (size_t i = 0; i < slot.values.size(); i += 2) {
    sum += std::clamp(slot.values[i], low, high) * slot.values[i + 1];
  }
  return sum / slot.count;
}

}  // namespace

std::optional<Statistic> ParseStatistic(std::string_view text) {
  if (text == "SampleCount") return Statistic{Kind::kCount};
  if (text == "Average") return Statistic{Kind::kAverage};
  if (text == "Sum") return Statistic{Kind::kSum};
  if (text == "Minimum") return Statistic{Kind::kMinimum};
  if (text == "Maximum") return Statistic{Kind::kMaximum};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower == "iqm") return Statistic{Kind::kTrimmedMean, 25, 75, false};
  if (lower.size() < 2) return std::nullopt;
  if (lower[0] == 'p' && std::isdigit(static_cast<unsigned char>(lower[1]))) {
    const auto percent = PercentOf(std::string_view(lower).substr(1));
    if (!percent) return std::nullopt;
    return Statistic{Kind::kPercentile, 0, *percent, false};
  }
  const auto kind = ExtendedKind(std::string_view(lower).substr(0, 2));
  if (!kind) return std::nullopt;
  const std::string_view rest = std::string_view(lower).substr(2);
  if (rest.starts_with('(')) return ParseRange(*kind, rest);
  const auto percent = PercentOf(rest);
  if (!percent || *kind == Kind::kPercentileRank) return std::nullopt;
  return Statistic{*kind, 0, *percent, false};
}

bool IsSimple(const Statistic& statistic) { return statistic.kind <= Kind::kMaximum; }

std::optional<double> Evaluate(const Statistic& statistic, const SlotRecord& values) {
  if (values.count == 0) return std::nullopt;
  switch (statistic.kind) {
    case Kind::kCount: return values.count;
    case Kind::kAverage: return values.sum / values.count;
    case Kind::kSum: return values.sum;
    case Kind::kMinimum: return values.minimum;
    case Kind::kMaximum: return values.maximum;
    default: break;
  }
  // AWS offers none of these for metrics with negative values, nor where a statistic set hides the values.
  if (values.values.empty() || values.minimum < 0) return std::nullopt;
  const Trimmed trimmed = TrimmedOf(statistic, values);
  switch (statistic.kind) {
    case Kind::kPercentile: return PercentileOf(values, statistic.high);
    case Kind::kTrimmedMean:
      return trimmed.count > 0 ? std::optional(trimmed.sum / trimmed.count) : std::nullopt;
    case Kind::kTrimmedCount: return trimmed.count;
    case Kind::kTrimmedSum: return trimmed.sum;
    case Kind::kWinsorizedMean: return WinsorizedMeanOf(statistic, values);
    case Kind::kPercentileRank: return 100 * trimmed.count / values.count;
    default: return std::nullopt;
  }
}

}  // namespace firn::services::cloudwatch
