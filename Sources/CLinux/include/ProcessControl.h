// prctl(2) is variadic, which Swift cannot call.
#ifndef CLINUX_PROCESS_CONTROL_H
#define CLINUX_PROCESS_CONTROL_H

#include <malloc.h>
#include <sys/prctl.h>

/// Makes the process undumpable and its /proc files root's: no core, no ptrace by the same user.
static inline int linux_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// 1 while the process is dumpable.
static inline int linux_get_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

/// mallopt(3): at most so many heaps for all threads.
static inline int linux_limit_heaps(int count) { return mallopt(M_ARENA_MAX, count); }

#endif
