#pragma once

#include <string>
#include <vector>

#include "services/glue/glue.h"

namespace firn::services::glue {

// What SearchTables looks for. Texts are compared token by token, as Glue documents it: a value is
// found in "customer-link" when it is one of the words between punctuation; a search text in quotes
// must be the whole. Threads: a value.
class TableSearch {
 public:
  // InvalidInputException for keys, times or sort fields that tables do not have.
  static Result<TableSearch> Of(const api::glue::SearchTablesInput& input);

  bool Matches(const api::glue::Table& table) const;

  // Orders tables as the request wants them; different for each table.
  std::string OrderOf(const api::glue::Table& table) const;

 private:
  struct Filter {
    std::string key;
    std::string value;
    std::string comparator;
    std::optional<Time> time;
  };

  std::vector<Filter> filters_;
  std::optional<std::string> text_;
  std::string sort_field_;
  bool descending_ = false;
};

}  // namespace firn::services::glue
