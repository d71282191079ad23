#include "services/glue/documents.h"

#include <algorithm>
#include <array>

namespace firn::services::glue {
namespace {

constexpr std::array kTaggable = {kConnection, kJob,     kCrawler,  kTrigger,
                                  kWorkflow,   kRuleset, kRegistry, kSchema};

}  // namespace

std::string DocumentPrefix(const api::Call& call, const DocumentKind& kind) {
  return state::Key("glue", call.account, call.region, kind.type);
}

// A name with slashes, as those of schemas behind their registry's, has a part for each piece.
std::string DocumentKey(const api::Call& call, const DocumentKind& kind, std::string_view name) {
  std::string key = DocumentPrefix(call, kind);
  if (kind.type == kSchema.type) {
    const size_t slash = name.find('/');
    state::AppendKeyPart(key, name.substr(0, slash));
    if (slash != std::string_view::npos) state::AppendKeyPart(key, name.substr(slash + 1));
    return key;
  }
  state::AppendKeyPart(key, name);
  return key;
}

std::string DocumentArn(const api::Call& call, const DocumentKind& kind, std::string_view name) {
  return Arn::Of("glue", call.region, call.account,
                 std::string(kind.type) + "/" + std::string(name))
      .text();
}

Unexpected NoDocument(const DocumentKind& kind, std::string_view name) {
  std::string message(kind.missing);
  if (!kind.missing_end.empty()) message += std::string(name) + std::string(kind.missing_end);
  return api::glue::EntityNotFoundException(std::move(message));
}

authz::Needs NeedsOnDocument(const api::Call& call, std::string_view action,
                             const DocumentKind& kind, std::string_view name) {
  return {{std::string(action), DocumentArn(call, kind, name.empty() ? "*" : name), {}, {}}};
}

bool HasDocument(const state::Reader& reader, const api::Call& call, std::string_view type,
                 std::string_view name) {
  return std::any_of(kTaggable.begin(), kTaggable.end(), [&](const DocumentKind& kind) {
    return kind.type == type && reader.Has(DocumentKey(call, kind, name));
  });
}

Result<bool> DropDocument(const Glue& glue, const api::Call& call, const DocumentKind& kind,
                          const std::string& name) {
  return glue.store.WriteReturning<bool>([&](state::Transaction& transaction) -> Result<bool> {
    transaction.Erase(TagsKey(call, DocumentArn(call, kind, name)));
    return transaction.Erase(DocumentKey(call, kind, name));
  });
}

}  // namespace firn::services::glue
