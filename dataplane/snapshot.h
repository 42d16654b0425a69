// A read-only object that control replaces and lcores read without a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace weir::dataplane {

// Writer: the control thread, alone. Readers: up to kReaders lcores, each under its own number.
// A reader says once a burst what it reads from now on; what nobody reads any more is freed by
// collect(). Neither side waits for the other.
template <class T>
class Snapshot {
 public:
  static constexpr unsigned kReaders = 128;

  // Control. Until the first publish() readers get null.
  void publish(std::unique_ptr<const T> next) {
    const T* const raw = next.get();
    if (owned_) retired_.push_back(std::move(owned_));
    owned_ = std::move(next);
    current_.store(raw, std::memory_order_seq_cst);
  }

  // Control. Frees what no reader holds.
  void collect() {
    std::erase_if(retired_, [this](const std::unique_ptr<const T>& old) {
      for (const Reader& reader : readers_) {
        if (reader.held.load(std::memory_order_seq_cst) == old.get()) return false;
      }
      return true;
    });
  }

  // Control. What was published last.
  const T* latest() const noexcept { return owned_.get(); }

  // An lcore, once a burst: the object to read until its next refresh().
  const T* refresh(unsigned reader) noexcept {
    std::atomic<const T*>& held = readers_[reader].held;
    const T* seen = current_.load(std::memory_order_acquire);
    if (seen == held.load(std::memory_order_relaxed)) return seen;
    // A hazard pointer: announce, then make sure that it was still current after the announcement.
    for (;;) {
      held.store(seen, std::memory_order_seq_cst);
      const T* const again = current_.load(std::memory_order_seq_cst);
      if (again == seen) return seen;
      seen = again;
    }
  }

 private:
  struct alignas(64) Reader {
    std::atomic<const T*> held = nullptr;
  };

  std::atomic<const T*> current_ = nullptr;
  std::array<Reader, kReaders> readers_{};
  std::unique_ptr<const T> owned_;
  std::vector<std::unique_ptr<const T>> retired_;
};

}  // namespace weir::dataplane
