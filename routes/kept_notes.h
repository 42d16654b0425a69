// KeptNotes: what of a message's notes outlives its run, in a transaction's own memory.
#pragma once

#include "routes/image.h"
#include "routes/notes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// The script's work on a request when it was first relayed: Kamailio's saved lumps, and with them
// the R-URI and where it goes. Texts are the object's own; restored notes borrow them.
class KeptRequest {
 public:
  void keep(const Notes& notes);
  void restore(Notes& notes) const noexcept;
  std::size_t bytes() const noexcept {
    return texts_.capacity() + edits_.capacity() * sizeof(KeptEdit);
  }

 private:
  struct Text {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct KeptEdit {
    std::uint32_t begin;
    std::uint32_t end;
    Text text;
    sip::Rank rank;
  };
  static constexpr std::size_t kTexts = 8;

  std::string_view view(Text text) const noexcept { return {texts_.data() + text.at, text.size}; }

  std::string texts_;
  std::vector<KeptEdit> edits_;
  std::array<Text, kTexts> fields_{};  // in the order of fields_of()
  std::int32_t forced_socket_ = Notes::kNoSocket;
  std::uint32_t branch_flags_ = 0;
  std::uint16_t advertised_port_ = 0;
  bool record_route_ = false;
  bool force_rport_ = false;
  bool local_rport_ = false;
  bool via_server_id_ = false;
  bool via_params_ = false;
  bool via_fields_ = false;
  bool next_hop_route_ = false;
};

// What all messages of a transaction share: flags, AVPs, $xavp, $xavu, $xavi and the dispatcher's
// choice. AVPs are kept by name, since a reload numbers them anew.
class KeptState {
 public:
  void keep(const Image& image, const Notes& notes);
  // All but the flags: those are taken once, when a request is relayed.
  void keep_values(const Image& image, const Notes& notes);
  // Notes that do not know an AVP's name take it in their own list; what finds no room there is
  // left out.
  void restore(const Image& image, Notes& notes) const noexcept;
  std::size_t bytes() const noexcept {
    return texts_.capacity() + avps_.capacity() * sizeof(KeptAvp) +
           nodes_.capacity() * sizeof(XavpPool::Node);
  }

 private:
  struct Text {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct KeptAvp {
    Text name;
    Text text;
    std::int32_t number;
    std::uint32_t flags;
    Value::Kind kind;
  };

  std::string texts_;
  std::vector<KeptAvp> avps_;
  std::vector<XavpPool::Node> nodes_;  // their texts are offsets into texts_
  XavpPool::Heads heads_{};
  XavpPool::Index free_ = XavpPool::kNone;
  std::uint32_t message_flags_ = 0;
  std::uint64_t extended_flags_ = 0;
  DispatchChoice dispatch_;  // which destinations are left to try
};

// What a branch_route changes for its branch alone: put back when it is done. Kamailio duplicates
// and restores the same: lumps, R-URI, destination, path, branch flags, the forced socket.
class BranchScope {
 public:
  explicit BranchScope(Notes& notes) noexcept;
  ~BranchScope();
  BranchScope(const BranchScope&) = delete;
  BranchScope& operator=(const BranchScope&) = delete;

 private:
  Notes& notes_;
  const std::string_view request_uri_;
  const std::string_view destination_uri_;
  const std::string_view last_route_;
  const std::string_view record_route_extra_;
  const std::string_view record_route_host_;
  const std::string_view record_route_user_;
  const int forced_socket_;
  const std::uint32_t branch_flags_;
  const bool record_route_;
  sip::EditList edits_;
};

}  // namespace weir::routes
