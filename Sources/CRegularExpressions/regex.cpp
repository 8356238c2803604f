#include "CRegularExpressions.h"

#include <new>
#include <string>
#include <vector>

#include <re2/filtered_re2.h>
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

check_drift_regex *check_drift_regex_new(const char *pattern, size_t length, int utf8, int lines, long long memory_limit) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(utf8 ? re2::RE2::Options::EncodingUTF8 : re2::RE2::Options::EncodingLatin1);
  options.set_max_mem(memory_limit);
  options.set_never_nl(lines != 0);
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

struct check_drift_filter {
  re2::FilteredRE2 expressions;
  std::vector<std::string> literals;

  explicit check_drift_filter(int shortest) : expressions(shortest) {}
};

check_drift_filter *check_drift_filter_new(
    const char *const *patterns, const size_t *lengths, size_t count, int shortest, long long memory_limit) {
  check_drift_filter *filter = new (std::nothrow) check_drift_filter(shortest);
  if (filter == nullptr) {
    return nullptr;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_limit);
  for (size_t index = 0; index < count; index++) {
    int position = 0;
    const re2::StringPiece pattern(patterns[index], lengths[index]);
    if (filter->expressions.Add(pattern, options, &position) != re2::RE2::NoError) {
      delete filter;
      return nullptr;
    }
  }
  // Without expressions RE2 logs a complaint.
  if (count > 0) {
    filter->expressions.Compile(&filter->literals);
  }
  return filter;
}

void check_drift_filter_free(check_drift_filter *filter) { delete filter; }

size_t check_drift_filter_literal_count(const check_drift_filter *filter) { return filter->literals.size(); }

const char *check_drift_filter_literal(const check_drift_filter *filter, size_t index, size_t *length) {
  *length = filter->literals[index].size();
  return filter->literals[index].data();
}

size_t check_drift_filter_expressions(
    const check_drift_filter *filter, const int *literals, size_t count, int *expressions) {
  std::vector<int> found;
  if (filter->expressions.NumRegexps() == 0) {
    return 0;
  }
  filter->expressions.AllPotentials(std::vector<int>(literals, literals + count), &found);
  for (size_t index = 0; index < found.size(); index++) {
    expressions[index] = found[index];
  }
  return found.size();
}
