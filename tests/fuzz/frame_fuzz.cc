// Any bytes as a frame: what decode() says of it lies inside of it, and decode_usual() agrees.
#include "dataplane/stage_decode.h"

#include "tests/fuzz/require.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

namespace {

using weir::fuzz::require;
using namespace weir::dataplane;  // NOLINT: a fuzzer's only client

// One socket of each family.
ListenTable sockets() {
  std::array<Listen, 2> listens;
  listens[0].address = *weir::sip::parse_address("192.0.2.1");
  listens[0].number = 5060;
  listens[1].address = *weir::sip::parse_address("2001:db8::1");
  listens[1].number = 5060;
  listens[1].ipv4 = false;
  ListenTable table;
  table.fill(listens, 0);
  return table;
}

void check(const Frame& f, std::size_t size) {
  if (f.kind == FrameKind::kBadFrame) return;
  require(f.l3_offset <= size);
  const std::size_t l3_end = f.l3_offset + f.l3_size;
  require(l3_end <= size);
  if (f.kind == FrameKind::kFragment) require(f.l4_offset <= l3_end);
  if (f.kind != FrameKind::kDatagram) return;
  require(f.listen < 2 && f.dport == 5060 && f.ipv6 == (f.listen == 1));
  require(f.payload_offset == f.l4_offset + 8u && f.payload_offset + f.payload_size <= l3_end);
}

void check_usual(std::span<std::uint8_t> frame, const ListenTable& table,
                 const DecodeRules& rules) {
  Packet packet;
  if (!decode_usual(frame, table, rules, packet)) return;
  const Frame f = decode(frame, table, rules);
  require(f.kind == FrameKind::kDatagram && packet.src == f.src && packet.dst == f.dst);
  require(packet.sport == f.sport && packet.dport == f.dport && packet.listen == f.listen);
  require(reinterpret_cast<std::uint8_t*>(packet.data) == frame.data() + f.payload_offset);
  require(packet.size == f.payload_size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ListenTable table = sockets();
  // A block of exactly this size, so that a read beyond it is seen.
  const auto bytes = std::make_unique<std::uint8_t[]>(size);
  if (size > 0) std::memcpy(bytes.get(), data, size);
  // The device has judged the checksums, or we do.
  for (const Verified verified : {Verified::kGood, Verified::kUnknown}) {
    check(decode({bytes.get(), size}, table, {true, verified, verified}), size);
    check_usual({bytes.get(), size}, table, {false, verified, verified});
  }
  return 0;
}
