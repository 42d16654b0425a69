#include "dataplane/ports/port_spec.h"

#include <charconv>

namespace weir::dataplane {
namespace {

constexpr std::size_t kNameLimit = 15;  // IFNAMSIZ with its zero

// The driver asks the kernel to reassemble IPv4 before it spreads packets over queues (fanout), so
// a frame may be far longer than the MTU; what does not fit is cut off.
constexpr std::uint32_t kAfPacketFrame = 8192;
// The ring that absorbs a flood while the lcore works on a burst.
constexpr std::uint32_t kAfPacketFrames = 8192;
constexpr std::uint32_t kAfPacketDefault = 2048;  // the driver's own

// Splits at any of `separators`; empty parts are left out.
std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool good_device_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameLimit && name != "." && name != ".." &&
         name.find('/') == name.npos;
}

bool parse_addresses(std::string_view list, PortSpec& spec, std::string& problem) {
  for (const std::string_view item : split(list, ",")) {
    const std::size_t slash = item.find('/');
    const auto address = sip::parse_address(item.substr(0, slash));
    const auto prefix = sip::parse_prefix(item);
    if (!address || !prefix || slash == item.npos) {
      problem = "addr=" + std::string(item) +
                " is not an address with its network's length; write it as in addr=192.0.2.1/24";
      return false;
    }
    const unsigned length = prefix->length - (address->is_v4() ? 96u : 0u);
    spec.addresses.push_back({*address, static_cast<std::uint8_t>(length)});
  }
  return true;
}

bool parse_gateways(std::string_view list, PortSpec& spec, std::string& problem) {
  for (const std::string_view item : split(list, ",")) {
    const auto address = sip::parse_address(item);
    if (!address) {
      problem = "gw=" + std::string(item) + " is not an address; write it as in gw=192.0.2.254";
      return false;
    }
    for (const sip::Address& other : spec.gateways) {
      if (other.is_v4() != address->is_v4()) continue;
      problem =
          "gw= names two gateways of one address family; leave one and add further routes "
          "with `ip route ... dev TWIN`";
      return false;
    }
    spec.gateways.push_back(*address);
  }
  return true;
}

bool parse_mac(std::string_view text, PortSpec& spec, std::string& problem) {
  std::array<std::uint8_t, 6> mac{};
  const auto parts = split(text, ":");
  bool good = parts.size() == mac.size();
  for (std::size_t i = 0; good && i < mac.size(); ++i) {
    const char* const end = parts[i].data() + parts[i].size();
    const auto [rest, status] = std::from_chars(parts[i].data(), end, mac[i], 16);
    good = status == std::errc{} && rest == end && parts[i].size() <= 2;
  }
  if (!good) {
    problem = "mac=" + std::string(text) +
              " is not a link address; write it as in "
              "mac=02:00:00:00:00:01";
    return false;
  }
  spec.mac = mac;
  return true;
}

bool parse_mtu(std::string_view text, PortSpec& spec, std::string& problem) {
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, spec.mtu);
  if (status == std::errc{} && rest == end && spec.mtu >= 1280 && spec.mtu <= 9216) return true;
  problem = "mtu=" + std::string(text) + " is not a number from 1280 to 9216";
  return false;
}

bool parse_setting(std::string_view key, std::string_view value, PortSpec& spec,
                   std::string& problem) {
  if (key == "addr") return parse_addresses(value, spec, problem);
  if (key == "gw") return parse_gateways(value, spec, problem);
  if (key == "mac") return parse_mac(value, spec, problem);
  if (key == "mtu") return parse_mtu(value, spec, problem);
  if (key == "args") {
    spec.arguments = value;
    return true;
  }
  if (key == "iface" || key == "twin") {
    if (!good_device_name(value)) {
      problem = std::string(key) + "=" + std::string(value) +
                " cannot be the name of a network device: 1 to 15 characters, no slash";
      return false;
    }
    (key == "iface" ? spec.iface : spec.twin) = value;
    return true;
  }
  problem = "unknown setting \"" + std::string(key) +
            "\"; known are iface, twin, addr, gw, mac, mtu and args";
  return false;
}

