// Socket calls that need GNU names, macros or variadic arguments, which Swift cannot reach.
// Each answers as its system call does: -1 and errno on failure.
//
// No header of the C library is included here: its names would then belong to this module instead
// of Glibc in whatever imports both. Hence plain types, checked in SocketCalls.c.
#ifndef CLINUX_SOCKET_CALLS_H
#define CLINUX_SOCKET_CALLS_H

/// accept4(2) with close-on-exec.
int linux_accept(int listener);

/// SO_PEERCRED of unix(7): who connected, at the time of connecting.
int linux_peer_credentials(int socket, int *pid, unsigned *uid, unsigned *gid);

/// memfd_create(2) with close-on-exec.
int linux_memory_file(const char *name);

/// sendmsg(2) of one datagram to a `struct sockaddr`, with one descriptor (SCM_RIGHTS) or, when it
/// is negative, without.
long linux_send_descriptor(
    int socket, const void *address, unsigned address_length, const void *bytes,
    unsigned long count, int descriptor);

/// posix_spawn_file_actions_addclosefrom_np(3): the child keeps nothing from `first` up.
/// `actions` is a `posix_spawn_file_actions_t`.
int linux_spawn_close_from(void *actions, int first);

/// posix_spawn_file_actions_addchdir_np(3): the folder that the child starts in.
/// `actions` is a `posix_spawn_file_actions_t`.
int linux_spawn_change_folder(void *actions, const char *path);

/// pthread_setname_np(3) for the calling thread; at most 15 bytes.
int linux_name_thread(const char *name);

#endif
