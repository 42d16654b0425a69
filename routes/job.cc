#include "routes/job.h"

#include <sys/mman.h>

namespace weir::routes {
namespace {

constexpr std::size_t kRoom = Job::kArena + Job::kText;

char* take_room() noexcept {
  void* const at = mmap(nullptr, kRoom, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return at == MAP_FAILED ? nullptr : static_cast<char*>(at);
}

}  // namespace

Job::Job() noexcept : room_(take_room()), arena(room_, room_ == nullptr ? 0 : kArena) {}

Job::~Job() {
  if (room_ != nullptr) munmap(room_, kRoom);
}

}  // namespace weir::routes
