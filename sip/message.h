// A SIP message as bytes: start line, header field index and body over a borrowed datagram, grammar
// elements parsed when asked for and remembered.
#pragma once

#include "sip/cseq.h"
#include "sip/name_addr.h"
#include "sip/names.h"
#include "sip/result.h"
#include "sip/scan.h"
#include "sip/token.h"
#include "sip/uri.h"
#include "sip/via.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace weir::sip {

struct ElementKernel;

// One header field, by offsets into MessageView::raw(). The line, folds included, is [begin, end):
// that is what a removal takes out.
struct Field {
  static constexpr std::uint8_t kNone = 0xff;

  std::uint16_t begin = 0;     // of the name and of the line
  std::uint16_t name_end = 0;  // without white space before the colon
  std::uint16_t value_begin = 0;
  std::uint16_t value_end = 0;  // without white space and line ends at both ends
  std::uint16_t end = 0;        // after the line end of the last folded line
  HeaderId id = HeaderId::kOther;
  std::uint8_t next = kNone;  // index of the next field with the same id
};
static_assert(sizeof(Field) == 12);

// A parsed message. Fixed size, no allocation; made to be used again for the next datagram. It
// borrows the datagram, which must outlive every use of the view. Not for two threads at once:
// the lazies write.
class MessageView {
 public:
  MessageView() noexcept : MessageView(best_kernel()) {}
  explicit MessageView(Kernel kernel) noexcept;  // one that is supported

  // Finds the start line, the header fields and the body; grammar elements wait until asked for.
  // CR and LF before the start line are skipped. Bytes after a body of Content-Length bytes are
  // dropped (RFC 3261 section 18.3), raw() ends before them.
  //
  // Errors: kEmpty for nothing but line ends and NUL bytes; kNotSip; kTooLarge; the errors of
  // scan(); kStartLine; kRange for a status code outside 100 to 699. After kStartLine and kRange
  // fields() is good, so that a request may still be refused by a reply; after the others the view
  // is empty. A wrong body is no error here: see body_error().
  Error parse(std::string_view datagram) noexcept;

  // For a datagram that parse() refused with kTruncated, kNoColon or kTooManyFields: indexes the
  // lines that are fields, up to the empty line or the end, so that it may be shown, or refused by
  // a reply. The last field may lack its line end. Errors: kEmpty, kNotSip, kTooLarge, and those
  // that parse() has for the start line.
  Error salvage(std::string_view datagram) noexcept;

  bool is_request() const noexcept { return is_request_; }
  bool is_reply() const noexcept { return !is_request_; }

  // Request line; empty and kOther for a reply. Any SIP/x.y is accepted as version.
  Method method() const noexcept { return method_; }
  std::string_view method_text() const noexcept { return method_text_; }
  std::string_view request_uri() const noexcept { return uri_text_; }
  std::string_view version() const noexcept { return version_; }

  // Status line; 0 and empty for a request.
  unsigned status() const noexcept { return status_; }
  std::string_view reason() const noexcept { return reason_; }

  // The message: without line ends before the start line and without bytes after the body. Offsets
  // count from here.
  std::string_view raw() const noexcept { return raw_; }
  std::string_view start_line() const noexcept { return slice(raw_, 0, start_line_end_); }
  std::size_t headers_offset() const noexcept { return headers_offset_; }  // of the first field
  std::size_t headers_end() const noexcept { return headers_end_; }        // of the empty line
  std::size_t body_offset() const noexcept { return body_offset_; }        // after the empty line
  std::string_view body() const noexcept { return slice(raw_, body_offset_); }

  // kNone; kTruncated when the body is shorter than Content-Length; kSyntax or kRange for a
  // Content-Length that is no number; kDuplicate for two that differ. body() is then all there is.
  Error body_error() const noexcept { return body_error_; }

