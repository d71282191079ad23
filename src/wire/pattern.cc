#include "wire/pattern.h"

#include <re2/re2.h>

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "wire/limits.h"

namespace firn::wire {
namespace {

struct Compiled {
  std::unique_ptr<RE2> whole;
  std::unique_ptr<RE2> refused_start;  // of a leading (?!…)
};

struct Replacement {
  std::string_view from;
  std::string_view to;
};

// Parts of model patterns that look around, and equal ones that do not.
constexpr Replacement kReplacements[] = {
    // A host label that neither starts nor ends with a hyphen (firehose ClusterJDBCURL).
    {"(?!-)[A-Za-z0-9-]{1,63}(?<!-)", "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"},
    // No two hyphens in a row (iam accountAliasType, whose length is limited beside the pattern).
    {"([a-z0-9]|-(?!-)){1,61}[a-z0-9]", "(?:-?[a-z0-9])*"},
};

// Java's \uXXXX as RE2's \x{XXXX}; a surrogate pair is one character.
std::string TranslateEscapes(std::string_view pattern) {
  std::string out;
  const auto code_at = [&](size_t at) -> std::optional<uint32_t> {
    if (at + 6 > pattern.size() || pattern[at] != '\\' || pattern[at + 1] != 'u')
      return std::nullopt;
    uint32_t code = 0;
    for (size_t i = at + 2; i < at + 6; ++i) {
      const char c = pattern[i];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      code = code * 16 + static_cast<uint32_t>(digit);
    }
    return code;
  };
  for (size_t i = 0; i < pattern.size();) {
    if (pattern[i] != '\\' || i + 1 >= pattern.size()) {
      out.push_back(pattern[i++]);
      continue;
    }
    auto code = code_at(i);
    if (!code) {
      if (pattern[i + 1] != '_')
        out.push_back('\\');  // RE2 takes no needless escape of a word character
      out.push_back(pattern[i + 1]);
      i += 2;
      continue;
    }
    i += 6;
    if (*code >= 0xD800 && *code < 0xDC00) {
      if (const auto low = code_at(i); low && *low >= 0xDC00 && *low < 0xE000) {
        *code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        i += 6;
      }
    }
    char buffer[16];
    snprintf(buffer, sizeof buffer, "\\x{%X}", *code);
    out += buffer;
  }
  return out;
}

// Where the group opening at `open` closes, or npos.
size_t GroupEnd(std::string_view pattern, size_t open) {
  int depth = 0;
  bool in_class = false;
  for (size_t i = open; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\')
      ++i;
    else if (in_class)
      in_class = c != ']';
    else if (c == '[')
      in_class = true;
    else if (c == '(')
      ++depth;
    else if (c == ')' && --depth == 0)
      return i;
  }
  return std::string_view::npos;
}

std::unique_ptr<RE2> Build(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<RE2>(pattern, options);
  return compiled->ok() ? std::move(compiled) : nullptr;
}

Compiled Compile(std::string_view model_pattern) {
  std::string pattern(model_pattern);
  for (const Replacement& replacement : kReplacements) {
    if (const size_t at = pattern.find(replacement.from); at != std::string::npos) {
      pattern.replace(at, replacement.from.size(), replacement.to);
    }
  }
  pattern = TranslateEscapes(pattern);
  Compiled out;
  const size_t start = pattern.starts_with('^') ? 1 : 0;
  if (std::string_view(pattern).substr(start).starts_with("(?!")) {
    const size_t end = GroupEnd(pattern, start);
    if (end == std::string::npos) return out;
    out.refused_start = Build(pattern.substr(start + 3, end - start - 3));
    if (!out.refused_start) return out;
    pattern.erase(start, end + 1 - start);
  }
  out.whole = Build(pattern);
  return out;
}

// Compiled patterns by their text. Entries live as long as the program.
class Cache {
 public:
  const Compiled& Get(std::string_view pattern) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = patterns_.find(pattern); found != patterns_.end())
        return *found->second;
    }
    auto compiled = std::make_unique<Entry>(Entry{std::string(pattern), Compile(pattern)});
    const std::unique_lock lock(mutex_);
    const std::string_view key = compiled->pattern;
    const auto [at, inserted] = patterns_.try_emplace(key, nullptr);
    if (inserted) {
      at->second = &compiled->compiled;
      entries_.push_back(std::move(compiled));
    }
    return *at->second;
  }

 private:
  struct Entry {
    std::string pattern;
    Compiled compiled;
  };
  std::shared_mutex mutex_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::unordered_map<std::string_view, const Compiled*> patterns_;
};

const Compiled& CompiledOf(std::string_view pattern) {
  static Cache cache;
  return cache.Get(pattern);
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::string_view text) {
  if (text.size() > kPatternInputBytesMax) return false;
  const Compiled& compiled = CompiledOf(pattern);
  if (!compiled.whole) return true;
  const re2::StringPiece piece(text.data(), text.size());
  if (compiled.refused_start &&
      compiled.refused_start->Match(piece, 0, piece.size(), RE2::ANCHOR_START, nullptr, 0)) {
    return false;
  }
  return compiled.whole->Match(piece, 0, piece.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

bool IsPatternSupported(std::string_view pattern) { return CompiledOf(pattern).whole != nullptr; }

Result<TextMatcher> CompilePattern(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kCallerPatternMemoryMax);
  auto compiled = std::make_shared<RE2>(pattern, options);
  if (!compiled->ok()) return Fail(Kind::kInvalid, compiled->error());
  return TextMatcher([compiled = std::move(compiled)](std::string_view text) {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled);
  });
}

}  // namespace firn::wire
