// What an lcore tells control: what a verified reply teaches, and what became of an address.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "dataplane/guard/command.h"
#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

struct Lesson {
  enum class Kind : std::uint8_t {
    // A REGISTER with credentials from `source` was accepted by `teacher`. Whether that earns trust
    // is control's to decide: it should believe peers and the servers the operator configured, or
    // a script that forwards anywhere would let anybody vouch for himself.
    kRegistered,
    kBanned,    // this lcore banned `source`'s address
    kUnbanned,  // the script lifted its ban
    kTrusted,   // the script trusts `source`
    kProbed,    // `source` answered the probe `number` with `status`
    kRefused,   // a stranger's request for `user` was answered with `status`
  };

  Kind kind = Kind::kRegistered;
  guard::BanReason reason = guard::BanReason::kAutomatic;  // of kBanned
  bool quiet = false;  // by an event route: no event follows from it
  SourceClass teacher_class = SourceClass::kStranger;
  std::uint16_t listen = 0;  // the socket that the reply came to
  sip::Endpoint source;
  sip::Endpoint teacher;
  std::uint32_t seconds = 0;  // that the binding, ban or trust lives
  std::uint64_t number = 0;
  std::uint16_t status = 0;
  std::array<char, 32> user{};  // of kRefused, its first bytes
  std::uint8_t user_size = 0;

  std::string_view user_text() const noexcept { return {user.data(), user_size}; }
};

}  // namespace weir::dataplane
