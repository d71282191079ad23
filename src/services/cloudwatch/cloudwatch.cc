#include "services/cloudwatch/cloudwatch.h"

#include <algorithm>
#include <cstdio>

namespace firn::services::cloudwatch {
namespace {

using api::cloudwatch::Dimension;
using api::cloudwatch::MetricDatum;

constexpr auto kRetention = std::chrono::hours(24 * 15);
constexpr size_t kPrunedPerPut = 16;  // expired minutes removed with each datum, so that no put pays for many

// Keys: metric/<space>/<name>/<dimensions> lists what exists; minute/<the same>/<minute> holds the data.
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

std::string MinuteText(Time time) {
  char text[24];
  std::snprintf(text, sizeof text, "%012lld",
                static_cast<long long>(std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count()));
  return text;
}

Time MinuteOf(std::string_view text) {
  return Time(std::chrono::minutes(std::strtoll(std::string(text).c_str(), nullptr, 10)));
}

void Merge(MinuteRecord& into, const MinuteRecord& more) {
  if (more.count == 0) return;
  into.minimum = into.count == 0 ? more.minimum : std::min(into.minimum, more.minimum);
  into.maximum = into.count == 0 ? more.maximum : std::max(into.maximum, more.maximum);
  into.count += more.count;
  into.sum += more.sum;
  if (into.unit.empty()) into.unit = more.unit;
}

MinuteRecord ValuesOf(const MetricDatum& datum) {
  MinuteRecord values;
  values.unit = datum.unit.value_or("None");
  if (datum.statistic_values) {
    const auto& set = *datum.statistic_values;
    values.count = set.sample_count;
    values.sum = set.sum;
    values.minimum = set.minimum;
    values.maximum = set.maximum;
  } else if (datum.values) {
    for (size_t i = 0; i < datum.values->size(); ++i) {
      const double value = (*datum.values)[i];
      const double count = datum.counts && i < datum.counts->size() ? (*datum.counts)[i] : 1;
      Merge(values, {count, value * count, value, value, values.unit});
    }
  } else {
    const double value = datum.value.value_or(0);
    values = {1, value, value, value, values.unit};
  }
  return values;
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
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    for (const MetricDatum& datum : data) {
      const MetricId id = MetricIdOf(space, datum.metric_name, datum.dimensions);
      const std::string metric_key = MetricKey(call, "metric", id);
      if (!transaction.Has(metric_key)) transaction.Put(metric_key, "");
      const std::string prefix = MetricKey(call, "minute", id);
      std::string key = prefix;
      state::AppendKeyPart(key, MinuteText(datum.timestamp.value_or(call.now)));
      // Data of one minute under different units are kept apart, as CloudWatch does.
      const MinuteRecord values = ValuesOf(datum);
      state::AppendKeyPart(key, values.unit);
      FIRN_TRY(auto minute, state::Load<MinuteRecord>(transaction, key));
      MinuteRecord merged = minute.value_or(MinuteRecord{});
      Merge(merged, values);
      state::Save(transaction, key, merged);

      std::string oldest = prefix;
      state::AppendKeyPart(oldest, MinuteText(call.now - kRetention));
      std::vector<std::string> expired;
      transaction.ForEachPrefix(prefix, "", [&](std::string_view found, std::string_view) {
        if (found >= oldest || expired.size() == kPrunedPerPut) return false;
        expired.emplace_back(found);
        return true;
      });
      for (const std::string& found : expired) transaction.Erase(found);
    }
    return {};
  });
}

Result<std::vector<PeriodStatistics>> CloudWatch::Statistics(const api::Call& call, const MetricId& metric, Time begin,
                                                             Time end, Duration length,
                                                             const std::optional<std::string>& unit) const {
  const std::string prefix = MetricKey(call, "minute", metric);
  std::string first = prefix;
  state::AppendKeyPart(first, MinuteText(begin));
  std::vector<PeriodStatistics> periods;
  Result<void> outcome;
  store_.Read().ForEachEntry(prefix, first, [&](const state::EntryPointer& entry) {
    auto parts = state::SplitKey(entry->key());
    auto record = state::detail::DecodeEntry<MinuteRecord>(entry);
    if (!parts || !record) {
      outcome = Fail(parts ? std::move(record).error() : std::move(parts).error());
      return false;
    }
    const Time minute = MinuteOf((*parts)[parts->size() - 2]);
    if (minute >= end) return false;
    if (unit && (*record)->unit != *unit) return true;
    const Time start = begin + (minute - begin) / length * length;
    if (periods.empty() || periods.back().begin != start) periods.push_back({start, {}});
    Merge(periods.back().values, **record);
    return true;
  });
  FIRN_OK(std::move(outcome));
  return periods;
}

Result<CloudWatch::Listing> CloudWatch::Metrics(const api::Call& call, const std::string& after, size_t limit,
                                                const std::function<bool(const MetricId&)>& wanted) const {
  Listing listing;
  Result<void> outcome;
  std::string last;
  const std::string prefix = state::Key("cloudwatch", call.account, call.region, "metric");
  store_.Read().ForEachPrefix(prefix, after, [&](std::string_view key, std::string_view) {
    auto parts = state::SplitKey(key);
    auto dimensions = parts ? state::SplitKey(parts->back()) : Result<std::vector<std::string>>();
    if (!parts || !dimensions) {
      outcome = Fail(parts ? std::move(dimensions).error() : std::move(parts).error());
      return false;
    }
    MetricId id{(*parts)[4], (*parts)[5], {}};
    for (size_t i = 0; i + 1 < dimensions->size(); i += 2) {
      id.dimensions.emplace_back((*dimensions)[i], (*dimensions)[i + 1]);
    }
    if (!wanted(id)) return true;
    if (listing.metrics.size() == limit) {
      listing.next = last;
      return false;
    }
    listing.metrics.push_back(std::move(id));
    last = std::string(key);
    return true;
  });
  FIRN_OK(std::move(outcome));
  return listing;
}

}  // namespace firn::services::cloudwatch
