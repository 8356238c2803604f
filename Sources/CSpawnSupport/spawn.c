#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSpawnSupport.h"

#include <spawn.h>

int check_drift_spawn_in(void *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np((posix_spawn_file_actions_t *)actions, directory);
}
