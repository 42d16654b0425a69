#include "routes/disassemble.h"

#include "routes/ast.h"
#include "routes/vocabulary/vocabulary.h"

#include <array>
#include <map>

namespace weir::routes {
namespace {

struct OpText {
  std::string_view name;
  char operand;
};

constexpr auto kOps = std::to_array<OpText>({
#define OP(name, operand, pops, pushes, meaning) {#name, operand},
#include "routes/opcodes.def"
#undef OP
});

// kLoadPv -> load_pv
std::string mnemonic(std::string_view name) {
  std::string text;
  for (const char c : name.substr(1)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !text.empty()) text += '_';
    text += upper ? static_cast<char>(c + 32) : c;
  }
  return text;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string pv_text(const Image& image, const PvRef& pv) {
  std::string text = "$?";
  for (const PvSpec& row : kPseudoVariables) {
    if (static_cast<std::uint16_t>(row.id) != pv.id) continue;
    text = "$" + std::string(row.name);
    if (row.inner == PvInner::kAvp) text += "(" + image.avp_names()[pv.slot] + ")";
    if (row.inner == PvInner::kTable) {
      text += "(" + image.settings().tables[pv.slot].name + "=>";
      text += pv.key_on_stack ? std::string("...") : std::string(image.text(pv.key));
      text += ")";
    }
    if (row.inner == PvInner::kText || row.inner == PvInner::kShared ||
        row.inner == PvInner::kXavp) {
      text += "(" + (pv.key_on_stack ? std::string("...") : std::string(image.text(pv.key))) + ")";
    }
    if (row.inner == PvInner::kField || row.inner == PvInner::kVariable) {
      text += "(#" + std::to_string(pv.slot) + ")";
    }
    break;
  }
  if (pv.all) text += "[*]";
  if (pv.index_on_stack) {
    text += "[...]";
  } else if (pv.has_index) {
    text += "[" + std::to_string(pv.index) + "]";
  }
  return text;
}

class Writer {
 public:
  explicit Writer(const Image& image) : image_(image) {
    for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
      const RouteList& list = image.routes(static_cast<RouteKind>(kind));
      for (int slot = 0; slot < list.used(); ++slot) {
        if (list.entry(slot) == RouteList::kEmpty) continue;
        heads_[list.entry(slot)] = std::string(route_list_name(static_cast<RouteKind>(kind))) +
                                   "[" + std::string(list.name(slot)) + "]";
      }
    }
  }

  std::string run() {
    for (std::size_t i = 0; i < image_.code().size(); ++i) {
      const auto head = heads_.find(static_cast<std::uint32_t>(i));
      if (head != heads_.end()) out_ += head->second + ":\n";
      line(i, image_.code()[i]);
    }
    return std::move(out_);
  }

 private:
  void line(std::size_t at, const Instruction& in) {
    const OpText& op = kOps[static_cast<std::size_t>(in.op)];
    std::string number = std::to_string(at);
    out_ += std::string(number.size() < 5 ? 5 - number.size() : 0, ' ') + number + "  " +
            mnemonic(op.name);
    const std::string rest = operand(op.operand, in);
    if (!rest.empty()) out_ += " " + rest;
    out_ += '\n';
  }

  std::string operand(char kind, const Instruction& in) {
    const auto prefix = [&] {
      std::array<char, sip::kAddressText> text{};
      const sip::Prefix& p = image_.prefixes()[in.operand];
      const std::size_t size = sip::format_address(p.address, text);
      const int bits = p.address.is_v4() ? p.length - 96 : p.length;
      return std::string(text.data(), size) + "/" + std::to_string(bits);
    };
    switch (kind) {
      case 'i':
        return std::to_string(static_cast<std::int32_t>(in.operand));
      case 't':
        return quoted(image_.text(in.operand));
      case 'v':
        return "#" + std::to_string(in.operand);
      case 'p':
        return pv_text(image_, image_.pv(in.operand));
      case 'l':
        return "-> " + std::to_string(in.operand);
      case 'r':
        return quoted(image_.regexes().pattern(in.operand));
      case 's':
        return std::string(image_.routes(RouteKind::kRequest).name(static_cast<int>(in.operand)));
      case 'x':
        return std::string(keyword_name(static_cast<Keyword>(in.count))) + " " + prefix();
      case 'h':
        return std::string(keyword_name(static_cast<Keyword>(in.count))) + " " +
               std::string(image_.text(in.operand));
      case 'k':
        return std::string(keyword_name(static_cast<Keyword>(in.operand)));
      default:
        return small(in);
    }
  }

  static std::string small(const Instruction& in) {
    if (in.op == Op::kCall || in.op == Op::kCallCore) {
      return std::string(kFunctions[in.id].name) + "/" + std::to_string(in.count);
    }
    if (in.op == Op::kTransform) {
      return std::string(kTransformations[in.id].name) + "/" + std::to_string(in.count);
    }
    return in.op == Op::kFormat ? std::to_string(in.count) : std::string();
  }

  const Image& image_;
  std::map<std::uint32_t, std::string> heads_;
  std::string out_;
};

}  // namespace

std::string disassemble(const Image& image) { return Writer(image).run(); }

}  // namespace weir::routes
