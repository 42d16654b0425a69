// Builder: collects instructions, texts and references, and turns them into an Image.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/image.h"
#include "routes/notes.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::routes {

// A place in the code that jumps may name before it is known.
struct Label {
  std::uint32_t id;
};

class Builder {
 public:
  Builder(const Sources& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {}

  Diagnostics& diagnostics() noexcept { return diagnostics_; }

  // Instructions from here on come from this place.
  void at(const Location& location);

  std::string_view file_name(const Location& location) const {
    return sources_.path(location.file);
  }

  std::string_view main_file() const { return sources_.path(0); }

  std::uint32_t emit(Op op, std::uint32_t operand = 0, std::uint8_t count = 0,
                     std::uint16_t id = 0);
  void emit_int(Op op, std::int32_t operand) { emit(op, static_cast<std::uint32_t>(operand)); }
  void emit_text(std::string_view text) { emit(Op::kPushText, this->text(text)); }
  void jump(Op op, Label label);
  Label make_label();
  void place(Label label);
  std::uint32_t position() const { return static_cast<std::uint32_t>(image_.code_.size()); }

  std::uint32_t text(std::string_view text);
  std::uint32_t pv(const PvRef& pv);
  std::uint32_t prefix(const sip::Prefix& prefix);
  // The slot of a script variable; nothing when there are too many.
  std::optional<std::uint16_t> variable(std::string_view name, VariableKind kind);
  std::uint16_t avp(std::string_view name);
  int table(std::string_view name) const { return image_.find_table(name); }
  RegexSet& regexes() { return image_.regexes_; }
  RouteList& routes(RouteKind kind) { return image_.lists_[static_cast<std::size_t>(kind)]; }
  Settings& settings() { return image_.settings_; }
  Tunables& tunables() { return image_.tunables_; }
  void add_host(const std::string& name);
  ModuleData& data() { return image_.data_; }
  void preset(VariablePreset preset) { image_.presets_.push_back(std::move(preset)); }
  void set_ban_gate(BanGate gate) { image_.ban_gate_ = gate; }
  void set_static_depth(std::uint32_t depth) { image_.static_depth_ = depth; }
  const Image& image() const { return image_; }

  // Patches the jumps. The builder is used up.
  Image finish();

 private:
  const Sources& sources_;
  Diagnostics& diagnostics_;
  Image image_;
  std::unordered_map<std::string, std::uint32_t> texts_;
  std::map<std::pair<VariableKind, std::string>, std::uint16_t> variables_;
  std::unordered_map<std::string, std::uint16_t> avps_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> jumps_;  // instruction, label
};

}  // namespace weir::routes
