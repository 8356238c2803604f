#ifndef CHECK_DRIFT_LIBGIT2_SUPPORT_H
#define CHECK_DRIFT_LIBGIT2_SUPPORT_H

/// Turns libgit2's ownership check of opened repositories on (1) or off (0), for the whole process.
/// Wraps `git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled)`, which Swift cannot call: it is variadic.
/// Returns 0, or libgit2's error code where the version at hand does not know the option.
int check_drift_set_owner_validation(int enabled);

/// Forbids libgit2 to check the hash of each object that it reads (0) or makes it do so (1).
/// Wraps `git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled)`.
int check_drift_set_hash_verification(int enabled);

/// Makes libgit2 accept repositories with extensions that do not change how objects, refs and the index are read:
/// `worktreeConfig` (set by `git sparse-checkout`), `partialClone`, `preciousObjects`, `relativeWorktrees`.
/// Wraps `git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, ...)`.
int check_drift_accept_harmless_extensions(void);

#endif
