/* No log, no key: decide -> log -> release, with a crash or a failing disk at every step.
 *
 * What is modelled: one writer that batches (here: requests it finds waiting), two stores that have no
 * commit together (keystore.db first, vault.db second), release after both, a restart that sweeps tokens
 * without rows, a client that sends the same request again with the same idempotency key.
 * What is proved, in every reachable state:
 *   P1  what was released was durably in the log before;
 *   P2  an entry's row never stands without its E;
 *   P3  a request that is sent again never makes a second entry;
 *   P4  an acknowledged request stays in the log over every crash.
 * Each mutant (-DMUTANT_…) breaks one line of the order, and must fail: a model that cannot fail proves nothing.
 */
#define REQUESTS 2
#define CRASHES  3

/* durable: survives a crash */
bool leaf[REQUESTS];      /* the access is in vault.db */
bool row[REQUESTS];       /* its entry is in vault.db (for a write) */
byte rows_made[REQUESTS]; /* how often that entry was made */
bool token[REQUESTS];     /* its E is in keystore.db */

/* the world outside: never forgotten */
bool released[REQUESTS];
bool acknowledged[REQUESTS];

/* volatile: gone with a crash */
bool waiting[REQUESTS];
bool batched[REQUESTS];

byte crashes = 0;
bool serving = true;

/* request 0 reads (a share goes out); request 1 writes (an E comes in) */
#define is_write(r) (r == 1)

inline check() {
  assert(!released[0] || leaf[0]);                    /* P1 */
  assert(!released[1] || leaf[1]);
  assert(!row[1] || token[1]);                        /* P2 */
  assert(rows_made[1] <= 1);                          /* P3 */
  assert(!acknowledged[0] || leaf[0]);                /* P4 */
  assert(!acknowledged[1] || (leaf[1] && row[1]));
}

inline forget() { /* memory is lost; both files keep what was committed */
  atomic {
    waiting[0] = false; waiting[1] = false;
    batched[0] = false; batched[1] = false;
    crashes++;
  }
}

inline sweep() { /* at start: tokens without a row go */
  d_step {
#ifdef MUTANT_SWEEP_ALL
    token[1] = false;
#else
    if :: token[1] && !row[1] -> token[1] = false :: else fi
#endif
  }
}

inline commit_keystore() {
  if
  :: batched[1] && !leaf[1] ->
     if
     :: token[1] = true
     :: failed = true            /* disk full, I/O error */
     fi
  :: else
  fi
}

inline commit_vault() {
  if
  :: !failed ->
     if
     :: d_step {                 /* one transaction: row, leaf, idempotency */
          if :: batched[0] -> leaf[0] = true :: else fi;
          if
#ifdef MUTANT_NO_IDEMPOTENCY
          :: batched[1] -> leaf[1] = true; row[1] = true; rows_made[1]++
#else
          :: batched[1] && !leaf[1] -> leaf[1] = true; row[1] = true; rows_made[1]++
#endif
          :: else
          fi
        }
     :: failed = true            /* disk full, I/O error: rolled back */
     fi
  :: else
  fi
}

inline release() {
#ifdef MUTANT_IGNORE_FAILURE
  failed = false;
#endif
  if
  :: !failed ->
     if :: batched[0] -> released[0] = true :: else fi;
     if :: batched[1] -> released[1] = true :: else fi
  :: else
  fi
}

inline acknowledge() {
  if
  :: !failed ->
     if :: batched[0] -> acknowledged[0] = true :: else fi;
     if :: batched[1] -> acknowledged[1] = true :: else fi
  :: else
  fi
}

/* A crash may come between any two steps. */
#define MAYBE_CRASH if :: crashes < CRASHES -> goto crash :: true fi

active proctype service() {
  bool failed = false;
restart:
  sweep();
  check();
  do
  :: waiting[0] || waiting[1] ->
     atomic {                    /* close the batch */
       failed = false;
       batched[0] = waiting[0]; batched[1] = waiting[1];
       waiting[0] = false; waiting[1] = false
     }
     MAYBE_CRASH;
#ifdef MUTANT_RELEASE_FIRST
     release(); check();
     MAYBE_CRASH;
#endif
#ifdef MUTANT_VAULT_FIRST
     commit_vault(); check();
     MAYBE_CRASH;
     commit_keystore(); check();
     MAYBE_CRASH;
#else
     commit_keystore(); check();
     MAYBE_CRASH;
     commit_vault(); check();
     MAYBE_CRASH;
#endif
#ifndef MUTANT_RELEASE_FIRST
     release(); check();
     MAYBE_CRASH;
#endif
     acknowledge(); check();
     atomic { batched[0] = false; batched[1] = false }
  :: !waiting[0] && !waiting[1] && acknowledged[0] && acknowledged[1] -> break
  :: crashes < CRASHES -> goto crash
  od;
  serving = false;
  goto end;
crash:
  forget();
  check();
  goto restart;
end: skip
}

/* A client sends until it has an answer; after a crash it sends the same request again. */
active [REQUESTS] proctype client() {
  byte me = _pid - 1;
  do
  :: acknowledged[me] -> break
  :: !acknowledged[me] && serving && !waiting[me] && !batched[me] -> waiting[me] = true
  od
}
