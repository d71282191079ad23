#include "services/cloudwatch/cloudwatch.h"

#include <algorithm>
#include <cstdio>

#include "base/encoding.h"
#include "services/cloudwatch/limits.h"

namespace firn::services::cloudwatch {
namespace {

using api::cloudwatch::Dimension;
using api::cloudwatch::MetricDatum;

// Keys: metric/<space>/<name>/<dimensions> lists what exists; slot/<the same>/<second>/<unit> holds the data.
std::string DimensionText(const MetricId& id) {
  std::string text;
  for (const auto& [name, value] : id.dimensions) {
    state::AppendKeyPart(text, name);
    state::AppendKeyPart(text, value);
  }
  return text;
}

std::string MetricKey(const api::Call& call, std::string_view kind, const MetricId& id) {
  return state::Key("cloudwatch", call.account, call.region, kind, id.space, id.name, DimensionText(id));
}

std::string SlotText(Time time) {
  char text[24];
  std::snprintf(text, sizeof text, "%012lld",
                static_cast<long long>(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count()));
  return text;
}

Time SlotOf(std::string_view text) {
  return Time(std::chrono::seconds(std::strtoll(std::string(text).c_str(), nullptr, 10)));
}

// Two sorted lists of values with their counts as one.
std::vector<double> MergedValues(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> merged;
  merged.reserve(a.size() + b.size());
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const bool first = j >= b.size() || (i < a.size() && a[i] <= b[j]);
    const double value = first ? a[i] : b[j];
    const double count = first ? a[i + 1] : b[j + 1];
    (first ? i : j) += 2;
    if (!merged.empty() && merged[merged.size() - 2] == value) {
      merged.back() += count;
    } else {
      merged.push_back(value);
      merged.push_back(count);
    }
  }
  return merged;
}

void Merge(SlotRecord& into, const SlotRecord& more) {
  if (more.count == 0) return;
  const bool known = (into.count == 0 || !into.values.empty()) && !more.values.empty();
  into.minimum = into.count == 0 ? more.minimum : std::min(into.minimum, more.minimum);
  into.maximum = into.count == 0 ? more.maximum : std::max(into.maximum, more.maximum);
  into.count += more.count;
  into.sum += more.sum;
  if (into.unit.empty()) into.unit = more.unit;
  into.values = known ? MergedValues(into.values, more.values) : std::vector<double>();
}

SlotRecord ValuesOf(const MetricDatum& datum) {
  SlotRecord slot;
  slot.unit = datum.unit.value_or("None");
  if (datum.statistic_values) {
    const auto& set = *datum.statistic_values;
    slot.count = set.sample_count;
    slot.sum = set.sum;
    slot.minimum = set.minimum;
    slot.maximum = set.maximum;
    // A set of one value, or of equal ones, hides nothing.
    if (set.minimum == set.maximum && set.sample_count > 0) slot.values = {set.minimum, set.sample_count};
  } else if (datum.values) {
    for (size_t i = 0; i < datum.values->size(); ++i) {
      const double value = (*datum.values)[i];
      const double count = datum.counts && i < datum.counts->size() ? (*datum.counts)[i] : 1;
      Merge(slot, {count, value * count, value, value, slot.unit, {value, count}});
    }
  } else {
    const double value = datum.value.value_or(0);
    slot = {1, value, value, value, slot.unit, {value, 1}};
  }
  return slot;
}

// Removes a few slots whose time has passed.
void Prune(state::Transaction& transaction, const std::string& prefix, Time now) {
  std::string oldest = prefix;
  state::AppendKeyPart(oldest, SlotText(now - kRetention));
  std::vector<std::string> expired;
  transaction.ForEachPrefix(prefix, "", [&](std::string_view found, std::string_view) {
    if (found >= oldest || expired.size() == kPrunedPerPut) return false;
    expired.emplace_back(found);
    return true;
  });
  for (const std::string& found : expired) transaction.Erase(found);
}

Time SlotFor(const MetricDatum& datum, Time now) {
  const Time time = datum.timestamp.value_or(now);
  if (datum.storage_resolution.value_or(60) < 60) return std::chrono::floor<std::chrono::seconds>(time);
  return std::chrono::floor<std::chrono::minutes>(time);
}

}  // namespace

MetricId MetricIdOf(std::string_view space, std::string_view name,
                    const std::optional<std::vector<Dimension>>& dimensions) {
  MetricId id{std::string(space), std::string(name), {}};
  if (dimensions) {
    for (const Dimension& dimension : *dimensions) id.dimensions.emplace_back(dimension.name, dimension.value);
  }
  std::sort(id.dimensions.begin(), id.dimensions.end());
  return id;
}

std::optional<std::vector<Dimension>> DimensionsOf(const MetricId& id) {
  std::vector<Dimension> dimensions;
  for (const auto& [name, value] : id.dimensions) dimensions.push_back({name, value});
  return dimensions;
}

