// The allow and deny files of module permissions: who may ask for which URI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// "ALL" or patterns, and those of EXCEPT. Any of `patterns`, and none of `except`, must match.
struct AccessTexts {
  bool all = false;
  std::vector<std::string> patterns;
  std::vector<std::string> except;
};

// A line: FROM [EXCEPT FROM] : URI [EXCEPT URI].
struct AccessLine {
  AccessTexts from;
  AccessTexts uri;
};

// Reads a line, whose patterns stand in quotes, separated by commas; an empty one, or a comment
// behind "#", gives nothing of either side. False with `error`.
bool parse_access_line(std::string_view text, AccessLine& line, std::string& error);

// The same of an image: ids of its patterns.
struct AccessPatterns {
  bool all = false;
  std::vector<std::uint32_t> patterns;
  std::vector<std::uint32_t> except;
};

struct AccessRule {
  AccessPatterns from;
  AccessPatterns uri;
};

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
};

}  // namespace weir::routes
