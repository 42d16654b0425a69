#include "control/operations_dispatcher.h"

#include "routes/value.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace weir::control {
namespace {

using admin::Json;
using admin::Reply;
using Arguments = std::vector<std::string>;

Reply refuse(std::string error) { return {{}, std::move(error)}; }

Json rows_of(const Bridge& bridge) {
  Json rows = Json::array();
  for (const DestinationLine& line : bridge.destinations()) {
    rows.push_back({{"set", line.set},
                    {"uri", line.uri},
                    {"state", line.state},
                    {"priority", line.priority},
                    {"attributes", line.attributes}});
  }
  return rows;
}

Reply dispatcher(Bridge& bridge, const Arguments& arguments) {
  const std::string& what = arguments[0];
  if (what == "list" && arguments.size() == 1) return {rows_of(bridge), {}};
  if (what != "set_state" || arguments.size() != 4) {
    return refuse("usage: dispatcher list, or dispatcher set_state STATE SET URI|all");
  }
  std::int32_t set = 0;
  if (!routes::text_to_int(arguments[2], set)) {
    return refuse(fmt::format("'{}' is no number of a set", arguments[2]));
  }
  std::string error = bridge.set_destination_state(set, arguments[3], arguments[1]);
  if (!error.empty()) return refuse(std::move(error));
  return {rows_of(bridge), {}};
}

}  // namespace

void bind_dispatcher(admin::Server& server, Bridge& bridge) {
  server.bind("dispatcher", [&bridge](const Arguments& a) { return dispatcher(bridge, a); });
}

}  // namespace weir::control
