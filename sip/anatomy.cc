#include "sip/anatomy.h"

#include "sip/anatomy_text.h"
#include "sip/grammar.h"
#include "sip/names.h"
#include "sip/writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {
namespace {

// A byte at fault, and what to say of it.
struct Mark {
  std::size_t at = 0;
  std::string_view what;
  std::string_view why;
};

// Marks of a line, each byte once: what a proxy refuses, what a server refuses, what breaks a
// field's grammar.
class Marks {
 public:
  void add(const Mark& mark) noexcept {
    for (std::size_t i = 0; i < count_; ++i) {
      if (marks_[i].at == mark.at) return;
    }
    marks_[count_++] = mark;
  }

  std::span<const Mark> all() const noexcept { return {marks_.data(), count_}; }

 private:
  std::array<Mark, 3> marks_{};
  std::size_t count_ = 0;
};

// One that points at a byte: a field that is missing has none.
void add_verdict(Marks& marks, const Verdict& verdict, std::size_t begin,
                 std::size_t end) noexcept {
  if (verdict.flaw == Flaw::kNone || verdict.error == Error::kMissing) return;
  if (verdict.at < begin || verdict.at >= end) return;
  const FlawRow& row = flaw_row(verdict.flaw);
  marks.add({verdict.at, row.meaning, row.section});
}

void put_mark(Writer& out, const Mark& mark) noexcept {
  out.put("^ ");
  out.put(mark.what);
  if (!mark.why.empty()) {
    out.put(" (");
    out.put(mark.why);
    out.put(')');
  }
  out.put('\n');
}

// Under a line that begins at `begin`.
void put_marks(Writer& out, const MessageView& message, std::size_t begin,
               const Marks& marks) noexcept {
  for (const Mark& mark : marks.all()) {
    const std::string_view before = slice(message.raw(), begin, mark.at - begin);
    put_spaces(out, kOffsetWidth + readable_size(before));
    put_mark(out, mark);
  }
}

// Bytes [begin, end) of the message, without line ends after them.
void put_line(Writer& out, const MessageView& message, std::size_t begin,
              std::size_t end) noexcept {
  std::string_view text = slice(message.raw(), begin, end - begin);
  while (!text.empty() && has_class(text.back(), kLineChar)) text.remove_suffix(1);
  put_offset(out, begin);
  put_readable(out, text);
  out.put('\n');
}

void put_start_line(Writer& out, const MessageView& message, const Opinion& opinion) noexcept {
  const std::size_t end = message.headers_offset();
  Marks marks;
  add_verdict(marks, opinion.proxy, 0, end);
  add_verdict(marks, opinion.server, 0, end);
  put_line(out, message, 0, end);
  put_marks(out, message, 0, marks);
  if (marks.all().empty()) put_uri_parts(out, message.request_uri());
}

// Lines that salvage() has made no fields of.
void put_stray_lines(Writer& out, const MessageView& message, std::size_t begin,
                     std::size_t end) noexcept {
  while (begin < end) {
    const std::string_view rest = slice(message.raw(), begin, end - begin);
    const std::size_t size = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const bool named = slice(rest, 0, size).find(':') != rest.npos;
    const FlawRow& row = flaw_row(named ? Flaw::kTooManyFields : Flaw::kNoColon);
    put_line(out, message, begin, begin + size);
    put_spaces(out, kOffsetWidth);
    put_mark(out, {begin, row.meaning, row.section});
    begin += size;
  }
}

// True when the field is good by its grammar.
bool put_field(Writer& out, const MessageView& message, const Field& field,
               const Opinion& opinion) noexcept {
  Marks marks;
  const Fault fault = broken_field(message, field);
  add_verdict(marks, opinion.proxy, field.begin, field.end);
  add_verdict(marks, opinion.server, field.begin, field.end);
  if (fault) marks.add({fault.at, error_meaning(fault.error), header_section(field.id)});
  put_line(out, message, field.begin, field.end);
  put_marks(out, message, field.begin, marks);
  if (!fault) put_field_parts(out, message, field);
  return !fault;
}

// What is missing at the end.
void put_end(Writer& out, const MessageView& message, const Opinion& opinion) noexcept {
  const std::size_t end = message.raw().size();
  Marks marks;
  add_verdict(marks, opinion.proxy, end, end + 1);
  add_verdict(marks, opinion.server, end, end + 1);
  for (const Mark& mark : marks.all()) {
    put_offset(out, end);
    put_mark(out, mark);
  }
}

void put_verdict(Writer& out, std::string_view who, const Verdict& verdict) noexcept {
  out.put(who);
  const FlawRow& row = flaw_row(verdict.flaw);
  switch (verdict.action) {
    case Action::kAccept:
      out.put(": accepted\n");
      return;
    case Action::kDrop:
      out.put(": dropped");
      break;
    case Action::kAnswer:
      out.put(": answered ");
      out.put_number(verdict.code);
      out.put(' ');
      out.put(verdict.reason());
      break;
  }
  out.put(", ");
  out.put(row.meaning);
  out.put(" (");
  out.put(row.section);
  out.put(")\n");
}

}  // namespace

Opinion judge(Error parsed, const MessageView& message, const Capabilities& able) noexcept {
  const bool registers = message.method() == Method::kRegister;
  return {validate(parsed, message, kProxyFlaws, able),
          validate(parsed, message, registers ? kRegistrarFlaws : kServerFlaws, able)};
}

Result<std::size_t> print_anatomy(const MessageView& message, const Opinion& opinion,
                                  std::span<char> bytes) noexcept {
  Writer out(bytes);
  if (!message.raw().empty()) put_start_line(out, message, opinion);
  std::uint32_t broken = 0;
  std::size_t at = message.headers_offset();
  for (const Field& field : message.fields()) {
    put_stray_lines(out, message, at, field.begin);
    if (!put_field(out, message, field, opinion)) ++broken;
    at = field.end;
  }
  put_stray_lines(out, message, at, message.headers_end());
  put_body(out, message);
  put_end(out, message, opinion);
  if (broken > 0) {
    out.put("fields that break their grammar: ");
    out.put_number(broken);
    out.put('\n');
  }
  put_verdict(out, "as a proxy", opinion.proxy);
  put_verdict(out, "as a server", opinion.server);
  return out.result();
}

}  // namespace weir::sip
