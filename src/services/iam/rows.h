#pragma once

#include <string>
#include <string_view>

#include "services/iam/iam.h"
#include "state/key.h"
#include "state/table.h"

// Where rows lie in the store; for the files that are Iam's own.
namespace firn::services::iam {

// Names are unique without regard to case.
std::string Folded(std::string_view name);

inline std::string AccessKeyKey(std::string_view id) { return state::Key("iam-access-key", id); }

template <class Row>
std::string RowKey(const AccountId& account, std::string_view name) {
  return state::Key("iam", account, KindOf<Row>::kKey, Folded(name));
}

// What a row is called: its name, or its ARN where operations name it so.
template <class Row>
const std::string& CalledOf(const Row& row) {
  if constexpr (KindOf<Row>::kByArn) {
    return row.arn;
  } else {
    return ObjectOf(row).name;
  }
}

template <class Row>
void SaveRow(state::Transaction& transaction, const AccountId& account, const Row& row) {
  state::Save(transaction, RowKey<Row>(account, CalledOf(row)), row);
}

}  // namespace firn::services::iam
