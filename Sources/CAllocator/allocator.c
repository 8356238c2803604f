#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CAllocator.h"

// Tells which library this is.
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#endif

void check_drift_keep_memory(void) {
#if defined(__GLIBC__)
  // A heap is 64 MiB at most; untouched pages cost nothing.
  mallopt(M_TOP_PAD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void check_drift_use_large_pages(void) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE) && UINTPTR_MAX > UINT32_MAX
  static _Thread_local int is_done = 0;
  if (is_done) return;
  is_done = 1;
  // glibc aligns a thread's heap to its greatest size, HEAP_MAX_SIZE (malloc/arena.c). It is advice: where it is wrong,
  // nothing comes of it.
  const uintptr_t size = (uintptr_t)64 << 20;
  void *block = malloc(64);
  if (block != NULL) madvise((void *)((uintptr_t)block & ~(size - 1)), size, MADV_HUGEPAGE);
  free(block);
#endif
}
