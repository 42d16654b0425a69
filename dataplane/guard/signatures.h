// Scanners by the values of their requests: the built-in list, or one compiled from a file.
#pragma once

#include "dataplane/guard/signature_list.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

struct hs_database;
struct hs_scratch;

namespace weir::sip {
class MessageView;
}

namespace weir::dataplane::guard {

// A list whose patterns Hyperscan has compiled, one database a field. Immutable; made by control,
// read by any thread.
class SignatureSet {
 public:
  // Null with `errors`, each with the line of its pattern.
  static std::shared_ptr<const SignatureSet> make(SignatureList list,
                                                  std::vector<SignatureError>& errors);
  ~SignatureSet();
  SignatureSet(const SignatureSet&) = delete;
  SignatureSet& operator=(const SignatureSet&) = delete;

  const SignatureList& list() const noexcept { return list_; }
  std::size_t bytes() const noexcept;  // of the compiled patterns

 private:
  friend class Signatures;
  explicit SignatureSet(SignatureList list) : list_(std::move(list)) {}
  bool compile(std::size_t field, std::vector<SignatureError>& errors);

  SignatureList list_;
  std::array<hs_database*, kSignatureFields.size()> databases_{};  // null: no pattern
};

// What one lcore matches with: the list that all share, memory to match in, and counts. Control
// makes it and reads the counts; match() is the lcore's alone.
class Signatures {
 public:
  // `set` may be null: the built-in names (scanners.h). Null when there is no memory.
  static std::unique_ptr<Signatures> make(std::shared_ptr<const SignatureSet> set);
  ~Signatures();
  Signatures(const Signatures&) = delete;
  Signatures& operator=(const Signatures&) = delete;

  // True when a value of the request has a signature, which is then counted. Looks at the first 256
  // bytes of each value.
  bool match(const sip::MessageView& request) noexcept;

  std::size_t size() const noexcept { return hits_.size(); }
  // Requests in which the signature was the one found.
  std::uint64_t hits(std::size_t index) const noexcept {
    return hits_[index].load(std::memory_order_relaxed);
  }

 private:
  Signatures(std::shared_ptr<const SignatureSet> set, std::size_t size)
      : set_(std::move(set)), hits_(size) {}
  std::size_t find(const sip::MessageView& request) const noexcept;

  std::shared_ptr<const SignatureSet> set_;
  hs_scratch* scratch_ = nullptr;
  std::vector<std::atomic<std::uint64_t>> hits_;
};

}  // namespace weir::dataplane::guard
