// The allow and deny files of module permissions: who may ask for which URI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// "ALL" or patterns, and those of EXCEPT. Any of `patterns`, and none of `except`, must match.
template <class Pattern>
struct AccessSide {
  bool all = false;
  std::vector<Pattern> patterns;
  std::vector<Pattern> except;
};

// A line: FROM [EXCEPT FROM] : URI [EXCEPT URI].
template <class Pattern>
struct AccessPair {
  AccessSide<Pattern> from;
  AccessSide<Pattern> uri;
};

// As the file has it, and as an image has it: ids of its patterns.
using AccessTexts = AccessSide<std::string>;
using AccessLine = AccessPair<std::string>;
using AccessPatterns = AccessSide<std::uint32_t>;
using AccessRule = AccessPair<std::uint32_t>;

// Reads a line, whose patterns stand in quotes, separated by commas; an empty one, or a comment
// behind "#", gives nothing of either side. False with `error`.
bool parse_access_line(std::string_view text, AccessLine& line, std::string& error);

// An allow file and the deny file beside it; one that is not there has no rules.
struct AccessFiles {
  std::string allow_path;
  std::string deny_path;
  std::vector<AccessRule> allow;
  std::vector<AccessRule> deny;
};

struct Access {
  std::vector<AccessFiles> pairs;
  bool check_all_branches = true;
  int peer_tag_pv = -1;  // peer_tag_avp
};

}  // namespace weir::routes
