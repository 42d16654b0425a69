#include "routes/diagnostic.h"

#include "tests/source_root.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace weir::routes {
namespace {

TEST(DiagnosticsTest, ShowsTheLineAndACaret) {
  Sources sources;
  const std::uint32_t file = sources.add("edge.cfg", "one\n\ttwo three\nfour");
  Diagnostics diagnostics;
  diagnostics.error({file, 2, 6, 5}, "what is wrong", "what to do");
  EXPECT_EQ(diagnostics.render(sources),
            "edge.cfg:2:6: error: what is wrong\n"
            "    2 |  two three\n"
            "      |      ^~~~~\n"
            "      = what to do\n");
}

TEST(DiagnosticsTest, SortsByPlaceAndKeepsTheOrderOfEquals) {
  Sources sources;
  const std::uint32_t first = sources.add("a.cfg", "x\ny\n");
  const std::uint32_t second = sources.add("b.cfg", "z\n");
  Diagnostics diagnostics;
  diagnostics.error({second, 1, 1, 1}, "in b");
  diagnostics.warning({first, 2, 1, 1}, "later");
  diagnostics.error({first, 1, 1, 1}, "one");
  diagnostics.error({first, 1, 1, 1}, "two");
  const std::string text = diagnostics.render(sources);
  const std::array<std::string_view, 4> order = {"one", "two", "warning: later", "in b"};
  std::size_t at = 0;
  for (const std::string_view what : order) {
    const std::size_t found = text.find(what);
    ASSERT_NE(found, text.npos) << what;
    EXPECT_GE(found, at) << what;
    at = found;
  }
  EXPECT_EQ(diagnostics.errors(), 3u);
  EXPECT_EQ(diagnostics.warnings(), 1u);
}

TEST(DiagnosticsTest, CountsWhatPassesTheLimit) {
  Sources sources;
  sources.add("a.cfg", "x\n");
  Diagnostics diagnostics(2);
  for (int i = 0; i < 5; ++i) diagnostics.error({0, 1, 1, 1}, "again");
  EXPECT_EQ(diagnostics.errors(), 5u);
  EXPECT_EQ(diagnostics.list().size(), 2u);
  EXPECT_TRUE(diagnostics.render(sources).ends_with("... and 3 more\n"));
}

TEST(DiagnosticsTest, WarningsAreNoErrors) {
  Diagnostics diagnostics;
  diagnostics.warning({}, "mind");
  EXPECT_FALSE(diagnostics.has_errors());
}

TEST(DiagnosticsTest, WhatIsPlannedIsNoErrorAndHidesNone) {
  Sources sources;
  sources.add("a.cfg", "x\n");
  Diagnostics diagnostics(2);
  for (int i = 0; i < 15; ++i) diagnostics.planned({0, 1, 1, 1}, "f() is not built yet");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.planned(), 15u);
  EXPECT_EQ(diagnostics.list().size(), 15u);
  diagnostics.error({0, 1, 1, 1}, "wrong");
  const std::string text = diagnostics.render(sources);
  EXPECT_TRUE(
      text.starts_with("a.cfg:1:1: planned: f() is not built yet\n"
                       "a.cfg:1:1: planned: "));
  EXPECT_NE(text.find("error: wrong"), text.npos);
}

TEST(DiagnosticsTest, AFileAsAWholeHasNoLine) {
  Sources sources;
  const std::uint32_t file = sources.add("gone.cfg", "");
  Diagnostics diagnostics;
  diagnostics.error({file, 0, 0, 0}, "cannot read this file");
  EXPECT_EQ(diagnostics.render(sources), "gone.cfg: error: cannot read this file\n");
}

TEST(DiagnosticsTest, CutsLongLinesAroundTheCaret) {
  Sources sources;
  sources.add("a.cfg", std::string(5000, 'a') + "HERE" + std::string(5000, 'b'));
  Diagnostics diagnostics;
  diagnostics.error({0, 1, 5001, 4}, "long");
  const std::string text = diagnostics.render(sources);
  EXPECT_LT(text.size(), 500u);
  EXPECT_NE(text.find("aHEREb"), text.npos);
  const std::size_t line = text.find("    1 | ");
  const std::size_t caret = text.find('^');
  const std::size_t below = text.find("\n      | ") + 1;
  EXPECT_EQ(text.find("HERE") - line, caret - below);
}

TEST(DiagnosticsTest, ControlBytesDoNotReachTheTerminal) {
  Sources sources;
  sources.add("a.cfg", "\x1b[31m red\x7f\n");
  Diagnostics diagnostics;
  diagnostics.error({0, 1, 1, 1}, "seen \x1b");
  for (const char c : diagnostics.render(sources)) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
}

TEST(DiagnosticsTest, PlacesOutsideOfTheTextAreHarmless) {
  Sources sources;
  sources.add("a.cfg", "ab\n");
  Diagnostics diagnostics;
  diagnostics.error({0, 1, 99, 99}, "behind the line");
  diagnostics.error({0, 99, 1, 1}, "behind the file");
  diagnostics.error({9, 1, 1, 1}, "no such file");
  EXPECT_FALSE(diagnostics.render(sources).empty());
}

struct NameCase {
  std::string_view name;
  std::string_view expected;
};

constexpr std::array<std::string_view, 6> kKnown = {"t_relay", "sl_send_reply", "record_route",
                                                    "if",      "xlog",          "t_reply"};

constexpr NameCase kNames[] = {
    {"t_rely", "t_relay"},               // one missing
    {"sl_send_repyl", "sl_send_reply"},  // two swapped
    {"T_RELAY", "t_relay"},              // case counts nothing
    {"recordroute", "record_route"},
    {"fi", "if"},
    {"xlogs", "xlog"},
    {"t_repy", "t_reply"},
    {"dispatcher", ""},  // nothing near
    {"zz", ""},          // as far as it is long
    {"", ""},
};

TEST(NearestNameTest, Table) {
  for (const NameCase& one : kNames) {
    EXPECT_EQ(nearest_name(one.name, kKnown), one.expected) << one.name;
  }
  EXPECT_EQ(did_you_mean("t_rely", kKnown), "did you mean \"t_relay\"?");
  EXPECT_EQ(did_you_mean("dispatcher", kKnown), "");
  EXPECT_EQ(nearest_name(std::string(1000, 'a'), kKnown), "");
}

TEST(SourcesTest, GivesLinesWithoutTheirEnds) {
  Sources sources;
  const std::uint32_t file = sources.add("a.cfg", "one\r\ntwo\n\nlast");
  EXPECT_EQ(sources.line(file, 1), "one");
  EXPECT_EQ(sources.line(file, 2), "two");
  EXPECT_EQ(sources.line(file, 3), "");
  EXPECT_EQ(sources.line(file, 4), "last");
  EXPECT_EQ(sources.line(file, 5), "");
  EXPECT_EQ(sources.line(file, 0), "");
}

TEST(LoadFileTest, RefusesWhatIsNoFile) {
  EXPECT_FALSE(load_file("/nonexistent/edge.cfg"));
  EXPECT_FALSE(load_file("/tmp"));
  EXPECT_FALSE(load_file("/dev/zero"));
  EXPECT_TRUE(load_file((source_root() / "meson.build").c_str()));
}

}  // namespace
}  // namespace weir::routes
