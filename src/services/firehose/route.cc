#include "services/firehose/route.h"

#include <algorithm>

#include "format/json.h"
#include "services/firehose/destination.h"

namespace firn::services::firehose {
namespace {

constexpr std::string_view kProcessor = "MetadataExtraction";
constexpr std::string_view kQuery = "MetadataExtractionQuery";
constexpr std::string_view kEngine = "JsonParsingEngine";
constexpr std::string_view kKnownEngine = "JQ-1.6";
constexpr const char* kNoTable = "Iceberg.NoSuchTable";
constexpr const char* kInvalidName = "Iceberg.InvalidTableName";
constexpr size_t kNameBytesMax = 255;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsWordPart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// What the model asks of DestinationDatabaseName and DestinationTableName.
bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytesMax &&
         std::all_of(name.begin(), name.end(), [](char c) { return IsWordPart(c) || c == '.'; });
}

std::string QueryOf(const api::firehose::IcebergDestinationConfiguration& destination) {
  const auto& processing = destination.processing_configuration;
  if (!processing || !processing->enabled.value_or(false) || !processing->processors) return {};
  for (const auto& processor : *processing->processors) {
    if (processor.type != kProcessor || !processor.parameters) continue;
    for (const auto& parameter : *processor.parameters) {
      if (parameter.parameter_name == kQuery) return parameter.parameter_value;
    }
  }
  return {};
}

Result<void> CheckProcessors(const api::firehose::IcebergDestinationConfiguration& destination) {
  const auto& processing = destination.processing_configuration;
  if (!processing || !processing->enabled.value_or(false) || !processing->processors) return {};
  bool found = false;
  for (const auto& processor : *processing->processors) {
    if (processor.type != kProcessor) {
      return NotImplementedHere("ProcessingConfiguration with processor " + processor.type);
    }
    if (found) {
      return api::firehose::InvalidArgumentException(
          "Only one MetadataExtraction processor is allowed");
    }
    found = true;
    std::string engine;
    for (const auto& parameter :
         processor.parameters.value_or(std::vector<api::firehose::ProcessorParameter>{})) {
      if (parameter.parameter_name == kEngine) engine = parameter.parameter_value;
    }
    if (engine != kKnownEngine) {
      return api::firehose::InvalidArgumentException(
          "JsonParsingEngine of a MetadataExtraction processor must be JQ-1.6");
    }
  }
  if (found && QueryOf(destination).empty()) {
    return api::firehose::InvalidArgumentException(
        "MetadataExtractionQuery of a MetadataExtraction processor must be specified");
  }
  return {};
}

}  // namespace