  std::span<const Field> fields() const noexcept { return {fields_.data(), field_count_}; }
  const Field* first(HeaderId id) const noexcept {
    const std::uint8_t at = first_[static_cast<std::size_t>(id)];
    return at == Field::kNone ? nullptr : &fields_[at];
  }
  const Field* next(const Field& field) const noexcept {
    return field.next == Field::kNone ? nullptr : &fields_[field.next];
  }
  const Field* last(HeaderId id) const noexcept {
    const std::uint8_t at = last_[static_cast<std::size_t>(id)];
    return first(id) == nullptr ? nullptr : &fields_[at];
  }
  bool has(HeaderId id) const noexcept { return first(id) != nullptr; }

  // The first field called `name`, also when its id is kOther; the next one of that name.
  const Field* find(std::string_view name) const noexcept;
  const Field* find_next(const Field& field) const noexcept;

  std::string_view name(const Field& field) const noexcept {
    return slice(raw_, field.begin, static_cast<std::size_t>(field.name_end - field.begin));
  }
  // Without outer white space; folds may remain inside, and all parsers of this floor take them.
  std::string_view value(const Field& field) const noexcept {
    return {raw_.data() + field.value_begin,
            static_cast<std::size_t>(field.value_end - field.value_begin)};
  }
  std::string_view line(const Field& field) const noexcept {
    return slice(raw_, field.begin, static_cast<std::size_t>(field.end - field.begin));
  }
  // The value of the first field with this id; empty when there is none.
  std::string_view first_value(HeaderId id) const noexcept {
    const Field* const field = first(id);
    return field == nullptr ? std::string_view{} : value(*field);
  }

  // Where `part`, a view into raw(), begins.
  std::size_t offset(std::string_view part) const noexcept {
    return static_cast<std::size_t>(part.data() - raw_.data());
  }

  // Grammar elements, parsed at the first call and remembered. Errors: kMissing, or the parser's.
  // The pointers live until the next parse().
  Result<const Via*> top_via() const noexcept {
    return remember(Memo::kTopVia, top_via_, &MessageView::read_top_via);
  }
  Result<const Via*> second_via() const noexcept {  // of the same field or of the next
    return remember(Memo::kSecondVia, second_via_, &MessageView::read_second_via);
  }
  Result<const NameAddr*> from() const noexcept {
    return remember(Memo::kFrom, from_, &MessageView::read_from);
  }
  Result<const NameAddr*> to() const noexcept {
    return remember(Memo::kTo, to_, &MessageView::read_to);
  }
  Result<const CSeq*> cseq() const noexcept {
    return remember(Memo::kCSeq, cseq_, &MessageView::read_cseq);
  }
  Result<const Uri*> uri() const noexcept {  // of the request line; kMissing for a reply
    return remember(Memo::kUri, uri_, &MessageView::read_request_uri);
  }
  Result<const Uri*> from_uri() const noexcept {
    return remember(Memo::kFromUri, from_uri_, &MessageView::read_from_uri);
  }
  Result<const Uri*> to_uri() const noexcept {
    return remember(Memo::kToUri, to_uri_, &MessageView::read_to_uri);
  }
  Result<std::string_view> call_id() const noexcept;
  Result<std::uint32_t> max_forwards() const noexcept;
  Result<std::uint32_t> content_length() const noexcept;
  Result<std::uint32_t> expires() const noexcept;

  // The method a reply answers: CSeq's. For a request its own. kOther when CSeq is broken.
  Method method_for_reply() const noexcept;

 private:
  enum class Memo : std::uint8_t {
    kTopVia,
    kSecondVia,
    kFrom,
    kTo,
    kCSeq,
    kUri,
    kFromUri,
    kToUri,
    kCount,
  };

