#ifndef CHECK_DRIFT_REGULAR_EXPRESSIONS_H
#define CHECK_DRIFT_REGULAR_EXPRESSIONS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct check_drift_regex check_drift_regex;

/// Compiles `pattern` (RE2's language over UTF-8, or over bytes if `utf8` is 0), for texts of one line unless `lines` is
/// not 0: then `^` and `$` are the ends of every line, and no match holds a line's end. Never returns NULL but for lack of
/// memory; ask `check_drift_regex_error` whether it is usable. Free it with `check_drift_regex_free`.
check_drift_regex *check_drift_regex_new(const char *pattern, size_t length, int utf8, int lines, long long memory_limit);
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

typedef struct check_drift_filter check_drift_filter;

/// Finds out which literals a text must hold for each of `count` expressions (RE2's language over UTF-8) to match it.
/// Literals shorter than `shortest` are not asked for. NULL for lack of memory, or if an expression is not one.
check_drift_filter *check_drift_filter_new(
    const char *const *patterns, const size_t *lengths, size_t count, int shortest, long long memory_limit);
void check_drift_filter_free(check_drift_filter *filter);

/// How many literals there are, and one of them, in lower case and owned by `filter`: it stands for all its cases.
size_t check_drift_filter_literal_count(const check_drift_filter *filter);
const char *check_drift_filter_literal(const check_drift_filter *filter, size_t index, size_t *length);

/// The expressions that may match a text which holds these of the literals and no others: their positions, ascending.
/// Fills `expressions`, in which there must be room for all, and returns how many they are.
size_t check_drift_filter_expressions(
    const check_drift_filter *filter, const int *literals, size_t count, int *expressions);

typedef struct check_drift_literals check_drift_literals;

/// A literal of a set, and where it stands in a text.
typedef struct {
  size_t literal;
  size_t start;
} check_drift_hit;

/// Prepares the search for `count` byte strings, none of them empty, which lie one after the other in `bytes`; where
/// `folds` is not 0, ASCII letters match in either case. NULL for lack of memory. Any number of threads may search with
/// it at the same time.
check_drift_literals *check_drift_literals_new(
    const uint8_t *bytes, const size_t *lengths, const uint8_t *folds, size_t count);
void check_drift_literals_free(check_drift_literals *set);

/// Finds every place where one of the literals stands, overlapping ones too, from `*from` on (0 to begin with). Fills
/// `hits`, of which there must be at least as many as literals, and sets `*from` to where to go on, or to `length` if
/// that was all. On any one line hits are not sorted; those of an earlier line come before those of a later one.
size_t check_drift_literals_scan(
    const check_drift_literals *set, const uint8_t *text, size_t length, size_t *from, check_drift_hit *hits,
    size_t capacity);

/// How many lines end in a text.
size_t check_drift_count_newlines(const uint8_t *text, size_t length);

/// Whether no byte of a text is above 0x7F.
int check_drift_is_ascii(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
