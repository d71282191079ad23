#include "format/json_document.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <unordered_map>

#include "format/limits.h"

namespace firn::format {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr size_t kPairwiseKeysMax = 24;

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);
static_assert(sizeof(element) == sizeof(std::array<uint64_t, 2>) && std::is_trivially_copyable_v<element>);

element ElementOf(const std::array<uint64_t, 2>& bits) { return std::bit_cast<element>(bits); }

Json Convert(const element& value);

// Compares every pair of a small object, which costs no memory; a large one may always repeat.
bool MayRepeatKeys(const Json::Object& entries) {
  if (entries.size() > kPairwiseKeysMax) return true;
  for (size_t i = 1; i < entries.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (entries[i].first == entries[j].first) return true;
    }
  }
  return false;
}

Json ConvertObject(const simdjson::dom::object& object) {
  Json::Object entries;
  entries.reserve(object.size());
  for (const auto field : object)
    entries.emplace_back(std::string(field.key), Convert(field.value));
  if (!MayRepeatKeys(entries)) return Json(std::move(entries));
  // The last of repeated keys wins; sorting positions finds repeats without comparing every pair.
  std::vector<size_t> order(entries.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const int compared = entries[a].first.compare(entries[b].first);
    return compared != 0 ? compared < 0 : a < b;
  });
  std::vector<size_t> doomed;
  for (size_t i = 0; i + 1 < order.size(); ++i) {
    if (entries[order[i]].first == entries[order[i + 1]].first) doomed.push_back(order[i]);
  }
  std::sort(doomed.begin(), doomed.end());
  for (auto position = doomed.rbegin(); position != doomed.rend(); ++position) {
    entries.erase(entries.begin() + static_cast<ptrdiff_t>(*position));
  }
  return Json(std::move(entries));
}

Json Convert(const element& value) {
  switch (value.type()) {
    case element_type::ARRAY: {
      const simdjson::dom::array array = value.get_array().value_unsafe();
      Json::Array values;
      values.reserve(array.size());
      for (const auto one : array) values.push_back(Convert(one));
      return Json(std::move(values));
    }
    case element_type::OBJECT: return ConvertObject(value.get_object().value_unsafe());
    case element_type::INT64: return Json(static_cast<int64_t>(value.get_int64().value_unsafe()));
    case element_type::UINT64:
      return Json(static_cast<uint64_t>(value.get_uint64().value_unsafe()));
    case element_type::DOUBLE: return Json(value.get_double().value_unsafe());
    case element_type::STRING: return Json(std::string_view(value.get_string().value_unsafe()));
    case element_type::BOOL: return Json(static_cast<bool>(value.get_bool().value_unsafe()));
    case element_type::NULL_VALUE: return Json();
  }
  return Json();
}

// The parser refuses integers beyond 64 bits, which JSON allows; with a fraction it reads them as
// doubles.
std::string WithLongIntegersAsDoubles(std::string_view text) {
  constexpr size_t kDigitsOfInt64 = 19;
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\';
      i = std::min(i + 1, text.size());
      out += text.substr(begin, i - begin);
      continue;
    }
    const auto digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (!digit()) {
      out += text[i++];
      continue;
    }
    // Digits of a fraction or an exponent belong to a number that is a double already.
    const bool whole =
        begin == 0 || std::string_view(".eE+").find(text[begin - 1]) == std::string_view::npos;
    const bool exponent = begin > 1 && text[begin - 1] == '-' && (text[begin - 2] | 0x20) == 'e';
    while (digit()) ++i;
    out += text.substr(begin, i - begin);
    const bool ends =
        i == text.size() || std::string_view(".eE").find(text[i]) == std::string_view::npos;
    if (whole && !exponent && ends && text[begin] != '0' && i - begin >= kDigitsOfInt64) {
      int64_t value;
      const char* first = text.data() + begin - (begin > 0 && text[begin - 1] == '-' ? 1 : 0);
      if (std::from_chars(first, text.data() + i, value).ec != std::errc()) out += ".0";
    }
  }
  return out;
}

}  // namespace