// The part of jq that names tables: an object construction whose values are texts or paths.
class Router::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<void> ParseInto(Router& router) {
    if (!Take('{')) return Unknown();
    do {
      FIRN_TRY(const std::string key, ParseKey());
      if (!Take(':')) return Unknown();
      FIRN_TRY(Term term, ParseTerm());
      std::optional<Term>* slot = nullptr;
      if (key == "destinationDatabaseName") slot = &router.database_term_;
      if (key == "destinationTableName") slot = &router.table_term_;
      if (key == "operation") slot = &router.operation_term_;
      if (slot == nullptr) {
        return api::firehose::InvalidArgumentException(
            "MetadataExtractionQuery has an unknown key: " + key);
      }
      *slot = std::move(term);
    } while (Take(','));
    if (!Take('}')) return Unknown();
    SkipSpace();
    if (at_ != text_.size()) return Unknown();
    return {};
  }

 private:
  Unexpected Unknown() const {
    return NotImplementedHere("A MetadataExtractionQuery other than an object of texts and paths");
  }
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }
  bool Take(char wanted) {
    SkipSpace();
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  std::string ParseWord() {
    const size_t begin = at_;
    while (at_ < text_.size() && IsWordPart(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  Result<std::string> ParseText() {
    SkipSpace();
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    if (at_ >= text_.size() || text_[at_] != '"' || end >= text_.size()) return Unknown();
    const auto parsed = format::ParseJson(text_.substr(at_, end + 1 - at_));
    if (!parsed) return Unknown();
    at_ = end + 1;
    return std::string(parsed->string_or(""));
  }
  Result<std::string> ParseKey() {
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == '"') return ParseText();
    std::string word = ParseWord();
    if (word.empty()) return Unknown();
    return word;
  }
  // ."a", .a, ["a"] and .["a"], as often as they come.
  Result<Term> ParseTerm() {
    SkipSpace();
    Term term;
    if (at_ < text_.size() && text_[at_] == '"') {
      FIRN_TRY(term.constant, ParseText());
      return term;
    }
    if (at_ == text_.size() || text_[at_] != '.') return Unknown();
    while (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '[')) {
      if (text_[at_] == '.') ++at_;
      if (at_ < text_.size() && text_[at_] == '[') {
        ++at_;
        FIRN_TRY(std::string member, ParseText());
        term.path.push_back(std::move(member));
        if (!Take(']')) return Unknown();
      } else {
        FIRN_TRY(std::string member, ParseKey());
        term.path.push_back(std::move(member));
      }
    }
    return term;
  }

  std::string_view text_;
  size_t at_ = 0;
};

Result<Router> Router::Of(const api::firehose::IcebergDestinationConfiguration& destination) {
  FIRN_OK(CheckProcessors(destination));
  Router router;
  const auto& tables = destination.destination_table_configuration_list;
  if (tables && tables->size() == 1) {
    router.database_ = tables->front().destination_database_name;
    router.table_ = tables->front().destination_table_name;
  }
  const std::string query = QueryOf(destination);
  if (!query.empty()) {
    FIRN_OK(Parser(query).ParseInto(router));
    router.reads_records_ = true;
    const bool named = router.database_term_ && router.table_term_;
    if (!named && router.table_.empty()) {
      return api::firehose::InvalidArgumentException(
          "MetadataExtractionQuery must give destinationDatabaseName and destinationTableName when "
          "DestinationTableConfigurationList does not name one table");
    }
  } else if (router.table_.empty()) {
    return NotImplementedHere(
        "Routing by a Lambda function: an Iceberg destination without MetadataExtraction and "
        "with other than one DestinationTableConfiguration");
  }
  return router;
}

// Null when the path leads nowhere or not to a text.
std::optional<std::string> Router::Evaluate(const Term& term, const format::Json& document) {
  if (term.constant) return term.constant;
  const format::Json* at = &document;
  for (const std::string& member : term.path) {
    at = at->Find(member);
    if (at == nullptr) return {};
  }
  if (!at->is_string()) return {};
  return std::string(at->string_or(""));
}

Route Router::For(std::string_view record) const {
  if (is_fixed()) return Fixed();
  Route route{database_, table_, {}, {}};
  const auto document = format::ParseJson(record);
  if (!document || !document->is_object()) {
    // Its table may still say what is wrong with it, when there is only one.
    if (!table_.empty()) return route;
    return {{}, {}, "Iceberg.InvalidRecord", "The record is not a JSON object"};
  }
  std::string operation = "insert";
  if (database_term_) route.database = Evaluate(*database_term_, *document).value_or(database_);
  if (table_term_) route.table = Evaluate(*table_term_, *document).value_or(table_);
  if (operation_term_) operation = Evaluate(*operation_term_, *document).value_or(operation);
  if (route.database.empty() || route.table.empty()) {
    return {{}, {}, kNoTable, "The record names no destination table"};
  }
  if (!IsName(route.database) || !IsName(route.table)) {
    return {{},
            {},
            kInvalidName,
            "The record's destination is no name of a table: " +
                (route.database + "." + route.table).substr(0, 2 * kNameBytesMax)};
  }
  if (operation != "insert") {
    return {{},
            {},
            "Iceberg.UnsupportedOperation",
            "Only the operation insert is delivered, not " + operation.substr(0, kNameBytesMax)};
  }
  return route;
}

api::firehose::DestinationTableConfiguration TableConfigurationOf(
    const api::firehose::IcebergDestinationConfiguration& destination, const Route& route) {
  for (const auto& table : destination.destination_table_configuration_list.value_or(
           std::vector<api::firehose::DestinationTableConfiguration>{})) {
    if (table.destination_database_name == route.database &&
        table.destination_table_name == route.table)
      return table;
  }
  api::firehose::DestinationTableConfiguration table;
  table.destination_database_name = route.database;
  table.destination_table_name = route.table;
  return table;
}

}  // namespace firn::services::firehose
