// What a parser made of a message: whether it took it, and the parts that routing needs, as texts
// that compare across parsers.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace weir::differ {

// Parts of a reading; empty when the message has none.
enum class Part : unsigned {
  kStart,  // "request" or "reply"
  kMethod,
  kStatus,
  kUriScheme,
  kUriUser,
  kUriHost,
  kUriPort,
  kViaHost,
  kViaPort,
  kViaBranch,
  kFromScheme,
  kFromUser,
  kFromHost,
  kFromPort,
  kFromTag,
  kToScheme,
  kToUser,
  kToHost,
  kToPort,
  kToTag,
  kCSeqNumber,
  kCSeqMethod,
  kCallId,
  kMaxForwards,
  kContactScheme,  // of the first Contact; "*" for the star
  kContactUser,
  kContactHost,
  kContactPort,
  kContentLength,
  kBody,
  kCount,
};
inline constexpr std::size_t kParts = static_cast<std::size_t>(Part::kCount);

std::string_view part_name(Part part);

struct Reading {
  bool accepted = false;
  std::array<std::string, kParts> parts;

  std::string& operator[](Part part) { return parts[static_cast<std::size_t>(part)]; }
  const std::string& operator[](Part part) const { return parts[static_cast<std::size_t>(part)]; }
};

// The four parts of a URI from `first` on: the scheme in lower case, the user with %HH replaced,
// the host without the brackets of IPv6, the port as a number. A scheme other than sip and sips has
// no others.
void put_uri(Reading& reading, Part first, std::string_view scheme, std::string_view user,
             std::string_view host, std::string_view port);

// A number without leading zeros.
std::string plain_number(std::string_view digits);

Reading read_ours(std::string_view message);
Reading read_osip(std::string_view message);
Reading read_sofia(std::string_view message);

}  // namespace weir::differ
