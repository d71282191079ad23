#include "state/key.h"

namespace firn::state {
namespace {

void AppendEscaped(std::string& key, std::string_view part) {
  for (const char byte : part) {
    key.push_back(byte);
    if (byte == '\0') key.push_back('\xff');
  }
}

}  // namespace

void AppendKeyPart(std::string& key, std::string_view part) {
  AppendEscaped(key, part);
  key.push_back('\0');
  key.push_back('\x01');
}

std::string KeyBeginning(std::string key, std::string_view beginning) {
  AppendEscaped(key, beginning);
  return key;
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

Result<std::vector<std::string>> SplitKey(std::string_view key) {
  std::vector<std::string> parts;
  std::string part;
  bool open = false;  // bytes of a part have been seen without its end
  for (size_t i = 0; i < key.size(); ++i) {
    if (key[i] != '\0') {
      part.push_back(key[i]);
      open = true;
      continue;
    }
    const char mark = ++i < key.size() ? key[i] : '\0';
    if (mark == '\xff') {
      part.push_back('\0');
      open = true;
    } else if (mark == '\x01') {
      parts.push_back(std::move(part));
      part.clear();
      open = false;
    } else {
      return Fail(Kind::kCorrupt, "key is not made of parts: " + PrintableKey(key));
    }
  }
  if (open) return Fail(Kind::kCorrupt, "key ends within a part: " + PrintableKey(key));
  return parts;
}

std::string PrintableKey(std::string_view key) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < key.size(); ++i) {
    const auto byte = static_cast<unsigned char>(key[i]);
    if (byte == 0 && i + 1 < key.size() && key[i + 1] == '\x01') {
      if (i + 2 < key.size()) text.push_back('/');
      ++i;
    } else if (byte < 0x20 || byte >= 0x7f || byte == '\\') {
      text += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      text.push_back(key[i]);
    }
  }
  return text;
}

}  // namespace firn::state