bool consistent(const PortSpec& spec, std::string& problem) {
  if (spec.twin.empty() && !spec.gateways.empty()) {
    problem = "gw= belongs to a twin; add twin=NAME, the tap to be made for this port";
  } else if (spec.twin.empty() && !spec.addresses.empty() && !spec.mac) {
    problem =
        "addr= needs somebody who resolves addresses: add twin=NAME, the tap to be made for this "
        "port, or mac=, where everything is sent";
  } else if (spec.twin.empty() && spec.mac && spec.addresses.empty()) {
    problem = "without a twin addr= is missing: it says which listen sockets are this port's";
  } else if (!spec.twin.empty() && spec.mac) {
    problem = "mac= is for ports without a twin, where nobody resolves addresses; leave one out";
  } else if (!spec.twin.empty() && spec.twin == spec.iface) {
    problem = "twin= and iface= name the same device; the twin is a new tap, give it its own name";
  }
  return problem.empty();
}

}  // namespace

std::string_view PortSpec::driver() const noexcept {
  if (!device.starts_with("net_")) return {};
  const std::string_view name = device;
  return name.substr(0, name.find_last_not_of("0123456789") + 1);
}

bool PortSpec::shares_kernel_device() const noexcept {
  const bool live = driver() == "net_pcap" && !iface.empty();
  return live || driver() == "net_af_packet" || driver() == "net_af_xdp";
}

std::uint32_t PortSpec::frame_size() const noexcept {
  if (driver() != "net_af_packet") return 0;
  if (arguments.empty()) return kAfPacketFrame;
  constexpr std::string_view kKey = "framesz=";
  const std::size_t at = arguments.find(kKey);
  std::uint32_t size = kAfPacketDefault;
  if (at == arguments.npos) return size;
  const char* const begin = arguments.data() + at + kKey.size();
  std::from_chars(begin, arguments.data() + arguments.size(), size);
  return size;
}

std::size_t PortSpec::locked_bytes() const noexcept {
  if (driver() != "net_af_packet" || !arguments.empty()) return 0;
  return std::size_t{2} * kAfPacketFrame * kAfPacketFrames;  // one ring a direction
}

std::optional<PortSpec> parse_port_spec(std::string_view text, std::string& problem) {
  problem.clear();
  PortSpec spec;
  const auto parts = split(text, " \t");
  if (parts.empty() || parts[0].find('=') != parts[0].npos) {
    problem = "a port begins with its device, as in \"net_af_packet0 iface=eth1 twin=sw0\"";
  }
  for (std::size_t i = 1; problem.empty() && i < parts.size(); ++i) {
    const std::size_t equals = parts[i].find('=');
    if (equals == parts[i].npos) {
      problem = "\"" + std::string(parts[i]) + "\" is not KEY=VALUE";
      break;
    }
    parse_setting(parts[i].substr(0, equals), parts[i].substr(equals + 1), spec, problem);
  }
  if (problem.empty()) spec.device = parts[0];
  if (problem.empty() && consistent(spec, problem)) return spec;
  problem = "dpdk port \"" + std::string(text) + "\": " + problem;
  return std::nullopt;
}

std::string vdev_argument(const PortSpec& spec, std::span<const std::string> arguments,
                          std::string& problem) {
  problem.clear();
  if (spec.driver().empty()) return {};
  for (const std::string& argument : arguments) {
    if (argument == spec.device || argument.find(spec.device + ",") != argument.npos ||
        argument.ends_with("=" + spec.device)) {
      return {};
    }
  }
  std::string text = "--vdev=" + spec.device;
  if (spec.shares_kernel_device() && spec.iface.empty()) {
    problem = "dpdk port " + spec.device +
              ": iface= is missing; say which network device it takes, as in iface=eth1, or give "
              "EAL a --vdev=" +
              spec.device + ",iface=... after \"--\"";
    return {};
  }
  if (!spec.iface.empty()) text += ",iface=" + spec.iface;
  if (spec.driver() == "net_af_packet" && spec.arguments.empty()) {
    text += ",blocksz=65536,framesz=" + std::to_string(kAfPacketFrame) +
            ",framecnt=" + std::to_string(kAfPacketFrames);
  }
  if (!spec.arguments.empty()) text += "," + spec.arguments;
  return text;
}

}  // namespace weir::dataplane
