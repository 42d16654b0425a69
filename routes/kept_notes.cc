#include "routes/kept_notes.h"

#include "routes/natives/avp.h"

#include <algorithm>

namespace weir::routes {
namespace {

// The texts of a request's notes that outlive its run, in a fixed order.
template <class N>
auto fields_of(N& n) noexcept {
  return std::array{&n.request_uri,       &n.destination_uri,    &n.last_route,
                    &n.route_params,      &n.record_route_extra, &n.record_route_host,
                    &n.record_route_user, &n.advertised_address};
}

// The number of an AVP's name in this image, or in the notes' own list; -1 when there is no room.
int avp_number(const Image& image, Notes& notes, std::string_view name) noexcept {
  const auto known = image.avp_names();
  const auto at = std::find(known.begin(), known.end(), name);
  if (at != known.end()) return static_cast<int>(at - known.begin());
  const std::span<const std::string_view> own(notes.avp_names.data(), notes.avp_name_count);
  const auto mine = std::find(own.begin(), own.end(), name);
  if (mine == own.end()) {
    if (notes.avp_name_count == Notes::kAvpNames) return -1;
    notes.avp_names[notes.avp_name_count++] = name;
    return static_cast<int>(known.size()) + notes.avp_name_count - 1;
  }
  return static_cast<int>(known.size()) + static_cast<int>(mine - own.begin());
}

std::string_view avp_name(const Image& image, const Notes& notes, std::uint16_t number) noexcept {
  const auto known = image.avp_names();
  if (number < known.size()) return known[number];
  const std::size_t own = number - known.size();
  return own < notes.avp_name_count ? notes.avp_names[own] : std::string_view{};
}

}  // namespace

void KeptRequest::keep(const Notes& n) {
  std::string texts;  // beside the old ones, which the notes may borrow
  const auto hold = [&texts](std::string_view text) {
    const auto at = static_cast<std::uint32_t>(texts.size());
    texts += text;
    return Text{at, static_cast<std::uint32_t>(text.size())};
  };
  const auto fields = fields_of(n);
  static_assert(fields.size() == kTexts);
  for (std::size_t i = 0; i < kTexts; ++i) fields_[i] = hold(*fields[i]);
  std::vector<KeptEdit> edits;
  edits.reserve(n.edits.size());
  for (const sip::EditList::Edit& edit : n.edits.edits()) {
    edits.push_back({edit.begin, edit.end, hold({edit.text, edit.size}), edit.rank});
  }
  edits_ = std::move(edits);
  texts_ = std::move(texts);
  forced_socket_ = n.forced_socket;
  branch_flags_ = n.branch_flags;
  advertised_port_ = n.advertised_port;
  record_route_ = n.record_route;
  force_rport_ = n.force_rport;
  local_rport_ = n.local_rport;
  via_server_id_ = n.via_server_id;
  via_params_ = n.via_params;
  via_fields_ = n.via_fields;
  next_hop_route_ = n.next_hop_route;
}

void KeptRequest::restore(Notes& n) const noexcept {
  const auto fields = fields_of(n);
  for (std::size_t i = 0; i < kTexts; ++i) {
    *fields[i] = fields_[i].size == 0 ? std::string_view{} : view(fields_[i]);
  }
  n.edits.clear();
  for (const KeptEdit& edit : edits_) {
    // They were taken once, in an order that does not matter: the list keeps them sorted.
    const std::string_view text = view(edit.text);
    const bool taken = edit.begin == edit.end
                           ? n.edits.insert(edit.begin, text, edit.rank)
                           : n.edits.replace(edit.begin, edit.end, text, edit.rank);
    if (!taken) ++n.edits_refused;
  }
  n.forced_socket = forced_socket_;
  n.branch_flags = branch_flags_;
  n.advertised_port = advertised_port_;
  n.record_route = record_route_;
  n.force_rport = force_rport_;
  n.local_rport = local_rport_;
  n.via_server_id = via_server_id_;
  n.via_params = via_params_;
  n.via_fields = via_fields_;
  n.next_hop_route = next_hop_route_;
}

void KeptState::keep(const Image& image, const Notes& n) {
  keep_values(image, n);
  message_flags_ = n.message_flags;
  extended_flags_ = n.extended_flags;
}

void KeptState::keep_values(const Image& image, const Notes& n) {
  std::string texts;
  const auto hold = [&texts](std::string_view text) {
    const auto at = static_cast<std::uint32_t>(texts.size());
    texts += text;
    return Text{at, static_cast<std::uint32_t>(text.size())};
  };
  std::vector<KeptAvp> avps;
  avps.reserve(n.avp_count);
  for (std::size_t i = 0; i < n.avp_count; ++i) {
    const Avp& avp = n.avps[i];
    avps.push_back({hold(avp_name(image, n, avp.name)), hold(avp.value.text), avp.value.number,
                    avp.flags, avp.value.kind});
  }
  std::vector<XavpPool::Node> nodes(n.xavps.nodes().begin(), n.xavps.nodes().end());
  for (XavpPool::Node& node : nodes) {
    // Offsets, until the pool is restored: the buffer may still move.
    const Text name = hold(node.name);
    const Text text = hold(node.value.text);
    node.name = {reinterpret_cast<const char*>(std::uintptr_t{name.at}), name.size};
    node.value.text = {reinterpret_cast<const char*>(std::uintptr_t{text.at}), text.size};
  }
  texts_ = std::move(texts);
  texts_.shrink_to_fit();
  avps_ = std::move(avps);
  nodes_ = std::move(nodes);
  heads_ = n.xavps.heads();
  free_ = n.xavps.free_list();
  dispatch_ = n.dispatch;
}

void KeptState::restore(const Image& image, Notes& n) const noexcept {
  n.message_flags = message_flags_;
  n.extended_flags = extended_flags_;
  n.dispatch = dispatch_;
  n.avp_count = 0;
  for (const KeptAvp& avp : avps_) {
    const int number = avp_number(image, n, {texts_.data() + avp.name.at, avp.name.size});
    if (number < 0 || n.avp_count == Notes::kAvps) continue;
    Value value{avp.kind, avp.number, {texts_.data() + avp.text.at, avp.text.size}};
    n.avps[n.avp_count++] = {static_cast<std::uint16_t>(number), avp.flags, value};
  }
  n.xavps.restore(heads_, free_, nodes_);
  const auto mend = [this](std::string_view& text) {
    const auto at = reinterpret_cast<std::uintptr_t>(text.data());
    text = text.empty() ? std::string_view{} : std::string_view(texts_.data() + at, text.size());
  };
  for (XavpPool::Node& node : n.xavps.nodes()) {
    mend(node.name);
    mend(node.value.text);
  }
}

BranchScope::BranchScope(Notes& notes) noexcept
    : notes_(notes),
      request_uri_(notes.request_uri),
      destination_uri_(notes.destination_uri),
      last_route_(notes.last_route),
      record_route_extra_(notes.record_route_extra),
      record_route_host_(notes.record_route_host),
      record_route_user_(notes.record_route_user),
      forced_socket_(notes.forced_socket),
      branch_flags_(notes.branch_flags),
      record_route_(notes.record_route) {
  edits_.assign(notes.edits);
}

BranchScope::~BranchScope() {
  notes_.request_uri = request_uri_;
  notes_.destination_uri = destination_uri_;
  notes_.last_route = last_route_;
  notes_.record_route_extra = record_route_extra_;
  notes_.record_route_host = record_route_host_;
  notes_.record_route_user = record_route_user_;
  notes_.forced_socket = forced_socket_;
  notes_.branch_flags = branch_flags_;
  notes_.record_route = record_route_;
  notes_.edits.assign(edits_);
}

}  // namespace weir::routes
