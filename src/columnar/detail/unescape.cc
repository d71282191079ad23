#include "columnar/detail/unescape.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace firn::columnar {
namespace {

constexpr size_t kBlock = 64;

// What the character after a backslash stands for; zero for none.
constexpr std::array<char, 256> kMeaning = [] {
  std::array<char, 256> table{};
  table['"'] = '"';
  table['\\'] = '\\';
  table['/'] = '/';
  table['b'] = '\b';
  table['f'] = '\f';
  table['n'] = '\n';
  table['r'] = '\r';
  table['t'] = '\t';
  return table;
}();

// A bit for each backslash in a block.
uint64_t Backslashes(const char* at) {
  uint64_t bits = 0;
#if defined(__SSE2__)
  const __m128i backslash = _mm_set1_epi8('\\');
  for (size_t i = 0; i < kBlock; i += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
    bits |= static_cast<uint64_t>(
                static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash))))
            << i;
  }
#else
  for (size_t i = 0; i < kBlock; ++i) bits |= static_cast<uint64_t>(at[i] == '\\') << i;
#endif
  return bits;
}

// Copies at least `size` bytes, a multiple of sixteen in all.
void CopyRun(const char* from, size_t size, char* to) {
  size_t done = 0;
  do {
    std::memcpy(to + done, from + done, 16);
    done += 16;
  } while (done < size);
}

}  // namespace

char* UnescapeJson(std::string_view raw, char* out) {
  const char* copied = raw.data();  // everything before it is written
  const char* const end = raw.data() + raw.size();
  for (const char* block = raw.data(); block < end; block += kBlock) {
    uint64_t bits = Backslashes(block);
    if (end - block < static_cast<std::ptrdiff_t>(kBlock))
      bits &= (uint64_t{1} << (end - block)) - 1;
    while (bits != 0) {
      const char* escape = block + std::countr_zero(bits);
      bits &= bits - 1;
      if (escape < copied) continue;  // the second half of an escape that began before
      if (escape + 1 >= end) return nullptr;
      const char meaning = kMeaning[static_cast<unsigned char>(escape[1])];
      if (meaning == 0) return nullptr;
      const size_t run = static_cast<size_t>(escape - copied);
      CopyRun(copied, run, out);
      out[run] = meaning;
      out += run + 1;
      copied = escape + 2;
    }
  }
  const size_t run = static_cast<size_t>(end - copied);
  std::memcpy(out, copied, run);
  return out + run;
}

}  // namespace firn::columnar
