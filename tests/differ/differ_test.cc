// Our parser beside libosip2 and sofia-sip, over messages that are generated and mutated: each
// difference is of a class that the table knows, and what keeps to the grammar is read by its
// letter.
#include "tests/differ/generator.h"
#include "tests/differ/grammar.h"
#include "tests/differ/reading.h"
#include "tests/differ/rules.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace weir::differ {
namespace {

constexpr std::size_t kGenerated = 20'000;
constexpr std::size_t kMutants = 30'000;        // of generated ones
constexpr std::size_t kCorpusMutants = 25'000;  // of the messages of RFC 4475 and RFC 5118
constexpr std::size_t kSampleMutants = 1'000;   // of each sample of the benchmarks
constexpr std::uint64_t kSeed = 20'261'127;

struct Peer {
  std::string_view name;
  Reading (*read)(std::string_view message);
};
constexpr Peer kPeers[] = {{"osip", read_osip}, {"sofia", read_sofia}};

using Messages = std::vector<std::string>;

void read_messages(Messages& messages, std::string_view folder, std::string_view extension) {
  for (const auto& path : sip::files_in(folder, extension)) {
    messages.push_back(sip::read_file(path));
  }
}

template <class Visit>
std::size_t each_of(const Messages& messages, std::size_t mutants, Random random, Visit visit) {
  for (const std::string& message : messages) visit(message);
  for (std::size_t i = 0; i < mutants; ++i) {
    visit(mutate(random, messages[random.below(messages.size())]));
  }
  return messages.size() + mutants;
}

// All that is read and made; the same for the same seed and files. Returns how many.
template <class Visit>
std::size_t each_message(Visit visit) {
  Messages corpus;
  read_messages(corpus, "tests/corpus/rfc4475", ".dat");
  read_messages(corpus, "tests/corpus/rfc5118", ".dat");
  std::size_t count = each_of(corpus, kCorpusMutants, Random(kSeed), visit);
  Messages samples;
  read_messages(samples, "bench/samples", ".sip");
  // A sample that changes changes no mutant of another.
  for (const std::string& sample : samples) {
    count += each_of({sample}, kSampleMutants, Random(kSeed + sample.size()), visit);
  }
  Random random(kSeed);
  for (std::size_t i = 0; i < kGenerated; ++i) visit(make_message(random));
  for (std::size_t i = 0; i < kMutants; ++i) visit(mutate(random, make_message(random)));
  return count + kGenerated + kMutants;
}

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "\\x%02x", byte);
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n\n";
    } else if (byte < ' ' || byte > '~') {
      out += hex.data();
    } else {
      out += c;
    }
  }
  return out;
}

// All differences of two readings, as in Difference::what.
std::vector<std::string_view> differences(const Reading& ours, const Reading& theirs) {
  if (ours.accepted != theirs.accepted) return {ours.accepted ? "refuses" : "takes"};
  std::vector<std::string_view> found;
  for (std::size_t i = 0; ours.accepted && i < kParts; ++i) {
    if (ours.parts[i] != theirs.parts[i]) found.push_back(part_name(static_cast<Part>(i)));
  }
  return found;
}

TEST(Differ, WhatKeepsToTheGrammarIsReadByIt) {
  std::size_t valid = 0;
  const std::size_t all = each_message([&](const std::string& message) {
    const std::optional<Reading> wanted = read_by_grammar(message);
    if (!wanted || testing::Test::HasFailure()) return;
    ++valid;
    const sip::ExactCopy copy(message);
    const Reading ours = read_ours(copy.view());
    for (const std::string_view part : differences(*wanted, ours)) {
      ADD_FAILURE() << part << " of\n" << shown(message);
    }
  });
  std::printf("%zu messages, %zu keep to the grammar\n", all, valid);
  EXPECT_GT(valid, all / 3);
}

TEST(Differ, EachDifferenceIsExplained) {
  std::vector<Rule> rules = read_rules();
  std::array<std::size_t, std::size(kPeers)> same{};
  std::size_t unexplained = 0;
  const std::size_t all = each_message([&](const std::string& message) {
    const sip::ExactCopy copy(message);
    const Reading ours = read_ours(copy.view());
    const Pieces pieces(message);
    for (std::size_t i = 0; i < std::size(kPeers); ++i) {
      const Peer& peer = kPeers[i];
      const Reading theirs = peer.read(message);
      const std::vector<std::string_view> found = differences(ours, theirs);
      same[i] += found.empty();
      for (const std::string_view what : found) {
        const Difference difference{peer.name, what, &pieces};
        const auto rule =
            std::ranges::find_if(rules, [&](const Rule& one) { return one.covers(difference); });
        if (rule != rules.end()) {
          ++rule->count;
        } else if (++unexplained <= 5) {
          ADD_FAILURE() << peer.name << ' ' << what << "\n" << shown(message);
        }
      }
    }
  });

  std::printf("%zu messages; the same to libosip2 %zu, to sofia-sip %zu\n", all, same[0], same[1]);
  for (const Rule& rule : rules) {
    std::printf("%7zu  %-6s %-32s right: %-8s %s\n", rule.count, rule.peer.c_str(),
                rule.name.c_str(), rule.right.c_str(), rule.section.c_str());
    EXPECT_GT(rule.count, 0u) << rule.name << " explains nothing";
  }
  EXPECT_EQ(unexplained, 0u);
}

}  // namespace
}  // namespace weir::differ
