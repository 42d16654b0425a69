// What the global parameters that are used here do.
#pragma once

#include <array>
#include <string_view>

namespace weir::routes {

struct GlobalDoc {
  std::string_view name;
  std::string_view initial;  // its default; empty: none
  std::string_view doc;      // one sentence
};

// Sorted by name.
inline constexpr auto kGlobalDocs = std::to_array<GlobalDoc>({
    {"add_rport", "no", "Another name of force_rport."},
    {"advertised_address", "", "Host that Via and Record-Route show in place of the socket's."},
    {"advertised_port", "", "Port that Via and Record-Route show in place of the socket's."},
    {"auto_aliases", "no", "Names of the sockets' addresses, by reverse DNS, are ours, too."},
    {"chroot", "", "Root directory to change to once the configuration is read."},
    {"debug", "0", "Log level, -5 to 4: 2 notices, 3 what goes on, 4 everything."},
    {"disable_tcp", "no", "The script's TCP and TLS sockets are passed over."},
    {"force_rport", "no", "Answer to the port a request came from, as if each asked for rport."},
    {"fork", "yes", "Run in the background."},
    {"gid", "", "Another name of group."},
    {"group", "", "Group to change to once the sockets are bound."},
    {"local_rport", "no", "Ask for rport in our Via."},
    {"log_color", "no", "Colour the log on a terminal."},
    {"log_facility", "LOG_DAEMON", "Facility of syslog."},
    {"log_name", "sipweir", "Name in syslog."},
    {"log_prefix", "", "What stands before each line of the script's log; may hold variables."},
    {"log_prefix_mode", "0", "1: the prefix is worked out for each line, not for each message."},
    {"log_stderror", "no", "Log to stderr in place of syslog."},
    {"max_while_loops", "100", "Turns after which a while ends."},
    {"maxbuffer", "", "Largest UDP receive buffer to ask the kernel for, in bytes."},
    {"onsend_route_reply", "no", "Run onsend_route for replies, too."},
    {"port", "5060", "Port of sockets that name none."},
    {"run_dir", "/run/sipweir", "Another name of rundir."},
    {"rundir", "/run/sipweir", "Directory of the control socket."},
    {"server_header", "", "The whole Server header of our replies."},
    {"server_id", "0", "Number of this instance, $sid."},
    {"server_signature", "yes", "Add a Server header to our replies."},
    {"uid", "", "Another name of user."},
    {"user", "", "User to change to once the sockets are bound."},
    {"wdir", "", "Another name of workdir."},
    {"workdir", "", "Working directory."},
});

}  // namespace weir::routes
