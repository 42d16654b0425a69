// Any bytes as a content type, a line end and a body: the parts are those that a reader made of
// strings finds, and all views lie inside the body.
#include "sip/multipart.h"

#include "tests/fuzz/require.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using weir::fuzz::require;
using weir::sip::BodyPart;
using weir::sip::Boundary;
using weir::sip::Error;
using weir::sip::find_boundary;
using weir::sip::find_part;
using weir::sip::HeaderId;
using weir::sip::kMaxParts;
using weir::sip::MediaType;
using weir::sip::parse_media_type;
using weir::sip::PartReader;
using weir::sip::Result;

// The lines of `text` with their ends.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    end = end == std::string::npos ? text.size() : end + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

enum class Line { kContent, kDelimiter, kClosing };

Line kind_of(std::string line, const std::string& boundary) {
  while (!line.empty() && std::strchr(" \t\r\n", line.back()) != nullptr && line.back() != '\0') {
    line.pop_back();
  }
  const std::string delimiter = "--" + boundary;
  if (line == delimiter) return Line::kDelimiter;
  if (line.rfind(delimiter, 0) != 0) return Line::kContent;
  // White space may stand between the two hyphens' end and the line's.
  return line == delimiter + "--" ? Line::kClosing : Line::kContent;
}

// "head NUL body" of each part: what RFC 2046 says, by strings.
std::vector<std::string> naive_parts(const std::string& body, const std::string& boundary,
                                     bool& whole) {
  std::vector<std::string> parts;
  std::string part;
  bool inside = false;
  whole = false;
  for (const std::string& line : lines_of(body)) {
    const Line kind = kind_of(line, boundary);
    if (kind == Line::kContent) {
      part += line;
      continue;
    }
    if (inside) {
      if (!part.empty()) part.pop_back();
      if (!part.empty() && part.back() == '\r') part.pop_back();
      std::string head;
      std::string rest = part;
      while (!rest.empty()) {
        const std::string first = lines_of(rest)[0];
        rest.erase(0, first.size());
        if (first == "\n" || first == "\r\n") break;
        head += first;
      }
      parts.push_back(head + '\0' + rest);
    }
    part.clear();
    inside = true;
    whole = kind == Line::kClosing;
    if (whole) break;
  }
  return parts;
}

void check_parts(std::string_view body, const Boundary& boundary) {
  bool whole = false;
  const std::vector<std::string> expected =
      naive_parts(std::string(body), std::string(boundary.view()), whole);
  PartReader reader(body, boundary);
  std::size_t count = 0;
  while (const auto part = reader.next()) {
    require(count < expected.size() && count < kMaxParts);
    require(expected[count++] == std::string(part->head) + '\0' + std::string(part->body));
    (void)part->readable();
    (void)part->field(HeaderId::kContentType);
  }
  if (expected.size() > kMaxParts) {
    require(reader.error() == Error::kTooMany);
  } else {
    require(count == expected.size() && whole == (reader.error() == Error::kNone));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16384) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == input.npos) return 0;
  const std::string type(input.substr(0, line));
  // A block of exactly this size, so that a read beyond it is seen.
  const std::size_t body_size = size - line - 1;
  const auto block = std::make_unique<char[]>(body_size);
  if (body_size > 0) std::memcpy(block.get(), data + line + 1, body_size);
  const std::string_view body(block.get(), body_size);

  for (const std::string_view wanted : {"application/sdp", "text/plain"}) {
    const Result<BodyPart> part = find_part(type, body, wanted);
    if (!part) continue;
    require(part->body.data() >= body.data());
    require(part->body.data() + part->body.size() <= body.data() + body.size());
  }
  const Result<MediaType> media = parse_media_type(type);
  if (!media) return 0;
  const Result<Boundary> boundary = find_boundary(*media);
  if (boundary) check_parts(body, *boundary);
  return 0;
}
