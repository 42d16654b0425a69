#include "control/parse_command.h"

#include "sip/anatomy.h"
#include "sip/anatomy_text.h"
#include "sip/message.h"
#include "sip/scan.h"
#include "sip/validate.h"
#include "sip/writer.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace weir::control {
namespace {

constexpr std::size_t kLargestFile = std::size_t{16} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Reads all of `path`; the result is what is wrong with it, or nothing.
std::string read_bytes(const std::string& path, std::string& bytes) {
  struct stat status {};
  const bool named = path != "-";
  if (named && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return "is a directory: give a file with SIP messages";
  }
  const File file(named ? std::fopen(path.c_str(), "rb") : stdin);
  if (file == nullptr) return std::strerror(errno);
  std::array<char, 65536> block{};
  for (std::size_t size = 0; (size = std::fread(block.data(), 1, block.size(), file.get())) > 0;) {
    bytes.append(block.data(), size);
    if (bytes.size() > kLargestFile) return "is larger than the 16 MiB that are looked at";
  }
  if (std::ferror(file.get()) != 0) return std::strerror(errno);
  return bytes.empty() ? "is empty" : "";
}

// The first bytes of a text that is no message, so that it is seen what it is.
std::string beginning(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string out(4 * kShown, '\0');
  sip::Writer writer(out);
  sip::put_readable(writer, text.substr(0, std::min(text.find('\n'), kShown)));
  return out.substr(0, *writer.result());
}

std::string anatomy_of(const sip::MessageView& message, const sip::Opinion& opinion) {
  std::string out(std::size_t{1} << 20, '\0');
  for (;;) {
    const sip::Result<std::size_t> size = sip::print_anatomy(message, opinion, out);
    if (size) return out.substr(0, *size);
    out.resize(out.size() * 2);
  }
}

std::string title(const sip::MessageView& message, std::size_t number, std::size_t at) {
  const std::string kind = message.is_request() ? fmt::format("{} request", message.method_text())
                                                : fmt::format("{} response", message.status());
  return fmt::format("message {}: {}, {} bytes at {}\n", number, kind, message.raw().size(), at);
}

// Goes over the messages of a text.
class Describer {
 public:
  explicit Describer(std::string_view bytes) : bytes_(bytes), rest_(bytes) {}

  Anatomy run() {
    while (next()) {
    }
    return std::move(anatomy_);
  }

 private:
  std::size_t at() const { return bytes_.size() - rest_.size(); }

  bool refuse(std::string_view why) {
    anatomy_.accepted = false;
    anatomy_.text += why;
    return false;
  }

  // One message more; false at the end.
  bool next() {
    const std::string_view datagram = rest_.substr(0, sip::kMaxMessage);
    sip::Error error = view_->parse(datagram);
    if (view_->raw().empty() && error != sip::Error::kEmpty) {
      static_cast<void>(view_->salvage(datagram));
    }
    if (view_->raw().empty()) return end(error);
    const std::string_view raw = view_->raw();
    const auto end = static_cast<std::size_t>(raw.data() + raw.size() - rest_.data());
    if (end == datagram.size() && end < rest_.size()) {
      return refuse(
          fmt::format("bytes from {} on: {}\n", at(), sip::error_meaning(sip::Error::kTooLarge)));
    }
    const sip::Opinion opinion = sip::judge(error, *view_, {});
    if (number_++ > 0) anatomy_.text += '\n';
    anatomy_.text += title(*view_, number_, at() + end - raw.size());
    anatomy_.text += anatomy_of(*view_, opinion);
    const bool accepted = opinion.proxy.action == sip::Action::kAccept;
    anatomy_.accepted = accepted && (anatomy_.accepted || number_ == 1);
    rest_.remove_prefix(end);
    return !rest_.empty();
  }

  // What is no message.
  bool end(sip::Error error) {
    if (number_ > 0) {
      if (error == sip::Error::kEmpty) return false;
      anatomy_.text +=
          fmt::format("\n{} bytes at {} are no message and dropped (RFC 3261 18.3): {}\n",
                      rest_.size(), at(), beginning(rest_));
      return false;
    }
    return refuse(error == sip::Error::kEmpty
                      ? fmt::format("no SIP message: {}\n", sip::error_meaning(error))
                      : fmt::format("no SIP message: {}\n{:>6}  {}\n        ^\n",
                                    sip::error_meaning(error), 0, beginning(rest_)));
  }

  std::string_view bytes_;
  std::string_view rest_;
  std::size_t number_ = 0;
  std::unique_ptr<sip::MessageView> view_ = std::make_unique<sip::MessageView>();
  Anatomy anatomy_;
};

}  // namespace

Anatomy describe_messages(std::string_view bytes) { return Describer(bytes).run(); }

int parse_command(const std::string& path) {
  std::string bytes;
  if (const std::string problem = read_bytes(path, bytes); !problem.empty()) {
    fmt::print(stderr, "sipweir: cannot parse '{}': {}\n", path, problem);
    return 2;
  }
  const Anatomy anatomy = describe_messages(bytes);
  std::fwrite(anatomy.text.data(), 1, anatomy.text.size(), stdout);
  return anatomy.accepted ? 0 : 1;
}

}  // namespace weir::control
