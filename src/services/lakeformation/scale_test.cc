// The cost of a decision and of a list does not grow with what others were granted. FIRN_GRANTS
// sets how many there are; a million takes half a minute.

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "services/lakeformation/lakeformation_fixture.h"
#include "state/detail/journal.h"

namespace firn::services::lakeformation {
namespace {

class ForgetfulJournal final : public state::detail::Journal {
 public:
  Result<std::vector<state::EntryPointer>> Load() override {
    return std::vector<state::EntryPointer>();
  }
  Result<void> Commit(const std::vector<state::Change>&) override { return {}; }
  void Tidy() override {}
};

size_t Grants() {
  const char* given = std::getenv("FIRN_GRANTS");
  return given == nullptr ? 20'000 : std::strtoul(given, nullptr, 10);
}

class ScaleTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = state::Store::Over(std::make_unique<ForgetfulJournal>());
    ASSERT_TRUE(store);
    store_ = *std::move(store);
    lake_ =
        std::make_unique<LakeFormation>(*store_, Surroundings{around_, around_, around_, around_});
    const size_t all = Grants();
    for (size_t first = 0; first < all; first += 10'000) {
      ASSERT_TRUE(store_->Write([&](state::Transaction& transaction) -> Result<void> {
        for (size_t i = first; i < std::min(all, first + 10'000); ++i) Put(transaction, i);
        return {};
      }));
    }
  }

  // A third is on the one table to others, a third to the one role on other tables, a third by
  // LF-tags that the table does not bear.
  static void Put(state::Transaction& transaction, size_t i) {
    GrantRecord record;
    record.principal = i % 3 == 0 ? "arn:aws:iam::111122223333:role/r" + std::to_string(i) : kRole;
    record.catalog = kBucket;
    record.database = "ns";
    record.table = i % 3 == 1 ? "t" + std::to_string(i) : "t";
    record.permissions = {"SELECT"};
    if (i % 3 == 2) {
      record.catalog = kOurs.text();
      record.database.clear();
      record.table.clear();
      record.policy_type = "TABLE";
      record.conditions = {{"team", {"v" + std::to_string(i)}}};
    }
    std::string key = PrefixOf(kOurs.text(), kRegion, record);
    state::AppendKeyPart(key, record.principal);
    state::AppendKeyPart(key, "");
    state::Save(transaction, key, record);
    for (const auto& index : PolicyIndexKeys(kOurs.text(), kRegion, record)) {
      transaction.Put(index, key);
    }
  }

  Fakes around_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<LakeFormation> lake_;
};

template <class Work>
double MicrosecondsOf(int times, Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) work();
  const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
  return spent.count() / times;
}

TEST_F(ScaleTest, DecisionsReadOnlyTheirOwnGrants) {
  const authz::LakeResource table{kBucket, "ns", "t4"};
  const auto role = Session(kRole);
  const auto facts = lake_->FactsFor(role, table, kRegion);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->grants.size(), 1u);
  EXPECT_TRUE(authz::DecideLake(role, {"SELECT", table, kRegion}, *facts).allowed);
  const authz::LakeResource busy{kBucket, "ns", "t"};
  EXPECT_TRUE(lake_->FactsFor(role, busy, kRegion)->grants.empty());
  for (const auto& resource : {table, busy}) {
    const double spent = MicrosecondsOf(20'000, [&] {
      const auto rights = lake_->RightsOf(role, resource, kRegion);
      EXPECT_TRUE(rights);
    });
    std::cout << spent << " us for a decision about " << resource.table << " among " << Grants()
              << " grants\n";
  }
}

TEST_F(ScaleTest, ListsReadOnlyTheGrantsOnTheirTable) {
  AllowAll allow;
  LakeFormationService service(*lake_, allow);
  api::Call call;
  call.account = kOurs;
  call.principal = authz::RootOf(kOurs);
  call.region = *firn::Region::Parse(kRegion);
  lf::ListPermissionsInput input;
  input.resource = Table("t4");
  const double spent = MicrosecondsOf(1'000, [&] {
    const auto page = service.ListPermissions(call, input);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->principal_resource_permissions->size(), 1u);
  });
  std::cout << spent << " us for a list of one table among " << Grants() << " grants\n";
  input.resource.reset();
  size_t rows = 0;
  int pages = 0;
  do {
    const auto page = service.ListPermissions(call, input);
    ASSERT_TRUE(page);
    rows += page->principal_resource_permissions->size();
    input.next_token = page->next_token;
  } while (input.next_token && ++pages < 20);
  EXPECT_EQ(rows, std::min<size_t>(Grants(), 2'000));
}

}  // namespace
}  // namespace firn::services::lakeformation
