#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSpawnSupport.h"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

int check_drift_spawn_in(void *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np((posix_spawn_file_actions_t *)actions, directory);
}

int check_drift_pipe(int *ends) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  // A program that is started in between is given none of them: see POSIX_SPAWN_CLOEXEC_DEFAULT.
  for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}
