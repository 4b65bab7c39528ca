#include "cloud/clock.h"
