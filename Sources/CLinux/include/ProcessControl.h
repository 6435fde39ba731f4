// prctl(2) is variadic, which Swift cannot call.
#ifndef CLINUX_PROCESS_CONTROL_H
#define CLINUX_PROCESS_CONTROL_H

#include <malloc.h>
#include <sys/prctl.h>

/// Makes the process undumpable and its /proc files root's: no core, no ptrace by the same user.
static inline int linux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// 1 while the process is dumpable.
static inline int linux_get_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

/// mallopt(3): at most so many heaps for all threads; blocks of `large` bytes and more are mapped by
/// themselves and go back to the kernel when they are freed. 1 when all was taken.
static inline int linux_limit_heaps(int count, int large) {
  return mallopt(M_ARENA_MAX, count) && mallopt(M_MMAP_THRESHOLD, large) && mallopt(M_TRIM_THRESHOLD, 4 * large);
}

#endif
