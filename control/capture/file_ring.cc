#include "control/capture/file_ring.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>

namespace weir::control::capture {

std::string FileRing::open(const std::string& path, const Limits& limits, std::string start) {
  path_ = path;
  limits_ = limits;
  start_ = std::move(start);
  if (path == "-" && limits.files > 1) return "stdout is one file: leave files= out";
  next();
  return error_;
}

// Packets are private to their users, so nobody else may read the file.
bool FileRing::next() {
  const bool one = limits_.files <= 1;
  const std::string path = one ? path_ : fmt::format("{}.{}", path_, turn_ % limits_.files);
  ++turn_;
  written_ = 0;
  if (path == "-") {
    file_.reset(stdout);
  } else {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    file_.reset(fd < 0 ? nullptr : fdopen(fd, "wb"));
    if (file_ == nullptr) {
      error_ = fmt::format("cannot write {}: {}", path, std::strerror(errno));
      return false;
    }
  }
  return write(start_);
}

bool FileRing::write(std::string_view record) {
  if (!error_.empty()) return false;
  if (written_ != 0 && written_ + record.size() > limits_.bytes) {
    if (limits_.files <= 1) return false;
    if (!flush() || !next()) return false;
  }
  if (std::fwrite(record.data(), 1, record.size(), file_.get()) != record.size()) {
    error_ = fmt::format("cannot write to {}: {}", path_, std::strerror(errno));
    return false;
  }
  written_ += record.size();
  return true;
}

bool FileRing::flush() {
  if (!error_.empty()) return false;
  if (std::fflush(file_.get()) == 0) return true;
  error_ = fmt::format("cannot write to {}: {}", path_, std::strerror(errno));
  return false;
}

}  // namespace weir::control::capture
