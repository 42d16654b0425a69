// How the parts of a message are written for people: bytes that can be read, parts with labels.
#pragma once

#include "sip/message.h"
#include "sip/writer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Bytes as they are; CR, LF and TAB as in C, others that are not printable ASCII as \xHH.
inline constexpr std::string_view kHexDigits = "0123456789abcdef";

inline std::size_t readable_size(char c) noexcept {
  if (c == '\r' || c == '\n' || c == '\t') return 2;
  return c >= 0x20 && c < 0x7f ? 1 : 4;
}

inline std::size_t readable_size(std::string_view text) noexcept {
  std::size_t size = 0;
  for (const char c : text) size += readable_size(c);
  return size;
}

inline void put_readable(Writer& out, std::string_view text) noexcept {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '\r':
        out.put("\\r");
        break;
      case '\n':
        out.put("\\n");
        break;
      case '\t':
        out.put("\\t");
        break;
      default:
        if (readable_size(c) == 1) {
          out.put(c);
        } else {
          out.put("\\x");
          out.put(kHexDigits[byte >> 4]);
          out.put(kHexDigits[byte & 15]);
        }
    }
  }
}

inline void put_spaces(Writer& out, std::size_t count) noexcept {
  for (; count > 0; --count) out.put(' ');
}

// What a line begins with: the offset of its first byte.
inline constexpr std::size_t kOffsetWidth = 8;

inline void put_offset(Writer& out, std::size_t offset) noexcept {
  std::size_t width = 1;
  for (std::size_t left = offset; left >= 10; left /= 10) ++width;
  put_spaces(out, kOffsetWidth - 2 - width);
  out.put_number(static_cast<std::uint32_t>(offset));
  out.put("  ");
}

// Writes one line of parts, "label=value", with two spaces between; nothing when there are none.
class Parts {
 public:
  Parts(Writer& out, std::size_t indent) noexcept : out_(out), indent_(indent) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    if (!empty_) out_.put('\n');
  }

  // A text that is there: not empty.
  void text(std::string_view label, std::string_view value) noexcept {
    if (value.empty()) return;
    begin(label);
    out_.put('=');
    const bool quoted = value.find_first_of(" \t\r\n") != value.npos;
    if (quoted) out_.put('"');
    put_readable(out_, value);
    if (quoted) out_.put('"');
  }

  void number(std::string_view label, std::uint32_t value) noexcept {
    begin(label);
    out_.put('=');
    out_.put_number(value);
  }

  void number(std::string_view label, const std::optional<std::uint32_t>& value) noexcept {
    if (value) number(label, *value);
  }

  void flag(std::string_view label, bool value) noexcept {
    if (value) begin(label);
  }

 private:
  void begin(std::string_view label) noexcept {
    if (empty_) {
      put_spaces(out_, indent_);
    } else {
      out_.put("  ");
    }
    empty_ = false;
    out_.put(label);
  }

  Writer& out_;
  std::size_t indent_;
  bool empty_ = true;
};

inline constexpr std::size_t kPartsIndent = kOffsetWidth + 2;

// The parts of a field's value, a line for each value (anatomy_fields.cc); of the Request-URI.
void put_field_parts(Writer& out, const MessageView& message, const Field& field) noexcept;
void put_uri_parts(Writer& out, std::string_view uri) noexcept;

// The outline of the body (anatomy_body.cc).
void put_body(Writer& out, const MessageView& message) noexcept;

}  // namespace weir::sip