  void reset() noexcept;
  Error index_fields(const ScanIndex& index) noexcept;
  bool index_field(std::size_t number, const std::uint16_t* marks) noexcept;
  void append(std::size_t number, HeaderId id) noexcept;
  Error parse_start_line() noexcept;
  Error parse_status_line(std::string_view line) noexcept;
  Error parse_request_line(std::string_view line) noexcept;
  void find_body() noexcept;
  Result<std::uint32_t> number(HeaderId id) const noexcept;
  Error read_name_addr(HeaderId id, NameAddr& value) const noexcept;
  Error read_top_via() const noexcept;
  Error read_second_via() const noexcept;
  Error read_from() const noexcept { return read_name_addr(HeaderId::kFrom, from_); }
  Error read_to() const noexcept { return read_name_addr(HeaderId::kTo, to_); }
  Error read_cseq() const noexcept;
  Error read_request_uri() const noexcept;
  Error read_from_uri() const noexcept;
  Error read_to_uri() const noexcept;

  // `read` fills `slot`, once.
  template <class T>
  Result<const T*> remember(Memo memo, const T& slot,
                            Error (MessageView::*read)() const noexcept) const noexcept {
    const auto at = static_cast<std::size_t>(memo);
    const unsigned bit = 1u << at;
    if ((known_ & bit) == 0) {
      known_ = static_cast<std::uint8_t>(known_ | bit);
      errors_[at] = (this->*read)();
    }
    if (errors_[at] != Error::kNone) return errors_[at];
    return &slot;
  }

  const ElementKernel* elements_;
  std::string_view raw_;
  std::string_view method_text_;
  std::string_view uri_text_;
  std::string_view version_;
  std::string_view reason_;
  std::uint16_t status_ = 0;
  std::uint16_t start_line_end_ = 0;
  std::uint16_t headers_offset_ = 0;
  std::uint16_t headers_end_ = 0;
  std::uint32_t body_offset_ = 0;
  std::uint8_t field_count_ = 0;
  Method method_ = Method::kOther;
  Error body_error_ = Error::kNone;
  Kernel kernel_;
  bool is_request_ = false;

  // First and last field of each id; Field::kNone in first_ when there is none.
  std::array<std::uint8_t, kHeaderCount> first_{};
  std::array<std::uint8_t, kHeaderCount> last_{};
  std::array<Field, kMaxFields> fields_{};

  // What was asked for already: bit set in known_, and then error or slot.
  mutable std::uint8_t known_ = 0;
  mutable std::array<Error, static_cast<std::size_t>(Memo::kCount)> errors_{};
  mutable Via top_via_;
  mutable Via second_via_;
  mutable NameAddr from_;
  mutable NameAddr to_;
  mutable CSeq cseq_;
  mutable Uri uri_;
  mutable Uri from_uri_;
  mutable Uri to_uri_;
};

// Goes over the values of all fields with one id, across commas and fields: Via, Contact, Route,
// Record-Route.
//
//   ValueList<NameAddr> routes(message, HeaderId::kRoute, next_name_addr);
//   while (const auto route = routes.next()) ... ; routes.error() tells a broken list from its end
template <class T>
class ValueList {
 public:
  using Next = Result<T> (*)(std::string_view& rest) noexcept;

  ValueList(const MessageView& message, HeaderId id, Next take) noexcept
      : message_(&message), take_(take), field_(message.first(id)) {
    if (field_ != nullptr) rest_ = message.value(*field_);
  }

  // The next value; nothing at the end or at a value that does not parse.
  std::optional<T> next() noexcept {
    while (field_ != nullptr && error_ == Error::kNone) {
      if (!rest_.empty()) {
        current_ = field_;
        const Result<T> value = take_(rest_);
        if (value) return *value;
        error_ = value.error();
        return std::nullopt;
      }
      field_ = message_->next(*field_);
      if (field_ != nullptr) rest_ = message_->value(*field_);
    }
    return std::nullopt;
  }

  // The field that held the value last returned.
  const Field* field() const noexcept { return current_; }
  Error error() const noexcept { return error_; }

 private:
  const MessageView* message_;
  Next take_;
  const Field* field_;
  const Field* current_ = nullptr;
  std::string_view rest_;
  Error error_ = Error::kNone;
};

}  // namespace weir::sip
