// CLinux: the calls of Linux that Swift's Glibc module does not show, as inline functions. Nothing else.
#ifndef CLINUX_H
#define CLINUX_H

#include "ProcessControl.h"

#endif
