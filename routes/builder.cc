#include "routes/builder.h"

namespace weir::routes {
namespace {

constexpr std::uint32_t kUnplaced = 0xffffffff;

}  // namespace

void Builder::at(const Location& location) {
  while (image_.files_.size() < sources_.size()) {
    image_.files_.emplace_back(sources_.path(static_cast<std::uint32_t>(image_.files_.size())));
  }
  auto& lines = image_.lines_;
  if (!lines.empty() && lines.back().file == location.file && lines.back().line == location.line) {
    return;
  }
  if (!lines.empty() && lines.back().first == position()) {
    lines.back() = {position(), location.file, location.line};
    return;
  }
  lines.push_back({position(), location.file, location.line});
}

std::uint32_t Builder::emit(Op op, std::uint32_t operand, std::uint8_t count, std::uint16_t id) {
  image_.code_.push_back({op, count, id, operand});
  return position() - 1;
}

void Builder::jump(Op op, Label label) { jumps_.emplace_back(emit(op), label.id); }

Label Builder::make_label() {
  labels_.push_back(kUnplaced);
  return {static_cast<std::uint32_t>(labels_.size() - 1)};
}

void Builder::place(Label label) { labels_[label.id] = position(); }

std::uint32_t Builder::text(std::string_view text) {
  const auto [at, fresh] =
      texts_.try_emplace(std::string(text), static_cast<std::uint32_t>(image_.texts_.size()));
  if (fresh) {
    image_.texts_.push_back(
        {static_cast<std::uint32_t>(image_.pool_.size()), static_cast<std::uint32_t>(text.size())});
    image_.pool_ += text;
  }
  return at->second;
}

std::uint32_t Builder::pv(const PvRef& pv) {
  for (std::size_t i = 0; i < image_.pvs_.size(); ++i) {
    if (image_.pvs_[i] == pv) return static_cast<std::uint32_t>(i);
  }
  image_.pvs_.push_back(pv);
  return static_cast<std::uint32_t>(image_.pvs_.size() - 1);
}

std::uint32_t Builder::prefix(const sip::Prefix& prefix) {
  image_.prefixes_.push_back(prefix);
  return static_cast<std::uint32_t>(image_.prefixes_.size() - 1);
}

std::optional<std::uint16_t> Builder::variable(std::string_view name, VariableKind kind) {
  // $var and $vz of one name are the same variable.
  const VariableKind family = kind == VariableKind::kVz ? VariableKind::kVar : kind;
  const auto [at, fresh] = variables_.try_emplace(
      {family, std::string(name)}, static_cast<std::uint16_t>(image_.variables_.size()));
  if (fresh) {
    if (image_.variables_.size() == Notes::kVariables) return std::nullopt;
    image_.variables_.push_back(family);
    image_.variable_names_.emplace_back(name);
  }
  return at->second;
}

std::uint16_t Builder::avp(std::string_view name) {
  const auto [at, fresh] =
      avps_.try_emplace(std::string(name), static_cast<std::uint16_t>(image_.avp_names_.size()));
  if (fresh) image_.avp_names_.emplace_back(name);
  return at->second;
}

void Builder::add_host(const std::string& name) {
  std::vector<std::string>& hosts = image_.settings_.hosts;
  if (std::find(hosts.begin(), hosts.end(), name) == hosts.end()) hosts.push_back(name);
}

Image Builder::finish() {
  for (const auto& [instruction, label] : jumps_) {
    image_.code_[instruction].operand = labels_[label];
  }
  image_.hands_off_ = std::ranges::any_of(
      image_.code_, [](const Instruction& in) { return in.op == Op::kHandOff; });
  return std::move(image_);
}

}  // namespace weir::routes
