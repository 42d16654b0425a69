// textopsx, sdpops: iterators over the header fields, the lines of the body and those of its
// session description.
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/sdp.h"

#include <algorithm>
#include <optional>

namespace weir::routes {
namespace {

// A line of the body, with its end, that begins at `begin`.
struct Line {
  std::size_t begin;
  std::size_t end;
};

// What an iterator walks over.
enum class Over : std::uint8_t { kFields, kBody, kSdp };

// The line with that number of a text that is a part of the message, or nothing.
std::optional<Line> text_line(const sip::MessageView& m, std::string_view text,
                              std::int32_t number) noexcept {
  if (text.empty()) return std::nullopt;
  const std::string_view raw = m.raw().substr(0, m.offset(text) + text.size());
  std::size_t begin = m.offset(text);
  for (; begin < raw.size(); --number) {
    const std::size_t feed = raw.find('\n', begin);
    const std::size_t end = feed == raw.npos ? raw.size() : feed + 1;
    if (number == 0) return Line{begin, end};
    begin = end;
  }
  return std::nullopt;
}

Iterator* find(Iterators& set, std::string_view name) noexcept {
  for (Iterator& one : set) {
    if (one.used && one.name == name) return &one;
  }
  return nullptr;
}

std::int32_t start(Iterators& set, std::string_view name) noexcept {
  Iterator* one = find(set, name);
  if (one == nullptr) {
    one = std::find_if(set.begin(), set.end(), [](const Iterator& free) { return !free.used; });
  }
  if (one == set.end() || name.empty()) return -1;
  *one = {name, -1, true};
  return 1;
}

std::int32_t finish(Iterators& set, std::string_view name) noexcept {
  Iterator* const one = find(set, name);
  if (one == nullptr) return -1;
  *one = {};
  return 1;
}

// The bytes of what an iterator stands at.
std::optional<Line> line_of(const Execution& e, Iterator* one, Over over) noexcept {
  const sip::MessageView& m = *e.message;
  if (one == nullptr || one->at < 0) return std::nullopt;
  if (over == Over::kBody) return text_line(m, m.body(), one->at);
  if (over == Over::kSdp) return text_line(m, sdp_text(e), one->at);
  const auto fields = m.fields();
  if (static_cast<std::size_t>(one->at) >= fields.size()) return std::nullopt;
  const sip::Field& field = fields[static_cast<std::size_t>(one->at)];
  return Line{field.begin, field.end};
}

std::int32_t next(Execution& e, Iterators& set, std::string_view name, Over over) noexcept {
  Iterator* const one = find(set, name);
  if (one == nullptr) return -1;
  ++one->at;
  if (line_of(e, one, over)) return 1;
  one->at = -1;
  return -1;
}

std::int32_t insert(Execution& e, std::optional<Line> line, std::string_view text,
                    bool behind) noexcept {
  if (!line) return -1;
  return counted(e, e.notes->edits.insert(behind ? line->end : line->begin, text)) ? 1 : -1;
}

std::int32_t remove(Execution& e, std::optional<Line> line) noexcept {
  if (!line) return -1;
  return counted(e, e.notes->edits.remove(line->begin, line->end)) ? 1 : -1;
}

}  // namespace

bool read_iterator_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept {
  const auto id = static_cast<PvId>(pv.id);
  if (id == PvId::kBodyIteratorValue || id == PvId::kSdpIteratorValue) {
    const bool body = id == PvId::kBodyIteratorValue;
    Iterator* const at = find(body ? e.notes->body_iterators : e.notes->sdp_iterators, key);
    const auto line = line_of(e, at, body ? Over::kBody : Over::kSdp);
    value = line ? Value::of(e.message->raw().substr(line->begin, line->end - line->begin))
                 : Value::null();
    return true;
  }
  if (id != PvId::kHeaderIteratorName && id != PvId::kHeaderIteratorBody) return false;
  Iterator* const one = find(e.notes->header_iterators, key);
  value = Value::null();
  if (!line_of(e, one, Over::kFields)) return true;
  const sip::Field& field = e.message->fields()[static_cast<std::size_t>(one->at)];
  value =
      Value::of(id == PvId::kHeaderIteratorName ? e.message->name(field) : e.message->value(field));
  return true;
}

namespace natives {

std::int32_t hf_iterator_start(Execution& e, Arguments a) noexcept {
  return start(e.notes->header_iterators, a[0].text);
}
std::int32_t hf_iterator_next(Execution& e, Arguments a) noexcept {
  return next(e, e.notes->header_iterators, a[0].text, Over::kFields);
}
// True also before the first field, where there is no value.
std::int32_t hf_iterator_prev(Execution& e, Arguments a) noexcept {
  Iterator* const one = find(e.notes->header_iterators, a[0].text);
  if (one == nullptr) return -1;
  one->at = static_cast<std::int16_t>(std::max(one->at - 1, -1));
  return 1;
}
std::int32_t hf_iterator_end(Execution& e, Arguments a) noexcept {
  return finish(e.notes->header_iterators, a[0].text);
}
std::int32_t hf_iterator_rm(Execution& e, Arguments a) noexcept {
  return remove(e, line_of(e, find(e.notes->header_iterators, a[0].text), Over::kFields));
}
std::int32_t hf_iterator_append(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->header_iterators, a[0].text), Over::kFields);
  return insert(e, line, a[1].text, true);
}
std::int32_t hf_iterator_insert(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->header_iterators, a[0].text), Over::kFields);
  return insert(e, line, a[1].text, false);
}

std::int32_t bl_iterator_start(Execution& e, Arguments a) noexcept {
  return start(e.notes->body_iterators, a[0].text);
}
std::int32_t bl_iterator_next(Execution& e, Arguments a) noexcept {
  return next(e, e.notes->body_iterators, a[0].text, Over::kBody);
}
std::int32_t bl_iterator_end(Execution& e, Arguments a) noexcept {
  return finish(e.notes->body_iterators, a[0].text);
}
std::int32_t bl_iterator_rm(Execution& e, Arguments a) noexcept {
  return remove(e, line_of(e, find(e.notes->body_iterators, a[0].text), Over::kBody));
}
std::int32_t bl_iterator_append(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->body_iterators, a[0].text), Over::kBody);
  return insert(e, line, a[1].text, true);
}
std::int32_t bl_iterator_insert(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->body_iterators, a[0].text), Over::kBody);
  return insert(e, line, a[1].text, false);
}

std::int32_t sdp_iterator_start(Execution& e, Arguments a) noexcept {
  return start(e.notes->sdp_iterators, a[0].text);
}
std::int32_t sdp_iterator_next(Execution& e, Arguments a) noexcept {
  return next(e, e.notes->sdp_iterators, a[0].text, Over::kSdp);
}
std::int32_t sdp_iterator_end(Execution& e, Arguments a) noexcept {
  return finish(e.notes->sdp_iterators, a[0].text);
}
std::int32_t sdp_iterator_rm(Execution& e, Arguments a) noexcept {
  return remove(e, line_of(e, find(e.notes->sdp_iterators, a[0].text), Over::kSdp));
}
std::int32_t sdp_iterator_append(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->sdp_iterators, a[0].text), Over::kSdp);
  return insert(e, line, a[1].text, true);
}
std::int32_t sdp_iterator_insert(Execution& e, Arguments a) noexcept {
  const auto line = line_of(e, find(e.notes->sdp_iterators, a[0].text), Over::kSdp);
  return insert(e, line, a[1].text, false);
}

}  // namespace natives
}  // namespace weir::routes
