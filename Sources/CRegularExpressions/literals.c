// Finds many byte strings in one pass: each is represented by up to three neighbouring bytes of it, the rarest; a
// vector instruction looks the nibbles of 16 or 32 bytes of text up at a time and leaves the few places where such a
// group may stand ("Teddy", as Hyperscan and Rust's aho-corasick call it); a hash table then names the candidates, which
// are compared byte by byte. Nothing here depends on the vector unit but the time.
#include "CRegularExpressions.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { WIDTH = 3, SLOTS = 4096 };

struct check_drift_literals {
  size_t count;
  uint8_t *bytes;
  size_t *starts;
  size_t *lengths;
  uint8_t *folds;
  /// The offset in each literal of the bytes that represent it.
  size_t *probes;
  /// How many bytes represent a literal.
  size_t width;
  /// Which buckets have a literal with this low or high nibble at each of the representing bytes.
  uint8_t low[WIDTH][16];
  uint8_t high[WIDTH][16];
  /// The first literal of each slot, and the next of each literal; -1 ends a chain.
  int32_t slots[SLOTS];
  int32_t *next;
};

static uint8_t lower(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; }

/// How common a byte is in source text, 0 for one that hardly occurs. The order was counted in C, Python, Swift and
/// Markdown files; what matters is only which bytes are rare.
static unsigned commonness(uint8_t byte) {
  static const char order[] = " etaionrslcdu_mpf,.\nhg()b;=y\"v/*x0w-k1:'2>#<&{}[]T3zS48A5C6EIq97NRjDPOLFMBUG|+!HVW\\X@Y%K$QJ?Z~^`\t\r";
  const char *found = byte == 0 ? NULL : strchr(order, byte);
  return found == NULL ? 0 : (unsigned)(sizeof order - (size_t)(found - order));
}

static size_t slot(const uint8_t *text, size_t width) {
  uint32_t value = 0;
  for (size_t index = 0; index < width; index++) {
    value = value << 8 | lower(text[index]);
  }
  return (value * 2654435761u) >> 20;
}

static void choose_probe(check_drift_literals *set, size_t literal) {
  const uint8_t *bytes = set->bytes + set->starts[literal];
  size_t best = 0;
  unsigned best_cost = ~0u;
  for (size_t start = 0; start + set->width <= set->lengths[literal]; start++) {
    unsigned cost = 0;
    for (size_t index = 0; index < set->width; index++) {
      cost += commonness(bytes[start + index]);
    }
    if (cost < best_cost) {
      best_cost = cost;
      best = start;
    }
  }
  set->probes[literal] = best;
}

static void enter(check_drift_literals *set, unsigned bucket, size_t position, uint8_t byte) {
  set->low[position][byte & 15] |= (uint8_t)(1u << bucket);
  set->high[position][byte >> 4] |= (uint8_t)(1u << bucket);
}

check_drift_literals *check_drift_literals_new(
    const uint8_t *bytes, const size_t *lengths, const uint8_t *folds, size_t count) {
  check_drift_literals *set = calloc(1, sizeof *set);
  size_t total = 0;
  for (size_t index = 0; index < count; index++) {
    total += lengths[index];
  }
  if (set == NULL) {
    return NULL;
  }
  set->bytes = malloc(total + 1);
  set->starts = calloc(count + 1, sizeof *set->starts);
  set->lengths = calloc(count + 1, sizeof *set->lengths);
  set->folds = calloc(count + 1, 1);
  set->probes = calloc(count + 1, sizeof *set->probes);
  set->next = calloc(count + 1, sizeof *set->next);
  if (set->bytes == NULL || set->starts == NULL || set->lengths == NULL || set->folds == NULL ||
      set->probes == NULL || set->next == NULL) {
    check_drift_literals_free(set);
    return NULL;
  }
  set->count = count;
  set->width = WIDTH;
  size_t start = 0;
  for (size_t index = 0; index < count; index++) {
    set->starts[index] = start;
    set->lengths[index] = lengths[index];
    set->folds[index] = folds[index];
    for (size_t at = start; at < start + lengths[index]; at++) {
      set->bytes[at] = folds[index] ? lower(bytes[at]) : bytes[at];
    }
    start += lengths[index];
    if (lengths[index] < set->width) {
      set->width = lengths[index];
    }
  }
  for (size_t index = 0; index < SLOTS; index++) {
    set->slots[index] = -1;
  }
  // Positions that shorter literals leave over say nothing.
  for (size_t position = set->width; position < WIDTH; position++) {
    memset(set->low[position], 0xFF, sizeof set->low[position]);
    memset(set->high[position], 0xFF, sizeof set->high[position]);
  }
  // Up to eight groups of bytes have a bucket of their own: the nibbles of two that share one may be mixed in the text.
  uint8_t buckets[SLOTS];
  unsigned used = 0;
  for (size_t index = count; index-- > 0;) {
    choose_probe(set, index);
    const uint8_t *probe = set->bytes + set->starts[index] + set->probes[index];
    const size_t at = slot(probe, set->width);
    if (set->slots[at] < 0) {
      buckets[at] = used++ & 7;
    }
    set->next[index] = set->slots[at];
    set->slots[at] = (int32_t)index;
    for (size_t position = 0; position < set->width; position++) {
      const unsigned bucket = buckets[at];
      enter(set, bucket, position, probe[position]);
      if (folds[index] && probe[position] >= 'a' && probe[position] <= 'z') {
        enter(set, bucket, position, probe[position] & 0xDF);
      }
    }
  }
  return set;
}

