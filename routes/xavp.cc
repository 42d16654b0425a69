#include "routes/xavp.h"

#include "sip/token.h"

namespace weir::routes {
namespace {

bool same_name(XavpKind kind, std::string_view a, std::string_view b) noexcept {
  return kind == XavpKind::kXavi ? sip::equal_ignoring_case(a, b) : a == b;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && sip::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && sip::is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool parse_step(std::string_view text, XavpPath::Step& step) noexcept {
  text = trimmed(text);
  const std::size_t open = text.find('[');
  step.name = trimmed(text.substr(0, open));
  if (step.name.empty()) return false;
  if (open == text.npos) return true;
  if (text.back() != ']') return false;
  const std::string_view index = text.substr(open + 1, text.size() - open - 2);
  step.all = index == "*";
  step.has_index = !step.all;
  return step.all || text_to_int(index, step.index);
}

}  // namespace

bool parse_xavp_path(std::string_view text, XavpKind kind, XavpPath& path) noexcept {
  const unsigned most = kind == XavpKind::kXavu ? kXavpDepth : kXavpDepth - 1;
  path = {};
  for (;;) {
    if (path.count == most) return false;
    const std::size_t arrow = text.find("=>");
    if (!parse_step(text.substr(0, arrow), path.steps[path.count++])) return false;
    if (arrow == text.npos) return true;
    text.remove_prefix(arrow + 2);
  }
}

// The link that leads to the node a step names; it holds kNone when there is none.
XavpPool::Index* XavpPool::place(XavpKind kind, Index* list, const XavpPath::Step& step) noexcept {
  std::int32_t index = step.index;
  if (index < 0) {
    for (Index at = *list; at != kNone; at = nodes_[at].next) {
      index += same_name(kind, nodes_[at].name, step.name) ? 1 : 0;
    }
  }
  Index* link = list;
  for (; *link != kNone; link = &nodes_[*link].next) {
    if (same_name(kind, nodes_[*link].name, step.name) && index-- == 0) break;
  }
  return link;
}

// The list in which the step at `depth` looks; null when a record before it is not there.
XavpPool::Index* XavpPool::list(XavpKind kind, const XavpPath& path, unsigned depth) noexcept {
  Index* at = &heads_[static_cast<std::size_t>(kind)];
  for (unsigned i = 0; i < depth; ++i) {
    const Index node = *place(kind, at, path.steps[i]);
    if (node == kNone || !nodes_[node].record) return nullptr;
    at = &nodes_[node].child;
  }
  return at;
}

XavpPool::Index XavpPool::find(XavpKind kind, const XavpPath& path) const noexcept {
  auto& self = const_cast<XavpPool&>(*this);  // the links are only read
  Index* const at = self.list(kind, path, path.count - 1U);
  return at == nullptr ? kNone : *self.place(kind, at, path.steps[path.count - 1U]);
}

Value XavpPool::get(XavpKind kind, const XavpPath& path, bool& record) const noexcept {
  const Index node = find(kind, path);
  record = node != kNone && nodes_[node].record;
  return node == kNone ? Value::null() : nodes_[node].value;
}

std::int32_t XavpPool::count(XavpKind kind, const XavpPath& path) const noexcept {
  std::int32_t total = 0;
  for (Index node = heads_[static_cast<std::size_t>(kind)]; node != kNone;
       node = nodes_[node].next) {
    total += same_name(kind, nodes_[node].name, path.steps[0].name) ? 1 : 0;
  }
  return total;
}

XavpPool::Index XavpPool::take() noexcept {
  if (free_ != kNone) {
    const Index node = free_;
    free_ = nodes_[node].next;
    return node;
  }
  return used_ == kNodes ? kNone : used_++;
}

void XavpPool::give_back(Index node) noexcept {
  for (Index child = nodes_[node].child; child != kNone;) {
    const Index next = nodes_[child].next;
    give_back(child);
    child = next;
  }
  nodes_[node].next = free_;
  free_ = node;
}

XavpPool::Index XavpPool::push(Index* list, std::string_view name) noexcept {
  const Index node = take();
  if (node == kNone) return kNone;
  nodes_[node] = {name, Value::null(), *list, kNone, false};
  *list = node;
  return node;
}

XavpPool::Index XavpPool::push_record(XavpKind kind, std::string_view name) noexcept {
  const Index node = push(&heads_[static_cast<std::size_t>(kind)], name);
  if (node != kNone) nodes_[node].record = true;
  return node;
}

bool XavpPool::push_value(Index record, std::string_view name, const Value& value) noexcept {
  const Index node = push(&nodes_[record].child, name);
  if (node != kNone) nodes_[node].value = value;
  return node != kNone;
}

bool XavpPool::append_value(Index record, std::string_view name, const Value& value) noexcept {
  Index* link = &nodes_[record].child;
  while (*link != kNone) link = &nodes_[*link].next;
  const Index node = push(link, name);
  if (node != kNone) nodes_[node].value = value;
  return node != kNone;
}

// Sets the value a step names within a list.
bool XavpPool::put(XavpKind kind, Index* list, const XavpPath::Step& step,
                   const Value& value) noexcept {
  const bool replaces = step.has_index || kind == XavpKind::kXavu;
  if (value.is_null() || step.all || replaces) {
    Index* link = place(kind, list, step);
    const bool takes = value.is_null() || step.all;
    while (takes && *link != kNone) {
      const Index node = *link;
      *link = nodes_[node].next;
      give_back(node);
      if (!step.all) return true;
      link = place(kind, list, step);
    }
    if (value.is_null()) return true;
    if (*link != kNone) {
      Node& node = nodes_[*link];
      const Index next = node.next;
      for (Index child = node.child; child != kNone;) {
        const Index after = nodes_[child].next;
        give_back(child);
        child = after;
      }
      node = {node.name, value, next, kNone, false};
      return true;
    }
    if (step.has_index) return false;
  }
  const Index node = push(list, step.name);
  if (node != kNone) nodes_[node].value = value;
  return node != kNone;
}

bool XavpPool::set(XavpKind kind, const XavpPath& path, const Value& value) noexcept {
  Index* at = &heads_[static_cast<std::size_t>(kind)];
  for (unsigned i = 0; i + 1U < path.count; ++i) {
    const XavpPath::Step& step = path.steps[i];
    Index node = kNone;
    // Without an index $xavp(x=>y) = v begins a new record, and takes from the newest.
    if (step.has_index || kind == XavpKind::kXavu || value.is_null()) {
      node = *place(kind, at, step);
      if (node != kNone && !nodes_[node].record) return false;
      if (node == kNone && (step.has_index || value.is_null())) return value.is_null();
    }
    if (node == kNone) {
      node = push(at, step.name);
      if (node == kNone) return false;
      nodes_[node].record = true;
    }
    at = &nodes_[node].child;
  }
  return put(kind, at, path.steps[path.count - 1U], value);
}

void XavpPool::remove_all(XavpKind kind, std::string_view name) noexcept {
  for (Index* link = &heads_[static_cast<std::size_t>(kind)]; *link != kNone;) {
    const Index node = *link;
    if (!name.empty() && !same_name(kind, nodes_[node].name, name)) {
      link = &nodes_[node].next;
      continue;
    }
    *link = nodes_[node].next;
    give_back(node);
  }
}

bool XavpPool::rotate(XavpKind kind, std::string_view name, std::int32_t places) noexcept {
  std::array<Index, kNodes> of_name;
  std::int32_t count = 0;
  for (Index at = first_of(kind); at != kNone; at = nodes_[at].next) {
    if (same_name(kind, nodes_[at].name, name)) of_name[static_cast<std::size_t>(count++)] = at;
  }
  if (count == 0) return false;
  places %= count;
  if (places < 0) places += count;
  // What the nodes hold moves, and their places in the list stay.
  std::array<Node, kNodes> held;
  for (std::int32_t i = 0; i < count; ++i) {
    held[static_cast<std::size_t>(i)] =
        nodes_[of_name[static_cast<std::size_t>((i + places) % count)]];
  }
  for (std::int32_t i = 0; i < count; ++i) {
    Node& node = nodes_[of_name[static_cast<std::size_t>(i)]];
    const Index next = node.next;
    node = held[static_cast<std::size_t>(i)];
    node.next = next;
  }
  return true;
}

bool XavpPool::add_to_record(XavpKind kind, std::string_view name, std::string_view key,
                             const Value& value) noexcept {
  XavpPath path;
  path.steps[0].name = name;
  path.count = 1;
  Index record = find(kind, path);
  if (record != kNone && !nodes_[record].record) return false;
  if (record == kNone) record = push_record(kind, name);
  return record != kNone && push_value(record, key, value);
}

}  // namespace weir::routes
