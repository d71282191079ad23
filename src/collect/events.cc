#include "collect/events.h"

#include "collect/limits.h"
#include "format/json.h"

namespace firn::collect {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

void Reject(Events& events, size_t number, std::string reason) {
  ++events.wrong_count;
  if (events.wrong.size() < kBadEventsNamedMax) {
    events.wrong.emplace_back(number, std::move(reason));
  }
}

void Take(Events& events, size_t number, std::string_view text) {
  if (text.size() > kRecordBytesMax) {
    Reject(events, number, "above 1000 KiB");
  } else {
    events.records.emplace_back(text);
  }
}

// The elements of an array that is known to be valid JSON, as they were written.
std::vector<std::string_view> Elements(std::string_view array) {
  std::vector<std::string_view> elements;
  int depth = 0;
  bool quoted = false;
  size_t from = 1;
  for (size_t i = 0; i < array.size(); ++i) {
    const char c = array[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if ((c == ',' && depth == 1) || depth == 0) {
      const std::string_view element = Trim(array.substr(from, i - from));
      if (!element.empty()) elements.push_back(element);
      from = i + 1;
    }
  }
  return elements;
}

Result<Events> ReadArray(std::string_view text) {
  FIRN_TRY(const format::Json array, format::ParseJson(text));
  Events events;
  const auto elements = Elements(text);
  for (size_t i = 0; i < elements.size(); ++i) {
    if (array.array()[i].is_object()) {
      Take(events, i + 1, elements[i]);
    } else {
      Reject(events, i + 1, "not a JSON object");
    }
  }
  return events;
}

Events ReadLines(std::string_view body) {
  Events events;
  size_t number = 0;
  while (!body.empty()) {
    ++number;
    const size_t end = body.find('\n');
    const std::string_view line = Trim(body.substr(0, end));
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    if (line.empty()) continue;
    const auto json = format::ParseJson(line);
    if (!json) {
      Reject(events, number, json.error().message);
    } else if (!json->is_object()) {
      Reject(events, number, "not a JSON object");
    } else {
      Take(events, number, line);
    }
  }
  return events;
}

}  // namespace

Result<Events> ReadEvents(std::string_view body) {
  const std::string_view text = Trim(body);
  if (text.starts_with('[')) return ReadArray(text);
  // A single object may span lines; anything else is lines.
  if (text.find('\n') != std::string_view::npos) {
    const auto whole = format::ParseJson(text);
    if (whole && whole->is_object()) {
      Events events;
      Take(events, 1, text);
      return events;
    }
  }
  return ReadLines(body);
}

}  // namespace firn::collect
