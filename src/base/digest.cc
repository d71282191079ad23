#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstring>

#include "base/check.h"

namespace firn {
namespace {

constexpr size_t kSha256Bytes = 32;

using Algorithm = Hasher::Algorithm;

// Looking a method up by name takes longer than digesting a short text, so each is looked up once.
const EVP_MD* Method(Algorithm algorithm) {
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const kSha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static const EVP_MD* const kMd5 = EVP_MD_fetch(nullptr, "MD5", nullptr);
  switch (algorithm) {
    case Algorithm::kSha256: return kSha256;
    case Algorithm::kSha1: return kSha1;
    case Algorithm::kMd5: return kMd5;
  }
  return kSha256;
}

std::string DigestOf(Algorithm algorithm, std::string_view bytes) {
  const EVP_MD* const method = Method(algorithm);
  FIRN_CHECK(method != nullptr);
  std::string out(static_cast<size_t>(EVP_MD_get_size(method)), '\0');
  FIRN_CHECK(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()),
                        nullptr, method, nullptr) == 1);
  return out;
}

// Eight tables let eight bytes be folded at once (slicing by eight), for any reflected polynomial.
template <class Word>
constexpr std::array<std::array<Word, 256>, 8> MakeTables(Word polynomial) {
  std::array<std::array<Word, 256>, 8> tables{};
  for (unsigned i = 0; i < 256; ++i) {
    Word word = i;
    for (int bit = 0; bit < 8; ++bit) word = (word >> 1) ^ ((word & 1) ? polynomial : 0);
    tables[0][i] = word;
  }
  for (unsigned i = 0; i < 256; ++i) {
    for (size_t t = 1; t < 8; ++t)
      tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xff];
  }
  return tables;
}

template <class Word>
Word Fold(const std::array<std::array<Word, 256>, 8>& tables, std::string_view bytes, Word seed) {
  Word crc = ~seed;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, p += 8) {
    uint64_t chunk;
    std::memcpy(&chunk, p, 8);
    chunk ^= crc;
    crc = 0;
    for (size_t i = 0; i < 8; ++i) crc ^= tables[7 - i][chunk >> (8 * i) & 0xff];
  }
  for (; left > 0; --left, ++p) crc = (crc >> 8) ^ tables[0][(crc ^ *p) & 0xff];
  return ~crc;
}

constexpr auto kCrc32 = MakeTables<uint32_t>(0xedb88320u);
constexpr auto kCrc32c = MakeTables<uint32_t>(0x82f63b78u);
constexpr auto kCrc64Nvme = MakeTables<uint64_t>(0x9a6c9329ac4bc9b5ull);

// The table serves machines without the instruction; its first entry is the polynomial's own.
static_assert(kCrc32c[0][1] == 0xf26b8303u && kCrc32c[7][0] == 0);

__attribute__((target("sse4.2"))) uint32_t Crc32cHardware(std::string_view bytes, uint32_t seed) {
  uint64_t crc = ~seed;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, p += 8) {
    uint64_t chunk;
    std::memcpy(&chunk, p, 8);
    crc = __builtin_ia32_crc32di(crc, chunk);
  }
  auto narrow = static_cast<uint32_t>(crc);
  for (; left > 0; --left, ++p) narrow = __builtin_ia32_crc32qi(narrow, *p);
  return ~narrow;
}

}  // namespace

std::string Sha256(std::string_view bytes) { return DigestOf(Algorithm::kSha256, bytes); }
std::string Sha1(std::string_view bytes) { return DigestOf(Algorithm::kSha1, bytes); }
std::string Md5(std::string_view bytes) { return DigestOf(Algorithm::kMd5, bytes); }

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  std::string out(kSha256Bytes, '\0');
  // The library takes a null key for "the key of before", which there is none of.
  const char* const key_data = key.empty() ? "" : key.data();
  FIRN_CHECK(HMAC(Method(Algorithm::kSha256), key_data, static_cast<int>(key.size()),
                  reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                  reinterpret_cast<unsigned char*>(out.data()), nullptr) != nullptr);
  return out;
}

uint32_t Crc32(std::string_view bytes, uint32_t seed) { return Fold(kCrc32, bytes, seed); }

uint32_t Crc32c(std::string_view bytes, uint32_t seed) {
  static const bool hardware = __builtin_cpu_supports("sse4.2");
  return hardware ? Crc32cHardware(bytes, seed) : Fold(kCrc32c, bytes, seed);
}

uint64_t Crc64Nvme(std::string_view bytes, uint64_t seed) { return Fold(kCrc64Nvme, bytes, seed); }

bool EqualConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher(Algorithm algorithm) : state_(std::make_unique<State>()) {
  FIRN_CHECK(EVP_DigestInit_ex(state_->context, Method(algorithm), nullptr) == 1);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::Update(std::string_view bytes) {
  FIRN_CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Hasher::Finish() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  FIRN_CHECK(EVP_DigestFinal_ex(state_->context, out, &size) == 1);
  return std::string(reinterpret_cast<char*>(out), size);
}

}  // namespace firn
