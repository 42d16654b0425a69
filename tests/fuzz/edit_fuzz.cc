// Any message and some edits of its elements: what comes out parses to what the same edits make of
// a tree of strings, with true Content-Length and Via.
#include "sip/element_edit.h"
#include "sip/via_fix.h"
#include "tests/fuzz/edit_model.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace weir::sip;
using namespace weir::fuzz;

// Texts for one kind of element; the last two never fit.
using Texts = std::array<std::string_view, 5>;
constexpr Texts kUris = {"sip:new@host", "tel:+1;x=2", "sips:[::1]:5061;lr", "sip:a b", "a\r\n"};
constexpr Texts kUsers = {"u", "u;p=1", "u%41,v", "u@v", "\r\nX: y"};
constexpr Texts kHosts = {"h", "h.example.com", "[2001:db8::1]", "h;x", "h\r\n"};
constexpr Texts kPorts = {"1", "5060", "65535", "65536", "5\n"};
constexpr Texts kUriParams = {"lr", "p=1", "q=%41[]", "r=<", "p\r\n"};
constexpr Texts kParams = {"tag=n", "p", "q=\"a;,\\\" b\"", "r=\"", "p=1\r\n"};
constexpr Texts kDisplays = {"New", "\"N, <e>; w\"", "N e  w", "\"N", "N\r\n"};
constexpr Texts kValues = {"<sip:v>", "\"V, 1\" <sip:v;lr>;x=\"y,\"", "<tel:1>;z",
                           "<sip:v>, <sip:w>", "<sip:v>\r\n"};
constexpr Texts kLists = {"<sip:v>;p", "tel:2", "\"V\" <sip:v>", "<sip:v", "<sip:v>\r\n"};
constexpr Texts kFields = {"X-New: a, b", "Contact: <sip:f>, sip:g;q=1", "Priority: urgent",
                           "X-New", "X: a\r\nY: b"};
constexpr Texts kTokens = {"ACK", "X-1", "UPDATE", "A B", "A\n"};
constexpr Texts kCodes = {"100", "302", "699", "700", "2 0"};
constexpr Texts kReasons = {"OK", "Fine, \"so\"", "", " x", "x\r\n"};
constexpr Texts kBodies = {"", "v=0\r\n", "\r\n\r\n:", "x", "y"};

// So few that the list never gets full.
constexpr std::size_t kMaxSteps = 12;

// One edit as the input gives it.
struct Step {
  unsigned what;
  unsigned where;
  unsigned text;
};

class Session {
 public:
  explicit Session(const MessageView& message)
      : message_(message), tree_(read_tree(message)), edit_(message, edits_, room_) {}

  void step(const Step& s) {
    switch (s.what % 8) {
      case 0:
        start_line(s);
        return;
      case 1:
        body(s);
        return;
      case 2:
        field(s);
        return;
      default:
        part_of_field(s);
    }
  }

  void check(std::string_view raw) {
    const bool fixed = fix_via();
    require(mend_content_length(message_, edits_, room_) == Error::kNone);
    std::string out(edits_.applied_size(raw), '\0');
    require(edits_.apply(raw, out).error() == Error::kNone);
    MessageView again;
    require(again.parse(out) == Error::kNone && again.raw().size() == out.size());
    require(again.body_error() == Error::kNone);
    if (fixed) {
      const Result<const Via*> via = again.top_via();
      require(via && (*via)->rport == 5062 && (*via)->received == "192.0.2.1");
    }
    require_same(print(tree_), print(read_tree(again)));
  }

 private:
  // Makes an edit; true when it was taken. One that is refused leaves the list as it was, and the
  // last two texts of a kind are always refused.
  template <class Edit>
  bool make(const Texts& texts, unsigned number, Edit edit) {
    const std::size_t at = number % texts.size();
    const std::size_t size = edits_.size();
    const std::size_t grown = edits_.applied_size(message_.raw());
    const Error error = edit(texts[at]);
    if (error != Error::kNone) {
      require(edits_.size() == size && edits_.applied_size(message_.raw()) == grown);
      return false;
    }
    require(&texts == &kBodies || at < 3);
    return true;
  }
  template <class Edit>
  bool make(Edit edit) {
    return make(kBodies, 0, [&](std::string_view) { return edit(); });
  }
  static std::string text_of(const Texts& texts, const Step& s) {
    return std::string(texts[s.text % texts.size()]);
  }

  bool set(const Element& element, const Texts& texts, const Step& s) {
    return make(texts, s.text, [&](std::string_view text) { return edit_.set(element, text); });
  }
  bool append(const Element& element, const Texts& texts, const Step& s) {
    return make(texts, s.text, [&](std::string_view text) { return edit_.append(element, text); });
  }
  bool insert(const Element& element, const Texts& texts, const Step& s, bool before) {
    return make(texts, s.text, [&](std::string_view text) {
      return before ? edit_.insert_before(element, text) : edit_.insert_after(element, text);
    });
  }
  bool remove(const Element& element) {
    return make([&] { return edit_.remove(element); });
  }