void check_drift_literals_free(check_drift_literals *set) {
  if (set == NULL) {
    return;
  }
  free(set->bytes);
  free(set->starts);
  free(set->lengths);
  free(set->folds);
  free(set->probes);
  free(set->next);
  free(set);
}

/// The places found so far, and where the text is.
struct scan {
  const check_drift_literals *set;
  const uint8_t *text;
  size_t length;
  check_drift_hit *hits;
  size_t found;
  size_t capacity;
};

static int matches(const check_drift_literals *set, size_t literal, const uint8_t *text) {
  const uint8_t *wanted = set->bytes + set->starts[literal];
  const size_t length = set->lengths[literal];
  if (!set->folds[literal]) {
    return memcmp(wanted, text, length) == 0;
  }
  for (size_t index = 0; index < length; index++) {
    if (lower(text[index]) != wanted[index]) {
      return 0;
    }
  }
  return 1;
}

/// Adds the literals whose representing bytes stand at `at`. Returns 0 if there may not be room for all.
static int confirm(struct scan *scan, size_t at) {
  const check_drift_literals *set = scan->set;
  if (scan->capacity - scan->found < set->count) {
    return 0;
  }
  for (int32_t next = set->slots[slot(scan->text + at, set->width)]; next >= 0; next = set->next[next]) {
    const size_t literal = (size_t)next;
    const size_t probe = set->probes[literal];
    if (probe <= at && set->lengths[literal] <= scan->length - (at - probe) &&
        matches(set, literal, scan->text + at - probe)) {
      scan->hits[scan->found].literal = literal;
      scan->hits[scan->found].start = at - probe;
      scan->found++;
    }
  }
  return 1;
}

/// Whether some literal may have its representing bytes at `text`, `width` of which can be read.
static uint8_t may_stand(const check_drift_literals *set, const uint8_t *text) {
  uint8_t buckets = 0xFF;
  for (size_t position = 0; position < set->width; position++) {
    buckets &= set->low[position][text[position] & 15] & set->high[position][text[position] >> 4];
  }
  return buckets;
}

/// Looks at the places from `at` up to `end`, one by one. Returns where it stopped.
static size_t scan_bytes(struct scan *scan, size_t at, size_t end) {
  for (; at < end; at++) {
    if (may_stand(scan->set, scan->text + at) && !confirm(scan, at)) {
      break;
    }
  }
  return at;
}

#if defined(__x86_64__)
#define STEP32(position, offset)                                                                           \
  _mm256_and_si256(                                                                                          \
      _mm256_shuffle_epi8(low##position, _mm256_and_si256(                                                   \
          _mm256_loadu_si256((const __m256i *)(const void *)(text + at + position + offset)), nibble)),      \
      _mm256_shuffle_epi8(high##position, _mm256_and_si256(_mm256_srli_epi16(                                \
          _mm256_loadu_si256((const __m256i *)(const void *)(text + at + position + offset)), 4), nibble)))

