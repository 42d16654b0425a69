// debugger: what a message carries, told in the log.
#include "routes/natives/functions_core.h"
#include "routes/natives/levels.h"
#include "routes/natives/request_uri.h"

namespace weir::routes::natives {
namespace {

constexpr int kDebug = 3;
enum Mask : std::int32_t { kAvps = 2, kVariables = 4, kAll = 31 };

// JSON in one piece of the arena.
class Json {
 public:
  explicit Json(Arena& arena) noexcept : arena_(arena), begin_(arena.allocate(0)) {}

  void add(std::string_view text) noexcept { size_ += arena_.copy(text).size(); }
  void add_text(std::string_view text) noexcept {
    constexpr std::string_view kHex = "0123456789abcdef";
    add("\"");
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        const char escaped[] = {'\\', c};
        add({escaped, 2});
      } else if (byte < 0x20) {
        const char escaped[] = {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]};
        add({escaped, 6});
      } else {
        add({&c, 1});
      }
    }
    add("\"");
  }
  void add_value(const Value& value) noexcept {
    if (value.is_text()) return add_text(value.text);
    add(value.is_int() ? int_to_text(value.number).view() : "null");
  }
  // Begins the next member of the object.
  void member() noexcept {
    add(members_ == 0 ? "{" : ",");
    ++members_;
  }
  std::string_view finish() noexcept {
    add(members_ == 0 ? "{}\n" : "}\n");
    return arena_.exhausted() ? std::string_view{} : std::string_view(begin_, size_);
  }

 private:
  Arena& arena_;
  const char* begin_;
  std::size_t size_ = 0;
  unsigned members_ = 0;
};

void add_avps(Execution& e, Json& json) noexcept {
  const Notes& notes = *e.notes;
  for (std::size_t name = 0; name < e.image->avp_names().size(); ++name) {
    bool found = false;
    for (std::size_t i = notes.avp_count; i-- > 0;) {
      if (notes.avps[i].name != name) continue;
      if (!found) {
        json.member();
        json.add("\"$avp(");
        json.add(e.image->avp_names()[name]);
        json.add(")\":[");
      } else {
        json.add(",");
      }
      found = true;
      json.add_value(notes.avps[i].value);
    }
    if (found) json.add("]");
  }
}

void add_variables(Execution& e, Json& json) noexcept {
  for (std::size_t slot = 0; slot < e.image->variable_count(); ++slot) {
    json.member();
    json.add("\"$");
    switch (e.image->variables()[slot]) {
      case VariableKind::kVar:
        json.add("var(");
        break;
      case VariableKind::kVn:
        json.add("vn(");
        break;
      case VariableKind::kVz:
        json.add("vz(");
        break;
    }
    json.add(e.image->variable_names()[slot]);
    json.add(")\":");
    json.add_value(e.notes->variables[slot]);
  }
}

}  // namespace

std::int32_t dbg_breakpoint(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  static_cast<void>(a);
  return 1;
}

std::int32_t dbg_pv_dump(Execution& e, Arguments a) noexcept {
  const std::int32_t mask = a.empty() ? kAll : a[0].number;
  const int level = a.size() > 1 ? log_level(a[1].text, kDebug) : kDebug;
  if (!e.host->log_enabled(e, level)) return 1;
  Json json(*e.arena);
  if ((mask & kAvps) != 0) add_avps(e, json);
  if ((mask & kVariables) != 0) add_variables(e, json);
  e.host->log(e, level, -1, json.finish());
  return 1;
}

std::int32_t dbg_sip_msg(Execution& e, Arguments a) noexcept {
  const int level = a.empty() ? kDebug : log_level(a[0].text, kDebug);
  const int facility = a.size() > 1 ? log_facility(a[1].text, -1) : -1;
  if (!e.host->log_enabled(e, level)) return 1;
  const sip::EditList& edits = e.notes->edits;
  const std::size_t size = edits.applied_size(e.message->raw());
  char* const text = e.arena->allocate(size);
  if (text == nullptr) return -1;
  const auto written = edits.apply(e.message->raw(), {text, size});
  if (!written) return -1;
  e.host->log(e, level, facility, {text, *written});
  return 1;
}

}  // namespace weir::routes::natives
