#define _GNU_SOURCE
#include "StandardDescriptors.h"

#include <fcntl.h>
#include <unistd.h>

int linux_hold_standard_descriptors(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    // open(2) answers the lowest free number: this one, as those below are taken. O_PATH gives
    // neither reading nor writing.
    int held = open("/", O_PATH);
    if (held != descriptor) return -1;
  }
  return 0;
}
