// CLinux: the calls of Linux that Swift's Glibc module does not show, and nothing else.
#ifndef CLINUX_H
#define CLINUX_H

#include "ProcessControl.h"
#include "SocketCalls.h"
#include "StandardDescriptors.h"

#endif
