#include "services/iam/rows.h"

#include <algorithm>
#include <utility>

#include "api/iam.h"

namespace firn::services::iam {
namespace {

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr size_t kIdCharacters = 17;  // after the four of the prefix
constexpr size_t kEverything = SIZE_MAX;

template <class Row>
std::string PrefixOf(const AccountId& account) {
  return state::Key("iam", account, KindOf<Row>::kKey);
}

template <class Row>
size_t CountIn(const state::Reader& reader, const AccountId& account) {
  size_t count = 0;
  reader.ForEachPrefix(PrefixOf<Row>(account), "", [&](std::string_view, std::string_view) {
    ++count;
    return true;
  });
  return count;
}

}  // namespace

std::string Folded(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string ArnOf(const AccountId& account, std::string_view kind, std::string_view path,
                  std::string_view name) {
  return Arn::Global("iam", account, std::string(kind) + std::string(path) + std::string(name))
      .text();
}

std::string Iam::NewId(std::string_view prefix) {
  return std::string(prefix) + random_.Text(kIdCharacters, kIdAlphabet);
}

template <class Row>
Result<Iam::RowPointer<Row>> Iam::Find(const state::Reader& reader, const AccountId& account,
                                       std::string_view name) {
  FIRN_TRY(auto row, state::LoadShared<Row>(reader, RowKey<Row>(account, name)));
  // Found without regard to case, but named exactly.
  if (row != nullptr && CalledOf(*row) != name) row = nullptr;
  return row;
}

template <class Row>
Result<Iam::RowPointer<Row>> Iam::Get(const AccountId& account, std::string_view name) const {
  FIRN_TRY(auto row, Find<Row>(store_.Read(), account, name));
  if (row == nullptr) return KindOf<Row>::Missing(name);
  return row;
}

template <class Row>
Result<std::vector<Iam::RowPointer<Row>>> Iam::AllIn(const state::Reader& reader,
                                                     const AccountId& account) {
  FIRN_TRY(auto page, state::List<Row>(reader, PrefixOf<Row>(account), "", kEverything));
  std::vector<RowPointer<Row>> rows;
  for (auto& item : page.items) rows.push_back(std::move(item.value));
  return rows;
}

template <class Row>
Result<std::vector<Iam::RowPointer<Row>>> Iam::All(const AccountId& account) const {
  return AllIn<Row>(store_.Read(), account);
}

template <class Row>
Result<Row> Iam::Add(const AccountId& account, Row row) {
  using Kind = KindOf<Row>;
  auto& object = ObjectOf(row);
  if (!Kind::kPrefix.empty()) object.id = NewId(Kind::kPrefix);
  object.arn = ArnOf(account, Kind::kResource, object.path, object.name);
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(RowKey<Row>(account, CalledOf(row)))) {
      return Kind::Taken(Kind::kByArn ? object.arn : object.name);
    }
    if (CountIn<Row>(transaction, account) >= Kind::kMax) {
      return api::iam::LimitExceededException("Cannot exceed quota for " +
                                              std::string(Kind::kQuota) + ": " +
                                              std::to_string(Kind::kMax));
    }
    SaveRow(transaction, account, row);
    return {};
  }));
  return row;
}

template <class Row>
Result<void> Iam::Change(const AccountId& account, std::string_view name,
                         const RowChange<Row>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<Row>(transaction, account, name));
    if (found == nullptr) return KindOf<Row>::Missing(name);
    Row row = *found;
    FIRN_OK(change(row, transaction));
    SaveRow(transaction, account, row);
    return {};
  });
}

template <class Row>
Result<void> Iam::Remove(const AccountId& account, std::string_view name,
                         const RowCheck<Row>& check) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<Row>(transaction, account, name));
    if (found == nullptr) return KindOf<Row>::Missing(name);
    FIRN_OK(check(*found, transaction));
    transaction.Erase(RowKey<Row>(account, name));
    return {};
  });
}

#define FIRN_IAM_ROWS(Row)                                                                       \
  template Result<Iam::RowPointer<Row>> Iam::Find<Row>(const state::Reader&, const AccountId&,   \
                                                       std::string_view);                        \
  template Result<Iam::RowPointer<Row>> Iam::Get<Row>(const AccountId&, std::string_view) const; \
  template Result<std::vector<Iam::RowPointer<Row>>> Iam::AllIn<Row>(const state::Reader&,       \
                                                                     const AccountId&);          \
  template Result<std::vector<Iam::RowPointer<Row>>> Iam::All<Row>(const AccountId&) const;      \
  template Result<Row> Iam::Add<Row>(const AccountId&, Row);                                     \
  template Result<void> Iam::Change<Row>(const AccountId&, std::string_view,                     \
                                         const RowChange<Row>&);                                 \
  template Result<void> Iam::Remove<Row>(const AccountId&, std::string_view, const RowCheck<Row>&)

FIRN_IAM_ROWS(RoleRow);
FIRN_IAM_ROWS(UserRow);
FIRN_IAM_ROWS(GroupRow);
FIRN_IAM_ROWS(PolicyRow);
FIRN_IAM_ROWS(ProfileRow);
FIRN_IAM_ROWS(CertificateRow);
FIRN_IAM_ROWS(MfaRow);
FIRN_IAM_ROWS(OidcRow);
FIRN_IAM_ROWS(SamlRow);

#undef FIRN_IAM_ROWS

}  // namespace firn::services::iam
