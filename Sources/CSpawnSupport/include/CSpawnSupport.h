#ifndef CHECK_DRIFT_SPAWN_SUPPORT_H
#define CHECK_DRIFT_SPAWN_SUPPORT_H

/// Lets a program that is to be started work in a folder: `posix_spawn_file_actions_addchdir_np`, which the system's
/// module hides from Swift on Linux. `actions` is a `posix_spawn_file_actions_t *`.
int check_drift_spawn_in(void *actions, const char *directory);

#endif