bool JsonView::is_null() const { return ElementOf(element_).type() == element_type::NULL_VALUE; }
bool JsonView::is_bool() const { return ElementOf(element_).type() == element_type::BOOL; }
bool JsonView::is_integer() const {
  const element value = ElementOf(element_);
  // Unsigned only beyond 2^63.
  return value.type() == element_type::INT64;
}
bool JsonView::is_number() const { return ElementOf(element_).is_number(); }
bool JsonView::is_string() const { return ElementOf(element_).type() == element_type::STRING; }
bool JsonView::is_array() const { return ElementOf(element_).type() == element_type::ARRAY; }
bool JsonView::is_object() const { return ElementOf(element_).type() == element_type::OBJECT; }

bool JsonView::bool_or(bool fallback) const {
  return is_bool() ? static_cast<bool>(ElementOf(element_).get_bool().value_unsafe()) : fallback;
}

int64_t JsonView::integer_or(int64_t fallback) const {
  return is_number() ? Convert(ElementOf(element_)).integer_or(fallback) : fallback;
}

double JsonView::number_or(double fallback) const {
  return is_number() ? static_cast<double>(ElementOf(element_).get_double().value_unsafe()) : fallback;
}

std::string_view JsonView::string_or(std::string_view fallback) const {
  return is_string() ? std::string_view(ElementOf(element_).get_string().value_unsafe()) : fallback;
}

std::optional<JsonView> JsonView::Find(std::string_view key) const {
  std::optional<JsonView> found;
  if (!is_object()) return found;
  const simdjson::dom::object object = ElementOf(element_).get_object().value_unsafe();
  for (const auto field : object) {
    if (std::string_view(field.key) == key) found.emplace().element_ = std::bit_cast<std::array<uint64_t, 2>>(field.value);
  }
  return found;
}

Result<void> JsonView::ForEachElement(const std::function<Result<void>(JsonView)>& visit) const {
  if (!is_array()) return {};
  const simdjson::dom::array array = ElementOf(element_).get_array().value_unsafe();
  for (const element one : array) {
    JsonView view;
    view.element_ = std::bit_cast<std::array<uint64_t, 2>>(one);
    FIRN_OK(visit(view));
  }
  return {};
}

Result<void> JsonView::ForEachMember(const std::function<Result<void>(std::string_view, JsonView)>& visit) const {
  if (!is_object()) return {};
  const simdjson::dom::object object = ElementOf(element_).get_object().value_unsafe();
  // The last of repeated keys wins; where it stands is noted before anything is visited.
  std::unordered_map<std::string_view, size_t> last;
  size_t position = 0;
  for (const auto field : object) last[field.key] = position++;
  position = 0;
  for (const auto field : object) {
    if (last[field.key] != position++) continue;
    JsonView view;
    view.element_ = std::bit_cast<std::array<uint64_t, 2>>(field.value);
    FIRN_OK(visit(field.key, view));
  }
  return {};
}

Json JsonView::Copy() const { return Convert(ElementOf(element_)); }

struct JsonDocument::Parser {
  // A thread keeps one with its buffers, so that small documents cost no allocation of their own.
  static thread_local std::unique_ptr<Parser> kept;

  simdjson::dom::parser parser;
};

thread_local std::unique_ptr<JsonDocument::Parser> JsonDocument::Parser::kept;

JsonDocument::JsonDocument(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;

JsonDocument::~JsonDocument() {
  // What met a large document must not hold on to its size for the thread's life.
  if (parser_ != nullptr && parser_->parser.capacity() <= kJsonParserKeptBytes) Parser::kept = std::move(parser_);
}

Result<JsonDocument> JsonDocument::Parse(std::string_view text, size_t readable_behind) {
  if (text.empty()) return Fail(Kind::kInvalid, "JSON: the text is empty");
  JsonDocument document(Parser::kept != nullptr ? std::move(Parser::kept) : std::make_unique<Parser>());
  simdjson::dom::parser& parser = document.parser_->parser;
  if (parser.max_depth() != kJsonDepthMax &&
      parser.allocate(text.size(), kJsonDepthMax) != simdjson::SUCCESS) {
    return Fail(Kind::kUnavailable, "JSON: no memory for the parser");
  }
  element root;
  auto error = parser.parse(text.data(), text.size(), readable_behind < kJsonPadding).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    error = parser.parse(WithLongIntegersAsDoubles(text)).get(root);
  }
  if (error != simdjson::SUCCESS) {
    return Fail(Kind::kInvalid, std::string("JSON: ") + simdjson::error_message(error));
  }
  document.root_.element_ = std::bit_cast<std::array<uint64_t, 2>>(root);
  return document;
}

}  // namespace firn::format
