#include "control/operations_capture.h"

#include "control/capture/hex.h"
#include "sip/address.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control {
namespace {

using admin::Json;
using admin::Reply;
using Arguments = std::vector<std::string>;

constexpr std::size_t kPacketsARead = 512;

constexpr std::string_view kUsage =
    "usage: capture FILE [address=ADDRESS[/LENGTH]] [verdict=dropped|forwarded|answered|keepalive|"
    "observed] [reason=NAME] [packets=N] [seconds=N] [megabytes=N] [files=N]";

std::string to_text(const sip::Endpoint& endpoint) {
  std::array<char, sip::kEndpointText> text{};
  return {text.data(), sip::format_endpoint(endpoint, text)};
}

Reply start(Bridge& bridge, const Arguments& arguments) {
  CaptureFilter filter;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    const std::string_view name = word.substr(0, word.find('='));
    const std::string_view value =
        name.size() == word.size() ? std::string_view() : word.substr(name.size() + 1);
    if (name == "address") {
      const auto prefix = sip::parse_prefix(value);
      if (!prefix) {
        return {{}, fmt::format("'{}' is no address: write 192.0.2.1 or 192.0.2.0/24", value)};
      }
      filter.source = *prefix;
    } else if (name == "verdict" && !value.empty()) {
      filter.verdict = value;
    } else if (name == "reason" && !value.empty()) {
      filter.reason = value;
    } else {
      return {{}, std::string(kUsage)};
    }
  }
  std::uint64_t id = 0;
  std::string error = bridge.start_capture(filter, id);
  if (!error.empty()) return {{}, std::move(error)};
  return {{{"capture", id}}, {}};
}

Reply read(Bridge& bridge, std::uint64_t id) {
  std::vector<CapturedPacket> packets;
  std::uint64_t lost = 0;
  std::string error = bridge.read_capture(id, kPacketsARead, packets, lost);
  if (!error.empty()) return {{}, std::move(error)};
  Json rows = Json::array();
  for (const CapturedPacket& packet : packets) {
    rows.push_back({{"nanoseconds", packet.wall_nanoseconds},
                    {"source", to_text(packet.source)},
                    {"destination", to_text(packet.destination)},
                    {"size", packet.size},
                    {"comment", packet.comment},
                    {"bytes", capture::to_hex(packet.bytes)}});
  }
  Json result = {{"lost", lost}};
  result["packets"] = std::move(rows);
  return {std::move(result), {}};
}

Reply serve(Bridge& bridge, const Arguments& arguments) {
  if (arguments[0] == "start") return start(bridge, arguments);
  std::uint64_t id = 0;
  if (arguments.size() == 2) {
    const std::string& text = arguments[1];
    std::from_chars(text.data(), text.data() + text.size(), id);
  }
  if (id != 0 && arguments[0] == "read") return read(bridge, id);
  if (id == 0 || arguments[0] != "stop") return {{}, std::string(kUsage)};
  bridge.stop_capture(id);
  return {{{"stopped", id}}, {}};
}

}  // namespace

void bind_capture(admin::Server& server, Bridge& bridge) {
  server.bind("capture", [&bridge](const Arguments& a) { return serve(bridge, a); });
}

}  // namespace weir::control
