// Module dmq: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDmqPlanned = std::to_array<FunctionSpec>({
    {"dmq_bcast_message", "dmq", "sss", Plane::kControl, kAnywhere, "Sends a text to all nodes."},
    {"dmq_handle_message", "dmq", "I", Plane::kControl, kInRequest,
     "Gives a KDMQ request to the workers of its channel, and answers it."},
    {"dmq_is_from_node", "dmq", "", Plane::kControl, kInRequest,
     "True when the request comes from a node."},
    {"dmq_process_message", "dmq", "I", Plane::kControl, kInRequest,
     "Works a KDMQ request off at once, and answers it."},
    {"dmq_send_message", "dmq", "ssss", Plane::kControl, kAnywhere, "Sends a text to one node."},
    {"dmq_t_replicate", "dmq", "I", Plane::kControl, kInRequest,
     "Replicates the request to all nodes, each in a transaction."},
});

inline constexpr auto kDmqParameters = std::to_array<ParameterRow>({
    {"multi_notify", 'i', Effect::kPlanned, "0", "1: all addresses of that name are nodes."},
    {"notification_address", 's', Effect::kPlanned, "", "URI of a node to ask at start."},
    {"notification_channel", 's', Effect::kPlanned, "notification_peer",
     "Name of the channel for who is there."},
    {"num_workers", 'i', Effect::kPlanned, "2", "Workers of the channels."},
    {"ping_interval", 'i', Effect::kPlanned, "60", "Seconds between two pings of a node."},
    {"server_address", 's', Effect::kPlanned, "",
     "URI of this node; it must be one of our sockets."},
    {"server_socket", 's', Effect::kPlanned, "", "Socket that messages are sent from."},
    {"worker_usleep", 'i', Effect::kPlanned, "0",
     "Microseconds between two looks for work; 0: woken up."},
});

inline constexpr auto kDmqEvents = std::to_array<NameRow>({
    {"dmq:peer-up", Effect::kPlanned, "When a node is there."},
    {"dmq:peer-down", Effect::kPlanned, "When a node is not there any more."},
});

inline constexpr auto kDmqCommands = std::to_array<NameRow>({
    {"dmq.list_nodes", Effect::kPlanned, "Lists the nodes."},
    {"dmq.remove", Effect::kPlanned, "Takes a node away."},
});

inline constexpr ModuleSpec kDmqModule{
    .name = "dmq",
    .doc = "Messages between the nodes of a cluster.",
    .built = false,
    .planned = kDmqPlanned,
    .parameters = kDmqParameters,
    .events = kDmqEvents,
    .commands = kDmqCommands,
};

}  // namespace weir::routes
