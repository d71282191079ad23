#include "services/glue/search.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

bool IsTokenByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool HasToken(std::string_view text, std::string_view token) {
  const std::string haystack = Lowercase(text), needle = Lowercase(token);
  if (haystack == needle) return true;
  size_t at = 0;
  while (at < haystack.size()) {
    while (at < haystack.size() && !IsTokenByte(haystack[at])) ++at;
    const size_t begin = at;
    while (at < haystack.size() && IsTokenByte(haystack[at])) ++at;
    if (at > begin && std::string_view(haystack).substr(begin, at - begin) == needle) return true;
  }
  return false;
}

// Times by the key that filters and sorts name them with.
const std::optional<Time>* TimeOf(const api_glue::Table& table, std::string_view key) {
  if (key == "createtime") return &table.create_time;
  if (key == "updatetime") return &table.update_time;
  if (key == "lastaccesstime") return &table.last_access_time;
  if (key == "lastanalyzedtime") return &table.last_analyzed_time;
  return nullptr;
}

bool IsTimeKey(std::string_view key) { return TimeOf(api_glue::Table(), key) != nullptr; }

constexpr std::array kTextKeys = {"name",      "databasename", "description", "owner",
                                  "tabletype", "createdby",    "location"};

std::string TextOf(const api_glue::Table& table, std::string_view key) {
  if (key == "name") return table.name;
  if (key == "databasename") return table.database_name.value_or("");
  if (key == "description") return table.description.value_or("");
  if (key == "owner") return table.owner.value_or("");
  if (key == "tabletype") return table.table_type.value_or("");
  if (key == "createdby") return table.created_by.value_or("");
  if (key == "location") {
    return table.storage_descriptor ? table.storage_descriptor->location.value_or("") : "";
  }
  // Any other key is one of the table's parameters.
  if (!table.parameters) return "";
  for (const auto& [name, value] : *table.parameters) {
    if (Lowercase(name) == key) return value;
  }
  return "";
}

// Every text of a table that a search looks into.
std::vector<std::string> TextsOf(const api_glue::Table& table) {
  std::vector<std::string> texts;
  for (const char* key : kTextKeys) texts.push_back(TextOf(table, key));
  const auto add = [&](const std::optional<std::vector<api_glue::Column>>& columns) {
    if (!columns) return;
    for (const auto& column : *columns) {
      texts.push_back(column.name);
      texts.push_back(column.comment.value_or(""));
    }
  };
  if (table.storage_descriptor) add(table.storage_descriptor->columns);
  add(table.partition_keys);
  if (table.parameters) {
    for (const auto& [name, value] : *table.parameters) {
      texts.push_back(name);
      texts.push_back(value);
    }
  }
  return texts;
}

bool Compares(const std::string& comparator, Time time, Time wanted) {
  if (comparator == "GREATER_THAN") return time > wanted;
  if (comparator == "GREATER_THAN_EQUALS") return time >= wanted;
  if (comparator == "LESS_THAN") return time < wanted;
  if (comparator == "LESS_THAN_EQUALS") return time <= wanted;
  return time == wanted;
}

}  // namespace

Result<TableSearch> TableSearch::Of(const api_glue::SearchTablesInput& input) {
  TableSearch search;
  search.text_ = input.search_text;
  for (const auto& given : input.filters.value_or(std::vector<api_glue::PropertyPredicate>{})) {
    if (!given.key || !given.value) {
      return api_glue::InvalidInputException("A filter must have a Key and a Value");
    }
    Filter filter{Lowercase(*given.key), *given.value, given.comparator.value_or("EQUALS"), {}};
    if (IsTimeKey(filter.key)) {
      filter.time = ParseIso8601(filter.value);
      if (!filter.time) return api_glue::InvalidInputException("Not a time: " + filter.value);
    } else if (filter.comparator != "EQUALS") {
      return api_glue::InvalidInputException("Only times can be compared with " +
                                             filter.comparator);
    }
    search.filters_.push_back(std::move(filter));
  }
  if (!input.sort_criteria || input.sort_criteria->empty()) return search;
  const auto& sort = input.sort_criteria->front();
  search.sort_field_ = Lowercase(sort.field_name.value_or(""));
  search.descending_ = sort.sort.value_or("ASC") == "DESC";
  const bool known =
      IsTimeKey(search.sort_field_) ||
      std::find(kTextKeys.begin(), kTextKeys.end(), search.sort_field_) != kTextKeys.end();
  if (!known) {
    return api_glue::InvalidInputException("Tables cannot be sorted by " +
                                           sort.field_name.value_or(""));
  }
  return search;
}

bool TableSearch::Matches(const api_glue::Table& table) const {
  for (const Filter& filter : filters_) {
    if (filter.time) {
      const auto& time = *TimeOf(table, filter.key);
      if (!time || !Compares(filter.comparator, *time, *filter.time)) return false;
    } else if (!HasToken(TextOf(table, filter.key), filter.value)) {
      return false;
    }
  }
  if (!text_) return true;
  const std::vector<std::string> texts = TextsOf(table);
  const bool quoted = text_->size() >= 2 && text_->front() == '"' && text_->back() == '"';
  const std::string wanted = quoted ? text_->substr(1, text_->size() - 2) : *text_;
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
    return quoted ? Lowercase(text) == Lowercase(wanted) : HasToken(text, wanted);
  });
}

std::string TableSearch::OrderOf(const api_glue::Table& table) const {
  std::string field;
  if (const auto* time = TimeOf(table, sort_field_)) {
    field = *time ? FormatIso8601Millis(**time) : "";
  } else if (!sort_field_.empty()) {
    field = Lowercase(TextOf(table, sort_field_));
  }
  std::string order;
  state::AppendKeyPart(order, field);
  if (descending_) {
    for (char& c : order) c = static_cast<char>(~c);
  }
  state::AppendKeyPart(order, table.database_name.value_or(""));
  state::AppendKeyPart(order, table.name);
  return order;
}

}  // namespace firn::services::glue
