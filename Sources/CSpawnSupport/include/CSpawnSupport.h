#ifndef CHECK_DRIFT_SPAWN_SUPPORT_H
#define CHECK_DRIFT_SPAWN_SUPPORT_H

/// Lets a program that is to be started work in a folder: `posix_spawn_file_actions_addchdir_np`, which the system's
/// module hides from Swift on Linux. `actions` is a `posix_spawn_file_actions_t *`.
int check_drift_spawn_in(void *actions, const char *directory);

/// Makes a pipe whose ends no other program inherits: `pipe2` with `O_CLOEXEC`, where there is one.
int check_drift_pipe(int *ends);

#endif
