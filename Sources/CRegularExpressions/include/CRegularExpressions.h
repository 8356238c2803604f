#ifndef CHECK_DRIFT_REGULAR_EXPRESSIONS_H
#define CHECK_DRIFT_REGULAR_EXPRESSIONS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct check_drift_regex check_drift_regex;

/// Compiles `pattern` (RE2's language over UTF-8, or over bytes if `utf8` is 0). Never returns NULL but for lack of
/// memory; ask `check_drift_regex_error` whether it is usable. Free it with `check_drift_regex_free`.
check_drift_regex *check_drift_regex_new(const char *pattern, size_t length, int utf8, long long memory_limit);
void check_drift_regex_free(check_drift_regex *regex);

/// NULL if the expression is usable; else RE2's message, owned by `regex`.
const char *check_drift_regex_error(const check_drift_regex *regex);
/// The part of the expression that RE2 complains about, owned by `regex`; its length in `length`.
const char *check_drift_regex_error_argument(const check_drift_regex *regex, size_t *length);

/// How many capturing groups the expression has; -1 if it is not usable.
int check_drift_regex_group_count(const check_drift_regex *regex);

/// Searches `text[start, end)` in time linear in its length. `^` and `$` mean `start` of the text passed and its end.
/// Fills `offsets` with 2 * `groups` byte offsets (start, end of the whole match, then of each group; -1, -1 for a
/// group that took no part). Returns 1 if there is a match, 0 if not.
int check_drift_regex_search(
    const check_drift_regex *regex, const char *text, size_t start, size_t end, ptrdiff_t *offsets, int groups);

#ifdef __cplusplus
}
#endif

#endif