__attribute__((target("avx2"))) static size_t scan_avx2(struct scan *scan, size_t at, size_t end) {
  const check_drift_literals *set = scan->set;
  const uint8_t *text = scan->text;
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i zero = _mm256_setzero_si256();
#define MASK32(name, table) \
  const __m256i name = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)set->table))
  MASK32(low0, low[0]);
  MASK32(high0, high[0]);
  MASK32(low1, low[1]);
  MASK32(high1, high[1]);
  MASK32(low2, low[2]);
  MASK32(high2, high[2]);
#undef MASK32
  // The last step may begin before the one before it ends: those places were looked at already.
  const size_t span = 64 + WIDTH - 1;
  size_t next = at;
  while (next + WIDTH <= end && end >= span) {
    at = next + span <= end ? next : end - span;
    const __m256i first = _mm256_and_si256(_mm256_and_si256(STEP32(0, 0), STEP32(1, 0)), STEP32(2, 0));
    const __m256i second = _mm256_and_si256(_mm256_and_si256(STEP32(0, 32), STEP32(1, 32)), STEP32(2, 32));
    if (__builtin_expect(!_mm256_testz_si256(_mm256_or_si256(first, second), _mm256_or_si256(first, second)), 0)) {
      uint64_t places = (uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, zero));
      places |= (uint64_t)(uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, zero)) << 32;
      for (places &= ~(uint64_t)0 << (next - at); places != 0; places &= places - 1) {
        const size_t place = at + (size_t)__builtin_ctzll(places);
        if (!confirm(scan, place)) {
          return place;
        }
      }
    }
    next = at + 64;
  }
  return next;
}
#elif defined(__aarch64__)
static uint8x16_t step16(const uint8_t *text, uint8x16_t low, uint8x16_t high) {
  const uint8x16_t bytes = vld1q_u8(text);
  return vandq_u8(vqtbl1q_u8(low, vandq_u8(bytes, vdupq_n_u8(15))), vqtbl1q_u8(high, vshrq_n_u8(bytes, 4)));
}

static size_t scan_neon(struct scan *scan, size_t at, size_t end) {
  const check_drift_literals *set = scan->set;
  const uint8_t *text = scan->text;
  const uint8x16_t low0 = vld1q_u8(set->low[0]), low1 = vld1q_u8(set->low[1]), low2 = vld1q_u8(set->low[2]);
  const uint8x16_t high0 = vld1q_u8(set->high[0]), high1 = vld1q_u8(set->high[1]), high2 = vld1q_u8(set->high[2]);
  while (at + 16 + WIDTH <= end) {
    const uint8x16_t found = vandq_u8(
        vandq_u8(step16(text + at, low0, high0), step16(text + at + 1, low1, high1)),
        step16(text + at + 2, low2, high2));
    if (vmaxvq_u8(found) != 0) {
      const size_t reached = scan_bytes(scan, at, at + 16);
      if (reached < at + 16) {
        return reached;
      }
    }
    at += 16;
  }
  return at;
}
#endif

size_t check_drift_literals_scan(
    const check_drift_literals *set, const uint8_t *text, size_t length, size_t *from, check_drift_hit *hits,
    size_t capacity) {
  struct scan scan = {set, text, length, hits, 0, capacity};
  size_t at = *from;
  if (set->count == 0 || set->width == 0 || length < set->width || capacity < set->count) {
    *from = length;
    return 0;
  }
  const size_t end = length - set->width + 1;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    at = scan_avx2(&scan, at, length);
  }
#elif defined(__aarch64__)
  at = scan_neon(&scan, at, length);
#endif
  if (scan.capacity - scan.found >= set->count) {
    at = scan_bytes(&scan, at, end);
  }
  *from = at < end ? at : length;
  return scan.found;
}

size_t check_drift_count_newlines(const uint8_t *text, size_t length) {
  size_t count = 0;
  for (size_t index = 0; index < length; index++) {
    count += text[index] == '\n';
  }
  return count;
}

int check_drift_is_ascii(const uint8_t *text, size_t length) {
  size_t index = 0;
  // Piece by piece, so that a text which is not ASCII need not be read to its end.
  while (index < length) {
    const size_t end = length - index < 256 ? length : index + 256;
    uint8_t bits = 0;
    for (; index < end; index++) {
      bits |= text[index];
    }
    if (bits & 0x80) {
      return 0;
    }
  }
  return 1;
}
