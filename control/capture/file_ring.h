// The files that a capture goes to: one that ends at its size, or several that take turns.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace weir::control::capture {

class FileRing {
 public:
  struct Limits {
    std::uint64_t bytes = 100'000'000;  // a file
    unsigned files = 1;                 // more: PATH.0, PATH.1 ...; the oldest is written over
  };

  // `start` is what every file begins with. "-" is stdout. An error or nothing.
  std::string open(const std::string& path, const Limits& limits, std::string start);

  // Writes a whole record. False: the one file is full, or error().
  bool write(std::string_view record);

  // What is written so far can be read. False with error().
  bool flush();

  const std::string& error() const noexcept { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept {
      if (file != stdout) std::fclose(file);
    }
  };

  bool next();

  std::string path_;
  std::string start_;
  std::string error_;
  Limits limits_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t written_ = 0;
  unsigned turn_ = 0;  // files begun
};

}  // namespace weir::control::capture
