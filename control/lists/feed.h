// Lists of addresses that are refused unseen, from files: plain text or APIBAN's JSON.
#pragma once

#include "sip/address.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::lists {

// One modparam("guard", "deny_file", "PATH[;label=NAME][;expire=SECONDS][;size=ENTRIES]").
struct FeedSpec {
  std::string path;
  std::string label;         // of the source, for people; the file's name without one
  std::uint32_t expire = 0;  // seconds after which a file not written since is ignored; 0: never
  std::uint32_t size = 1'000'000;  // entries; a longer file is refused
};

// False with an `error` that says what to write instead.
bool parse_feed_spec(std::string_view text, FeedSpec& spec, std::string& error);

struct Feed {
  FeedSpec spec;
  std::vector<sip::Prefix> prefixes;
  std::int64_t written = 0;  // when the file was last written, in seconds since 1970
  bool ignored = false;      // it had expired when it was last published

  bool expired(std::int64_t now) const noexcept {
    return spec.expire != 0 && now - written > static_cast<std::int64_t>(spec.expire);
  }
};

// Reads the text of a feed: one ADDRESS[/LENGTH] a line, `#` or `;` begins a comment; or, when the
// first character is `{` or `[`, JSON with the addresses in a list, as APIBAN gives them
// ({"ipaddress": [...]}). Errors stand in `error`, one a line, at most ten.
bool parse_feed(std::string_view text, std::uint32_t most, std::vector<sip::Prefix>& prefixes,
                std::string& error);

// Reads the file that `feed.spec` names. False with an `error`; the feed is then empty.
bool load_feed(Feed& feed, std::string& error);

}  // namespace weir::control::lists
