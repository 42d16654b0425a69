// Multipart bodies: the parts between boundaries, each with its header fields.
#pragma once

#include "sip/media_type.h"
#include "sip/message.h"
#include "sip/names.h"
#include "sip/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Parts of one search, and multiparts inside multiparts: more are refused.
inline constexpr std::size_t kMaxParts = 64;
inline constexpr std::size_t kMaxNesting = 4;

// The boundary parameter without quotes and escapes.
class Boundary {
 public:
  static constexpr std::size_t kMaxSize = 70;

  Boundary() noexcept = default;
  std::string_view view() const noexcept { return {text_.data(), size_}; }

 private:
  friend Result<Boundary> find_boundary(const MediaType& media) noexcept;

  std::array<char, kMaxSize> text_{};
  std::uint8_t size_ = 0;
};

// The boundary of a multipart type. Any printable character may be in it, which is more than the
// bchars of the grammar. Errors: kMissing; kSyntax for one that is empty, longer than 70 bytes,
// ends in a space or holds a control character. RFC 2046 section 5.1.1.
Result<Boundary> find_boundary(const MediaType& media) noexcept;

// A part of a body; everything borrows from the body.
struct BodyPart {
  std::string_view head;  // header fields with their line ends; may be empty
  std::string_view body;  // without the line end before the next delimiter

  // The value of the first field `id`, without outer white space; nothing without one.
  std::optional<std::string_view> field(HeaderId id) const noexcept;

  // The value of the first field called `name`, also of one that has no id.
  std::optional<std::string_view> field(std::string_view name) const noexcept;

  // The content type; text/plain without one (RFC 2046 section 5.1).
  std::string_view content_type() const noexcept {
    return field(HeaderId::kContentType).value_or("text/plain");
  }

  // False for an encoding that must be undone first, such as base64.
  bool readable() const noexcept;
};

// Goes over the parts of one multipart body; preamble and epilogue are skipped.
//
//   PartReader parts(body, boundary);
//   while (const auto part = parts.next()) ... ; parts.error() tells a broken body from its end
//
// A delimiter is "--" boundary at the start of a line, with nothing but white space after it. Lines
// may end with LF alone. Errors: kMissing when there is no delimiter at all; kTruncated without the
// last, closing one; kTooMany. RFC 2046 section 5.1.1.
class PartReader {
 public:
  PartReader() noexcept = default;
  PartReader(std::string_view body, const Boundary& boundary) noexcept
      : text_(body), boundary_(boundary) {}

  std::optional<BodyPart> next() noexcept;
  Error error() const noexcept { return error_; }

 private:
  struct Delimiter {
    std::size_t begin = 0;  // of its line
    std::size_t end = 0;    // after its line
    bool closing = false;
  };
  std::optional<Delimiter> find_delimiter(std::size_t at) const noexcept;

  std::string_view text_;
  Boundary boundary_;
  std::size_t at_ = 0;  // after the last delimiter's line
  std::size_t parts_ = 0;
  bool started_ = false;
  bool ended_ = false;
  Error error_ = Error::kNone;
};

// The first part of the type `media_type` ("application/sdp"): the body itself when its
// `content_type` says so, else the parts of a multipart body in their order, multiparts inside
// included (RFC 5621 section 3). Errors: kMissing when there is none; kEmpty and kSyntax for a
// content type that is none; those of find_boundary() and PartReader; kTooMany for more than
// kMaxParts in all; kTooDeep for more than kMaxNesting multiparts inside each other.
Result<BodyPart> find_part(std::string_view content_type, std::string_view body,
                           std::string_view media_type) noexcept;

// The same for the body of a message.
Result<BodyPart> find_part(const MessageView& message, std::string_view media_type) noexcept;

}  // namespace weir::sip
