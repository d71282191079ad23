#include "sys/pause.h"

#include <thread>

namespace firn::sys {

void SystemPause::For(Duration duration) { std::this_thread::sleep_for(duration); }

}  // namespace firn::sys