Result<void> CloudWatch::Put(const api::Call& call, const std::string& space, const std::vector<MetricDatum>& data) {
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    for (const MetricDatum& datum : data) {
      const MetricId id = MetricIdOf(space, datum.metric_name, datum.dimensions);
      const std::string metric_key = MetricKey(call, "metric", id);
      const Time time = datum.timestamp.value_or(call.now);
      FIRN_TRY(auto metric, state::Load<MetricRecord>(transaction, metric_key));
      if (!metric || metric->latest < time) state::Save(transaction, metric_key, MetricRecord{time});
      const std::string prefix = MetricKey(call, "slot", id);
      std::string key = prefix;
      state::AppendKeyPart(key, SlotText(SlotFor(datum, call.now)));
      // Data of one slot under different units are kept apart, as CloudWatch does.
      const SlotRecord values = ValuesOf(datum);
      state::AppendKeyPart(key, values.unit);
      FIRN_TRY(auto slot, state::Load<SlotRecord>(transaction, key));
      SlotRecord merged = slot.value_or(SlotRecord{});
      Merge(merged, values);
      if (merged.values.size() > 2 * kDistinctValuesMax) merged.values.clear();
      state::Save(transaction, key, merged);
      Prune(transaction, prefix, call.now);
    }
    return {};
  });
}

Result<std::vector<PeriodValues>> CloudWatch::Periods(const api::Call& call, const MetricId& metric,
                                                      const PeriodQuery& query) const {
  const std::string prefix = MetricKey(call, "slot", metric);
  std::string first = prefix;
  state::AppendKeyPart(first, SlotText(query.begin));
  std::vector<PeriodValues> periods;
  Result<void> outcome;
  store.Read().ForEachEntry(prefix, first, [&](const state::EntryPointer& entry) {
    auto parts = state::SplitKey(entry->key());
    auto record = state::detail::DecodeEntry<SlotRecord>(entry);
    if (!parts || !record) {
      outcome = Fail(parts ? std::move(record).error() : std::move(parts).error());
      return false;
    }
    const Time slot = SlotOf((*parts)[parts->size() - 2]);
    if (slot >= query.end) return false;
    if (query.unit && (*record)->unit != *query.unit) return true;
    const Time start = query.begin + (slot - query.begin) / query.length * query.length;
    if (periods.empty() || periods.back().begin != start) periods.push_back({start, {}});
    Merge(periods.back().values, **record);
    return true;
  });
  FIRN_OK(std::move(outcome));
  return periods;
}

Result<CloudWatch::Listing> CloudWatch::Metrics(
    const api::Call& call, const std::string& after, size_t limit,
    const std::function<bool(const MetricId&, const MetricRecord&)>& wanted) const {
  Listing listing;
  std::string last;
  const std::string prefix = state::Key("cloudwatch", call.account, call.region, "metric");
  FIRN_TRY(const auto page, state::List<MetricRecord>(store.Read(), prefix, after, SIZE_MAX));
  for (const auto& item : page.items) {
    FIRN_TRY(const auto parts, state::SplitKey(item.key));
    FIRN_TRY(const auto dimensions, state::SplitKey(parts.back()));
    MetricId id{parts[4], parts[5], {}};
    for (size_t i = 0; i + 1 < dimensions.size(); i += 2) id.dimensions.emplace_back(dimensions[i], dimensions[i + 1]);
    if (!wanted(id, *item.value)) continue;
    if (listing.metrics.size() == limit) {
      listing.next = last;
      break;
    }
    listing.metrics.push_back(std::move(id));
    last = item.key;
  }
  return listing;
}

Unexpected ValidationError(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "ValidationError", 400, {}});
}

Result<void> CheckAbsent(bool present, std::string_view member) {
  if (!present) return {};
  return Fail(Error{Kind::kUnsupported, std::string(member) + " is not implemented", "NotImplemented", 501, {}});
}

std::string TokenOf(std::string_view kind, std::string_view position) {
  return Base64Encode(std::string(kind) + ":" + std::string(position));
}

std::optional<std::string> PositionOf(std::string_view kind, const std::string& token) {
  const auto text = Base64Decode(token);
  const std::string head = std::string(kind) + ":";
  if (!text || !text->starts_with(head)) return std::nullopt;
  return text->substr(head.size());
}

bool IsPeriod(int32_t seconds) {
  const bool high_resolution = seconds == 1 || seconds == 5 || seconds == 10 || seconds == 20 || seconds == 30;
  return high_resolution || (seconds > 0 && seconds % 60 == 0);
}

Time WholeSecond(Time time) { return std::chrono::floor<std::chrono::seconds>(time); }

}  // namespace firn::services::cloudwatch
