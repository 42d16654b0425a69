#include "control/capture/command.h"

#include "control/admin/client.h"
#include "control/capture/file_ring.h"
#include "control/capture/hex.h"
#include "control/capture/pcapng.h"
#include "sip/version.h"

#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <thread>
#include <vector>

namespace weir::control::capture {
namespace {

using admin::Json;

constexpr int kPatience = 10'000;
constexpr std::chrono::milliseconds kPause{50};
constexpr std::uint64_t kMost = 1'000'000'000;

constexpr std::string_view kUsage =
    "usage: sipweirctl capture FILE [address=ADDRESS[/LENGTH]] [verdict=dropped|forwarded|answered|"
    "keepalive|observed]\n"
    "       [reason=NAME] [packets=N] [seconds=N] [megabytes=N] [files=N]\n";

std::atomic<bool> interrupted = false;

void interrupt([[maybe_unused]] int signal) { interrupted = true; }

struct Wanted {
  std::string path;
  std::uint64_t packets = 0;  // 0: no limit
  std::uint64_t seconds = 0;
  std::uint64_t megabytes = 100;
  std::uint64_t files = 1;
  std::vector<std::string> filter;  // as the daemon reads it
};

bool read_number(std::string_view text, std::uint64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  return status == std::errc{} && rest == end && number > 0 && number <= kMost;
}

bool read_arguments(std::span<const std::string> arguments, Wanted& wanted) {
  if (arguments.empty() || arguments[0].empty()) return false;
  wanted.path = arguments[0];
  for (const std::string& word : arguments.subspan(1)) {
    const std::size_t equals = word.find('=');
    if (equals == word.npos) return false;
    const std::string_view name = std::string_view(word).substr(0, equals);
    const std::string_view value = std::string_view(word).substr(equals + 1);
    bool good = true;
    if (name == "packets") {
      good = read_number(value, wanted.packets);
    } else if (name == "seconds") {
      good = read_number(value, wanted.seconds);
    } else if (name == "megabytes") {
      good = read_number(value, wanted.megabytes);
    } else if (name == "files") {
      good = read_number(value, wanted.files) && wanted.files <= 1000;
    } else {
      wanted.filter.push_back(word);
    }
    if (!good) return false;
  }
  return true;
}

// The packet of a row; false when it is none.
bool to_record(const Json& row, std::string& record) {
  const auto text = [&row](const char* name) {
    const auto found = row.find(name);
    return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto number = [&row](const char* name) {
    const auto found = row.find(name);
    return found != row.end() && found->is_number_integer() ? found->get<std::int64_t>() : -1;
  };
  const auto source = sip::parse_endpoint(text("source"), 0);
  const auto destination = sip::parse_endpoint(text("destination"), 0);
  std::string bytes;
  const std::int64_t size = number("size");
  if (!source || !destination || size < 0 || !from_hex(text("bytes"), bytes)) return false;
  Datagram datagram;
  datagram.source = *source;
  datagram.destination = *destination;
  datagram.wall_nanoseconds = number("nanoseconds");
  datagram.size = static_cast<std::uint32_t>(size);
  datagram.bytes = bytes;
  record = pcapng_packet(datagram, text("comment"));
  return true;
}

class Session {
 public:
  Session(const std::string& socket, const Wanted& wanted) : socket_(socket), wanted_(wanted) {}

  bool start() {
    std::vector<std::string> words = {"start"};
    words.insert(words.end(), wanted_.filter.begin(), wanted_.filter.end());
    Json result;
    if (!ask(words, result)) return false;
    id_ = result.value("capture", std::uint64_t{0});
    const FileRing::Limits limits{wanted_.megabytes * 1'000'000,
                                  static_cast<unsigned>(wanted_.files)};
    error_ = files_.open(wanted_.path, limits, pcapng_start(sip::product_version()));
    return error_.empty();
  }

  // One read; false when the capture is over. `more`: packets may be waiting.
  bool step(bool& more) {
    Json result;
    if (!ask({"read", std::to_string(id_)}, result)) return false;
    lost_ = result.value("lost", std::uint64_t{0});
    const Json& rows = result["packets"];
    more = !rows.empty();
    for (const Json& row : rows) {
      std::string record;
      if (!to_record(row, record)) {
        error_ = "what answered is another version of sipweir";
        return false;
      }
      if (!files_.write(record)) {
        error_ = files_.error();
        return false;
      }
      if (++packets_ == wanted_.packets) return false;
    }
    if (files_.flush()) return true;
    error_ = files_.error();
    return false;
  }

  void stop() {
    Json result;
    std::string ignored;
    if (id_ != 0) {
      admin::call(socket_, {"capture", {"stop", std::to_string(id_)}}, kPatience, result, ignored);
    }
    if (error_.empty() && !files_.flush()) error_ = files_.error();
  }

  const std::string& error() const { return error_; }
  std::uint64_t packets() const { return packets_; }
  std::uint64_t lost() const { return lost_; }

 private:
  bool ask(std::vector<std::string> arguments, Json& result) {
    return admin::call(socket_, {"capture", std::move(arguments)}, kPatience, result, error_);
  }

  const std::string& socket_;
  const Wanted& wanted_;
  FileRing files_;
  std::string error_;
  std::uint64_t id_ = 0;
  std::uint64_t packets_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace

int run_capture(const std::string& socket, std::span<const std::string> arguments) {
  Wanted wanted;
  if (!read_arguments(arguments, wanted)) return fmt::print(stderr, "{}", kUsage), 2;
  struct sigaction action = {};
  action.sa_handler = interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  Session session(socket, wanted);
  if (session.start()) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(wanted.seconds);
    bool more = false;
    bool last = false;  // one read after the end, so that nothing that came before is missing
    while (session.step(more) && !last) {
      last = interrupted || (wanted.seconds != 0 && Clock::now() >= end);
      if (!more && !last) std::this_thread::sleep_for(kPause);
    }
    fmt::print(stderr, "{} packets captured, {} lost for want of room\n", session.packets(),
               session.lost());
  }
  session.stop();
  if (session.error().empty()) return 0;
  fmt::print(stderr, "sipweirctl: {}\n", session.error());
  return 1;
}

}  // namespace weir::control::capture
