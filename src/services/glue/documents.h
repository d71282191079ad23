#pragma once

#include "services/glue/table_state.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

// Objects of Glue that are kept as they were described and do nothing here: connections, jobs,
// crawlers, triggers, workflows and the like.
struct DocumentKind {
  std::string_view type;     // of its ARN, "job"
  std::string_view missing;  // "Job "; the name and `missing_end` follow
  std::string_view missing_end = " not found.";
  std::string_view exists = "";  // "Job already exists."
};

std::string DocumentPrefix(const api::Call& call, const DocumentKind& kind);
std::string DocumentKey(const api::Call& call, const DocumentKind& kind, std::string_view name);
std::string DocumentArn(const api::Call& call, const DocumentKind& kind, std::string_view name);
Unexpected NoDocument(const DocumentKind& kind, std::string_view name);

// What an action on a document needs; without a name on all of its kind.
authz::Needs NeedsOnDocument(const api::Call& call, std::string_view action,
                             const DocumentKind& kind, std::string_view name);

// Whether an object with an ARN of this type and name is kept and may bear tags.
bool HasDocument(const state::Reader& reader, const api::Call& call, std::string_view type,
                 std::string_view name);

template <class T>
Result<T> FindDocument(const state::Reader& reader, const api::Call& call, const DocumentKind& kind,
                       const std::string& name) {
  FIRN_TRY(auto found, state::Load<T>(reader, DocumentKey(call, kind, name)));
  if (!found) return NoDocument(kind, name);
  return *std::move(found);
}

// AlreadyExistsException when the name is taken.
template <class T>
Result<void> AddDocument(const Glue& glue, const api::Call& call, const DocumentKind& kind,
                         const std::string& name, const T& document,
                         const std::optional<Tags>& tags) {
  FIRN_OK(CheckNewTags(tags));
  return glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DocumentKey(call, kind, name);
    if (transaction.Has(key)) return api::glue::AlreadyExistsException(std::string(kind.exists));
    state::Save(transaction, key, document);
    SaveNewTags(transaction, call, DocumentArn(call, kind, name), tags);
    return {};
  });
}

template <class T>
Result<void> ChangeDocument(const Glue& glue, const api::Call& call, const DocumentKind& kind,
                            const std::string& name,
                            const std::function<Result<void>(T&)>& change) {
  return glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(T document, FindDocument<T>(transaction, call, kind, name));
    FIRN_OK(change(document));
    state::Save(transaction, DocumentKey(call, kind, name), document);
    return {};
  });
}

// Removes a document with its tags; false when there was none.
Result<bool> DropDocument(const Glue& glue, const api::Call& call, const DocumentKind& kind,
                          const std::string& name);

// A page of the documents of a kind, by name, that bear all of these tags and that `accept` wants.
template <class T>
Result<RecordPage<T>> ListDocuments(const Glue& glue, const api::Call& call,
                                    const DocumentKind& kind,
                                    const std::optional<std::string>& token,
                                    const std::optional<int32_t>& limit,
                                    const std::optional<Tags>& tags,
                                    const std::function<std::string(const T&)>& name_of,
                                    const std::function<bool(const T&)>& accept = {}) {
  const auto snapshot = glue.store.Read();
  return ListPage<T>(snapshot, DocumentPrefix(call, kind), token,
                     static_cast<size_t>(limit.value_or(100)), [&](const T& document) {
                       if (accept && !accept(document)) return Result<bool>(false);
                       return HasTags(snapshot, call, DocumentArn(call, kind, name_of(document)),
                                      tags);
                     });
}

inline constexpr DocumentKind kConnection = {"connection", "Connection ", " not found.",
                                             "Connection already exists."};
inline constexpr DocumentKind kJob = {"job", "Job ", " not found.", "Job already exists."};
inline constexpr DocumentKind kCrawler = {"crawler", "Crawler ", " not found.",
                                          "Crawler already exists."};
inline constexpr DocumentKind kTrigger = {"trigger", "Trigger ", " not found.",
                                          "Trigger already exists."};
inline constexpr DocumentKind kWorkflow = {"workflow", "Entity not found", "",
                                           "Workflow already exists."};
inline constexpr DocumentKind kClassifier = {"classifier", "Classifier ", " not found.",
                                             "Classifier already exists."};
inline constexpr DocumentKind kSecurity = {"securityConfiguration", "SecurityConfiguration ",
                                           " not found", "SecurityConfiguration already exists."};
inline constexpr DocumentKind kRuleset = {"dataQualityRuleset", "Data quality ruleset ",
                                          " not found.", "Data quality ruleset already exists."};
inline constexpr DocumentKind kRegistry = {"registry", "", "", ""};
inline constexpr DocumentKind kSchema = {"schema", "", "", ""};

}  // namespace firn::services::glue
