#include "control/settings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::control {
namespace {

constexpr std::uint16_t kSipPort = 5060;

ListenSpec make_spec(const routes::ListenSetting& setting, bool& known) {
  ListenSpec spec;
  known = true;
  spec.hosts = {setting.host};
  spec.port = setting.port;
  spec.advertised_host = setting.advertised_host;
  spec.advertised_port = setting.advertised_port;
  spec.name = setting.name;
  if (setting.protocol.empty() || setting.protocol == "any") return spec;
  spec.named_transport = true;
  for (const Transport transport :
       {Transport::kUdp, Transport::kTcp, Transport::kTls, Transport::kSctp}) {
    if (transport_name(transport) == setting.protocol) {
      spec.transport = transport;
      return spec;
    }
  }
  known = false;
  return spec;
}

// Whether `spec` is to be bound. Sets `error` for what can never be.
bool is_wanted(const ListenSpec& spec, const std::string& place, const CommandLine& line, bool tcp,
               std::vector<std::string>& warnings, std::string& error) {
  if (spec.transport == Transport::kUdp) return true;
  const std::string_view name = transport_name(spec.transport);
  if (spec.transport == Transport::kSctp) {
    error = fmt::format("{}: there is no SCTP here: take the sctp socket out", place);
  } else if (tcp && line.action == Action::kCheck) {
    warnings.push_back(fmt::format("{}: listening on {} is planned, not built yet", place, name));
  } else if (tcp) {
    error = fmt::format(
        "{}: listening on {} is planned, not built yet: take the socket out, or "
        "pass over all of its kind with -T or disable_tcp=yes",
        place, name);
  } else {
    warnings.push_back(fmt::format("{}: the {} socket is passed over, TCP is off", place, name));
  }
  return false;
}

std::uint16_t default_port(const routes::Settings& settings) {
  const std::int64_t port = settings.global_number("port", kSipPort);
  return port > 0 && port <= 65535 ? static_cast<std::uint16_t>(port) : kSipPort;
}

// advertised_address and advertised_port, for sockets that do not say it themselves.
bool advertise(const routes::Settings& settings, std::vector<ListenSocket>& sockets,
               std::string& error) {
  const std::string_view host = settings.global_text("advertised_address", "");
  const std::int64_t port = settings.global_number("advertised_port", 0);
  if (port > 65535 || (port != 0 && host.empty())) {
    error = host.empty() ? "advertised_port needs an advertised_address: set both"
                         : fmt::format("advertised_port={} is no port: write 1 to 65535", port);
    return false;
  }
  for (ListenSocket& socket : sockets) {
    if (host.empty() || !socket.advertised_host.empty()) continue;
    socket.advertised_host = host;
    socket.advertised_port = static_cast<std::uint16_t>(port);
  }
  return true;
}

}  // namespace

void apply_globals(const routes::Settings& settings, CommandLine& line) {
  const auto text = [&settings](std::string& into, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (into.empty()) into = settings.global_text(name, "");
    }
  };
  text(line.user, {"user", "uid"});
  text(line.group, {"group", "gid"});
  text(line.chroot, {"chroot"});
  text(line.work_dir, {"workdir", "wdir"});
  text(line.runtime_dir, {"rundir", "run_dir"});
  if (settings.global_number("fork", 1) == 0) line.stay = Stay::kForeground;
  if (settings.global_number("log_color", 0) != 0) line.log_color = true;
  const std::int64_t buffer = settings.global_number("maxbuffer", 0);
  if (!line.receive_buffer && buffer > 0) line.receive_buffer = static_cast<unsigned>(buffer);
}

LogSettings make_log_settings(const routes::Settings& settings, const CommandLine& line,
                              std::vector<std::string>& warnings) {
  LogSettings log;
  log.debug = line.debug.value_or(static_cast<int>(settings.global_number("debug", log.debug)));
  // What a process in the foreground writes is meant for its terminal.
  log.to_stderr = line.log_stderr || line.stay == Stay::kForeground ||
                  settings.global_number("log_stderror", 0) != 0;
  log.color = line.log_color && log.to_stderr;
  const std::string_view facility = settings.global_text("log_facility", "LOG_DAEMON");
  if (const auto found = find_facility(facility)) {
    log.facility = *found;
  } else {
    warnings.push_back(
        fmt::format("log_facility={} is none of syslog's: LOG_DAEMON is used", facility));
  }
  log.name = settings.global_text("log_name", log.name);
  // With variables it belongs to a message, and the script's own lines carry it.
  const std::string_view prefix = settings.global_text("log_prefix", "");
  if (prefix.find('$') == std::string_view::npos) log.prefix = prefix;
  return log;
}

bool make_listens(const routes::Settings& settings, const CommandLine& line,
                  std::vector<ListenSocket>& sockets, std::vector<std::string>& warnings,
                  std::string& error) {
  const bool tcp = line.tcp && settings.global_number("disable_tcp", 0) == 0;
  std::vector<ListenSpec> specs;
  bool said = false;
  for (const routes::ListenSetting& setting : settings.listens) {
    bool known = false;
    const ListenSpec spec = make_spec(setting, known);
    const std::string place = fmt::format("{}:{}", setting.file, setting.line);
    said = true;
    if (!known) {
      error = fmt::format("{}: '{}' is no protocol: write udp", place, setting.protocol);
    } else if (is_wanted(spec, place, line, tcp, warnings, error)) {
      specs.push_back(spec);
    }
    if (!error.empty()) return false;
  }
  for (const std::string& text : line.listens) {
    ListenSpec spec;
    said = true;
    if (!parse_listen(text, spec, error)) return false;
    if (is_wanted(spec, "-l " + text, line, tcp, warnings, error)) specs.push_back(spec);
    if (!error.empty()) return false;
  }
  const std::vector<InterfaceAddress> interfaces = interface_addresses(error);
  if (!error.empty()) return false;
  const std::uint16_t port = default_port(settings);
  for (const ListenSpec& spec : specs) {
    if (!resolve_listen(spec, port, interfaces, sockets, error)) return false;
  }
  if (!said) sockets = default_listens(port, interfaces);
  if (!advertise(settings, sockets, error)) return false;
  if (sockets.empty() && line.action == Action::kCheck && said) return true;
  if (sockets.empty()) {
    error = said ? "no socket is left to listen on: add listen=udp:ADDRESS:5060"
                 : "this machine has no address: bring an interface up, or give one with -l";
    return false;
  }
  if (sockets.size() > 64) {
    error = fmt::format(
        "{} sockets are more than the 64 there is room for: name those to listen "
        "on with listen= or -l",
        sockets.size());
    return false;
  }
  const bool named = std::all_of(specs.begin(), specs.end(),
                                 [](const ListenSpec& spec) { return spec.named_transport; });
  if (tcp && (!said || !named)) {
    warnings.emplace_back("TCP is planned, not built yet: listening on UDP only");
  }
  return true;
}

std::string describe_void_options(const CommandLine& line) {
  std::string text;
  for (const std::string& option : line.void_options) {
    text += fmt::format("{}{} has no effect ({})", text.empty() ? "" : "; ", option,
                        void_reason(option));
  }
  return text;
}

}  // namespace weir::control