  void start_line(const Step& s) {
    if (message_.is_reply()) {
      if (s.where % 3 == 0) {
        if (set(*Element::status(message_), kCodes, s)) tree_.status = text_of(kCodes, s);
      } else if (s.where % 3 == 1) {
        if (set(*Element::reason(message_), kReasons, s)) tree_.reason = text_of(kReasons, s);
      } else if (remove(*Element::reason(message_))) {
        tree_.reason.clear();
      }
      return;
    }
    if (s.where % 8 == 0) {
      if (set(*Element::method(message_), kTokens, s)) tree_.method = text_of(kTokens, s);
    } else if (s.where % 8 == 1) {
      if (set(*Element::request_uri(message_), kUris, s)) tree_.uri = read_uri(text_of(kUris, s));
    } else if (const Result<const Uri*> uri = message_.uri()) {
      part_of_uri(**uri, *Element::request_uri(message_), tree_.uri, s);
    }
  }

  void part_of_uri(const Uri& uri, const Element& whole, UriNode& node, const Step& s) {
    const Result<Element> user = Element::user(uri);
    const Result<Element> host = Element::host(uri);
    const Result<Element> port = Element::port(uri);
    switch (s.where / 8 % 8) {
      case 0:
        if (user && set(*user, kUsers, s)) node.user = text_of(kUsers, s);
        return;
      case 1:
        if (!user || !remove(*user)) return;
        node.user.clear();
        node.password.clear();
        return;
      case 2:
        if (host && set(*host, kHosts, s)) node.host = text_of(kHosts, s);
        return;
      case 3:
        if (port && set(*port, kPorts, s)) node.port = text_of(kPorts, s);
        return;
      case 4:
        if (port && remove(*port)) node.port.clear();
        return;
      default:
        break;
    }
    if (s.where / 8 % 8 == 5) {
      if (append(whole, kUriParams, s)) node.params.push_back({text_of(kUriParams, s)});
      return;
    }
    const std::string name = name_of(uri.params, s.what / 8);
    const Result<Element> param = Element::uri_param(uri, name);
    if (param) parameter(*param, name, kUriParams, node.params, s);
  }

  // Sets, removes or stands beside a parameter.
  void parameter(const Element& param, const std::string& name, const Texts& texts,
                 std::vector<ParamNode>& nodes, const Step& s) {
    if (s.text / 8 % 3 == 0) {
      if (!set(param, texts, s)) return;
      if (param.present) drop_param(nodes, name);
      nodes.push_back({text_of(texts, s)});
    } else if (s.text / 8 % 3 == 1) {
      if (remove(param)) drop_param(nodes, name);
    } else if (insert(param, texts, s, s.text / 64 % 2 == 0)) {
      nodes.push_back({text_of(texts, s)});
    }
  }

  void body(const Step& s) {
    const Element body = Element::body(message_);
    if (s.where % 3 == 0) {
      if (set(body, kBodies, s)) tree_.body = text_of(kBodies, s);
    } else if (s.where % 3 == 1) {
      if (append(body, kBodies, s)) tree_.body += text_of(kBodies, s);
    } else if (remove(body)) {
      tree_.body.clear();
    }
  }

  void field(const Step& s) {
    const std::size_t count = message_.fields().size();
    const std::size_t number = count == 0 ? 0 : s.where % count;
    const auto add = [&](std::size_t gap) {
      tree_.gaps[gap].push_back(read_field(text_of(kFields, s)));
    };
    if (s.what / 8 % 5 == 0 || count == 0) {
      if (append(Element::fields(message_), kFields, s)) add(count);
      return;
    }
    const Element field = Element::field(message_, message_.fields()[number]);
    if (s.what / 8 % 5 == 1) {
      if (insert(field, kFields, s, true)) add(number);
    } else if (s.what / 8 % 5 == 2) {
      if (insert(field, kFields, s, false)) add(number + 1);
    } else if (s.what / 8 % 5 == 3) {
      if (remove(field)) tree_.fields[number].gone = true;
    } else if (set(field, kFields, s)) {
      tree_.fields[number] = read_field(text_of(kFields, s));
      tree_.fields[number].replaced = true;
    }
  }

  void part_of_field(const Step& s) {
    const std::size_t count = message_.fields().size();
    if (count == 0) return;
    const Field& field = message_.fields()[s.where % count];
    FieldNode& node = tree_.fields[s.where % count];
    if (s.what % 8 == 3) {
      list(field, node, s);
      return;
    }
    const Result<Element> value = Element::value(message_, field, s.what / 8 % 4);
    if (!value || node.values.size() <= s.what / 8 % 4) {
      // Of a field that was set as a whole, whatever is asked is refused.
      if (value && node.is_address) require(node.replaced || node.gone);
      return;
    }
    this->value(*value, node, node.values[s.what / 8 % 4], s);
  }

