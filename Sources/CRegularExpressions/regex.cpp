#include "CRegularExpressions.h"

#include <new>
#include <string>
#include <vector>

#include <re2/re2.h>

struct check_drift_regex {
  re2::RE2 expression;
  std::string error;
  std::string argument;

  check_drift_regex(const re2::StringPiece &pattern, const re2::RE2::Options &options)
      : expression(pattern, options) {
    if (!expression.ok()) {
      error = expression.error();
      argument = expression.error_arg();
    }
  }
};

check_drift_regex *check_drift_regex_new(const char *pattern, size_t length, int utf8, long long memory_limit) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(utf8 ? re2::RE2::Options::EncodingUTF8 : re2::RE2::Options::EncodingLatin1);
  options.set_max_mem(memory_limit);
  return new (std::nothrow) check_drift_regex(re2::StringPiece(pattern, length), options);
}

void check_drift_regex_free(check_drift_regex *regex) { delete regex; }

const char *check_drift_regex_error(const check_drift_regex *regex) {
  return regex->expression.ok() ? nullptr : regex->error.c_str();
}

const char *check_drift_regex_error_argument(const check_drift_regex *regex, size_t *length) {
  *length = regex->argument.size();
  return regex->argument.data();
}

int check_drift_regex_group_count(const check_drift_regex *regex) {
  return regex->expression.NumberOfCapturingGroups();
}

int check_drift_regex_search(
    const check_drift_regex *regex, const char *text, size_t start, size_t end, ptrdiff_t *offsets, int groups) {
  std::vector<re2::StringPiece> found(static_cast<size_t>(groups));
  const re2::StringPiece whole(text, end);
  if (!regex->expression.Match(whole, start, end, re2::RE2::UNANCHORED, found.data(), groups)) {
    return 0;
  }
  for (int group = 0; group < groups; group++) {
    const re2::StringPiece &piece = found[static_cast<size_t>(group)];
    const bool absent = piece.data() == nullptr;
    offsets[2 * group] = absent ? -1 : piece.data() - text;
    offsets[2 * group + 1] = absent ? -1 : piece.data() - text + static_cast<ptrdiff_t>(piece.size());
  }
  return 1;
}
