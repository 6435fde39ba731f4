#define _GNU_SOURCE
#include "SocketCalls.h"

#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>

_Static_assert(sizeof(pid_t) == sizeof(int), "pid_t is int");
_Static_assert(sizeof(uid_t) == sizeof(unsigned), "uid_t is unsigned");
_Static_assert(sizeof(ssize_t) == sizeof(long), "ssize_t is long");

int linux_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int linux_peer_credentials(int socket, int *pid, unsigned *uid, unsigned *gid) {
  struct ucred peer;
  socklen_t length = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
  *pid = peer.pid;
  *uid = peer.uid;
  *gid = peer.gid;
  return 0;
}

int linux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

long linux_send_descriptor(
    int socket, const void *address, unsigned address_length, const void *bytes,
    unsigned long count, int descriptor) {
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr alignment;
  } control;
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  struct msghdr message = {
      .msg_name = (void *)address,
      .msg_namelen = address_length,
      .msg_iov = &part,
      .msg_iovlen = 1,
  };
  if (descriptor >= 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

int linux_spawn_close_from(void *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int linux_spawn_change_folder(void *actions, const char *path) {
  return posix_spawn_file_actions_addchdir_np(actions, path);
}

int linux_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