  void list(const Field& field, FieldNode& node, const Step& s) {
    const Element list = Element::field_value(message_, field);
    if (!is_address_field(field.id)) return;
    if (s.what / 8 % 2 == 0) {
      if (!set(list, kLists, s)) return;
      const std::string name(message_.name(field));
      node = read_field(name + ": " + text_of(kLists, s));
      node.replaced = true;
      return;
    }
    if (!append(list, kValues, s)) return;
    ValueNode* last = nullptr;
    for (ValueNode& value : node.values) {
      if (!value.gone) last = &value;
    }
    require(last != nullptr || node.values.empty());
    (last == nullptr ? node.first : last->after).push_back(read_value(text_of(kValues, s)));
  }

  void value(const Element& element, FieldNode& field, ValueNode& node, const Step& s) {
    const bool broken = !node.is_address || field.replaced;
    switch (s.what % 8) {
      case 4:
        whole_value(element, field, node, s);
        return;
      case 5:
        if (s.text / 8 % 2 == 0 && !broken) {
          if (append(element, kParams, s)) node.params.push_back({text_of(kParams, s)});
        } else if (!broken) {
          const std::string name = name_of(params_of_value(element.text), s.text / 16);
          parameter(Element::param(element.text, name), name, kParams, node.params, s);
        }
        return;
      default:
        if (const Result<NameAddr> value = parse_name_addr(element.text); value && !broken) {
          address(*value, node, s);
        }
    }
  }

  void whole_value(const Element& element, FieldNode& field, ValueNode& node, const Step& s) {
    if (!field.is_address) return;
    switch (s.text / 8 % 4) {
      case 0: {
        if (!set(element, kValues, s)) return;
        ValueNode next = read_value(text_of(kValues, s));
        next.before = node.before;
        next.after = node.after;
        node = next;
        return;
      }
      case 1:
        if (insert(element, kValues, s, true))
          node.before.push_back(read_value(text_of(kValues, s)));
        return;
      case 2:
        if (insert(element, kValues, s, false))
          node.after.push_back(read_value(text_of(kValues, s)));
        return;
      default:
        if (!remove(element)) return;
        node.gone = true;
        field.gone = std::ranges::all_of(field.values, &ValueNode::gone);
    }
  }

  void address(const NameAddr& value, ValueNode& node, const Step& s) {
    if (value.star) {
      require(Element::uri(value).error() == Error::kMissing);
      return;
    }
    const Element uri = *Element::uri(value);
    if (s.what % 8 == 7) {
      const Result<Uri> parsed = parse_uri(value.uri);
      if (parsed) part_of_uri(*parsed, uri, node.uri, s);
      return;
    }
    const Element display = *Element::display(value);
    if (s.text / 8 % 3 == 0) {
      if (set(uri, kUris, s)) node.uri = read_uri(text_of(kUris, s));
    } else if (s.text / 8 % 3 == 1) {
      if (set(display, kDisplays, s)) node.display = text_of(kDisplays, s);
    } else if (remove(display)) {
      node.display.clear();
    }
  }

  bool fix_via() {
    const Result<const Via*> top = message_.top_via();
    if (!top || message_.is_reply()) return false;
    const ViaFix fix = make_via_fix(**top, {Address::v4(0xc0000201), 5062}, true);
    require(add_via_fix(message_, **top, fix, scratch_, edits_));
    return fix.received;
  }

  const MessageView& message_;
  Tree tree_;
  EditList edits_;
  std::array<char, 4096> bytes_{};
  TextRoom room_{bytes_};
  std::array<char, kViaFixText> scratch_{};
  ElementEditor edit_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A message starts with a letter; what stands before it here are edits, three bytes each. Without
  // any, some follow from its text.
  if (size > 4096) return 0;
  std::size_t edits = 0;
  while (edits < size && data[edits] >= 0x80) ++edits;
  const std::size_t text_size = size - edits;
  const auto block = std::make_unique<char[]>(text_size);
  if (text_size > 0) std::memcpy(block.get(), data + edits, text_size);

  MessageView message;
  if (message.parse({block.get(), text_size}) != Error::kNone) return 0;
  if (message.body_error() != Error::kNone || message.fields().size() > 100) return 0;
  unsigned lengths = 0;
  for (const Field& field : message.fields()) lengths += field.id == HeaderId::kContentLength;
  if (lengths > 4) return 0;
  Session session(message);
  for (std::size_t i = 0; i + 3 <= edits && i < 3 * kMaxSteps; i += 3) {
    session.step({data[i] - 0x80u, data[i + 1] - 0x80u, data[i + 2] - 0x80u});
  }
  std::uint32_t random = 1;
  for (std::size_t i = 0; i < text_size; ++i) random = random * 31 + data[edits + i];
  for (std::size_t i = 0; edits == 0 && i < kMaxSteps; ++i) {
    random = random * 1664525 + 1013904223;
    session.step({random >> 25, random >> 18 & 127, random >> 11 & 127});
  }
  session.check(message.raw());
  return 0;
}
