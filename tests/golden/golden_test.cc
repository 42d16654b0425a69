// Runs every case of tests/golden/*.md; with --update rewrites what they expect.
#include "tests/golden/golden.h"
#include "tests/source_root.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

namespace weir::golden {

std::string_view Case::input(std::string_view kind) const {
  for (const Block& block : inputs) {
    if (block.kind == kind) return block.text;
  }
  return {};
}

namespace {

// A file is prose and blocks in their order; joined again they give the file.
struct Part {
  std::string prose;  // lines as they are, when `block` is not used
  bool is_block = false;
  Block block;
  std::string fence;     // the opening line's backquotes
  std::string heading;   // of the case it belongs to
  std::size_t line = 0;  // of the opening fence
};

struct Document {
  std::filesystem::path path;
  std::vector<Part> parts;
};

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

Document read_document(const std::filesystem::path& path) {
  Document document{path, {}};
  std::ifstream in(path);
  std::string heading;
  std::size_t number = 0;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (inside) {
      Part& part = document.parts.back();
      inside = line != part.fence;
      if (inside) part.block.text += line + "\n";
      continue;
    }
    if (!line.starts_with("```")) {
      if (line.starts_with("#")) heading = line.substr(line.find_first_not_of("# "));
      if (document.parts.empty() || document.parts.back().is_block) document.parts.emplace_back();
      document.parts.back().prose += line + "\n";
      continue;
    }
    inside = true;
    Part& part = document.parts.emplace_back();
    part.is_block = true;
    part.heading = heading;
    part.line = number;
    part.fence = line.substr(0, line.find_first_not_of('`'));
    std::istringstream info(line.substr(part.fence.size()));
    info >> part.block.kind;
    std::getline(info >> std::ws, part.block.argument);
  }
  return document;
}

// The case an expectation belongs to: the inputs under the same heading.
Case case_of(const Document& document, const Part& expectation) {
  Case one{expectation.heading, {}};
  for (const Part& part : document.parts) {
    const bool input = part.is_block && find_kind(part.block.kind) == nullptr;
    if (input && part.heading == expectation.heading) one.inputs.push_back(part.block);
  }
  return one;
}

std::vector<Document> read_all() {
  std::vector<Document> all;
  for (const auto& entry : std::filesystem::directory_iterator(source_root() / "tests/golden")) {
    if (entry.path().extension() == ".md") all.push_back(read_document(entry.path()));
  }
  std::sort(all.begin(), all.end(),
            [](const Document& a, const Document& b) { return a.path < b.path; });
  return all;
}

int update(std::vector<Document>& all) {
  for (Document& document : all) {
    std::string text;
    for (Part& part : document.parts) {
      if (!part.is_block) {
        text += part.prose;
        continue;
      }
      if (const Kind* kind = find_kind(part.block.kind)) {
        part.block.text = kind->make(case_of(document, part));
      }
      text += part.fence + part.block.kind;
      if (!part.block.argument.empty()) text += " " + part.block.argument;
      text += "\n" + part.block.text + part.fence + "\n";
    }
    std::ofstream(document.path) << text;
    std::cout << "wrote " << document.path.string() << "\n";
  }
  return 0;
}

class GoldenTest : public testing::Test {
 public:
  GoldenTest(const Document& document, const Part& part) : document_(document), part_(part) {}

  void TestBody() override {
    const Kind* const kind = find_kind(part_.block.kind);
    const Case one = case_of(document_, part_);
    ASSERT_FALSE(one.inputs.empty()) << "no input under this heading";
    EXPECT_EQ(kind->make(one), part_.block.text)
        << document_.path.string() << ":" << part_.line << ": " << part_.heading
        << "\nscripts/golden --update writes what is made now";
  }

 private:
  const Document& document_;
  const Part& part_;
};

// Test names allow letters, digits and "_" only.
std::string test_name(const Part& part) {
  std::string name;
  for (const char c : part.heading + "_" + part.block.kind) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

void register_all(const std::vector<Document>& all) {
  for (const Document& document : all) {
    std::set<std::string> names;
    for (const Part& part : document.parts) {
      if (!part.is_block || find_kind(part.block.kind) == nullptr) continue;
      std::string name = test_name(part);
      while (!names.insert(name).second) name += "_again";
      testing::RegisterTest(
          document.path.stem().c_str(), name.c_str(), nullptr, nullptr, document.path.c_str(),
          static_cast<int>(part.line),
          [&document, &part]() -> GoldenTest* { return new GoldenTest(document, part); });
    }
  }
}

}  // namespace
}  // namespace weir::golden

int main(int argc, char** argv) {
  std::vector<weir::golden::Document> all = weir::golden::read_all();
  if (argc == 2 && std::string_view(argv[1]) == "--update") return weir::golden::update(all);
  testing::InitGoogleTest(&argc, argv);
  weir::golden::register_all(all);
  return RUN_ALL_TESTS();
}
