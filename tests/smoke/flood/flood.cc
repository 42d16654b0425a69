// A bounded flood for tests and the demo: it attacks one edge on a test network with frames that
// carry any source address, for a stated count and time, and prints what it sent each second.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

#include "tests/smoke/flood/attacks.h"
#include "tests/smoke/flood/wire.h"

namespace weir::flood {
namespace {

constexpr size_t kBurst = Wire::kBurst;
constexpr uint64_t kMaxCount = 200'000'000;
constexpr unsigned kMaxSeconds = 600;
constexpr uint64_t kSecond = 1'000'000'000;

struct Options {
  std::string attack;
  std::string interface;
  std::string target_mac;
  std::vector<std::string> targets;
  uint16_t port = 5060;
  uint64_t rate = 20'000;
  uint64_t count = kMaxCount;
  unsigned seconds = 10;
  uint64_t seed = 1;
  std::string listed;
  bool loopback = false;
};

uint64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * kSecond + static_cast<uint64_t>(time.tv_nsec);
}

void sleep_until(uint64_t when) {
  const timespec time{static_cast<time_t>(when / kSecond), static_cast<long>(when % kSecond)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

// Prints one JSON line for each whole second, so that a reader can follow along.
class Report {
 public:
  explicit Report(uint64_t start) : next_(start + kSecond) {}

  void add(size_t sent, size_t refused) {
    sent_ += sent;
    total_ += sent;
    refused_ += refused;
  }
  uint64_t total() const { return total_; }

  // Returns true when a second has gone by.
  bool tick(uint64_t time, uint64_t rate) {
    const bool due = time >= next_;
    while (time >= next_) {
      std::printf("{\"second\":%u,\"target\":%llu,\"sent\":%llu,\"refused\":%llu}\n", ++second_,
                  static_cast<unsigned long long>(rate), static_cast<unsigned long long>(sent_),
                  static_cast<unsigned long long>(refused_));
      std::fflush(stdout);
      sent_ = 0;
      next_ += kSecond;
    }
    return due;
  }

  void finish(double seconds, uint64_t answers) const {
    std::printf(
        "{\"done\":true,\"total\":%llu,\"refused\":%llu,\"answers\":%llu,\"seconds\":%.3f}\n",
        static_cast<unsigned long long>(total_), static_cast<unsigned long long>(refused_),
        static_cast<unsigned long long>(answers), seconds);
  }

 private:
  uint64_t next_;
  unsigned second_ = 0;
  uint64_t sent_ = 0;
  uint64_t total_ = 0;
  uint64_t refused_ = 0;
};

// Paced by the clock: after each burst it sleeps until the next one is due; a machine too slow for
// the rate falls behind, which the numbers show.
void run(const Options& options, Wire& wire, Maker& maker) {
  const uint64_t start = now();
  const uint64_t end = start + options.seconds * kSecond;
  Report report(start);
  uint64_t due_base = start;
  uint64_t since_base = 0;
  for (uint64_t time = start; time < end && report.total() < options.count; time = now()) {
    if (report.tick(time, options.rate)) wire.answers();
    const uint64_t due = (time - due_base) * options.rate / kSecond;
    if (due <= since_base) {
      sleep_until(std::min(due_base + (since_base + 1) * kSecond / options.rate, end) + 200'000);
      continue;
    }
    // What a stalled machine missed is not made up for by a burst above the rate.
    if (due - since_base > options.rate / 20 + kBurst) {
      due_base = time;
      since_base = 0;
      continue;
    }
    const uint64_t left = std::min(due - since_base, options.count - report.total());
    const size_t batch = std::min<uint64_t>(left, kBurst);
    for (size_t i = 0; i < batch; ++i) wire.make(i, maker);
    const size_t sent = wire.send(batch);
    since_base += batch;
    report.add(sent, batch - sent);
  }
  const uint64_t stop = now();
  report.tick(stop, options.rate);
  report.finish(static_cast<double>(stop - start) / static_cast<double>(kSecond), wire.answers());
}

int fail(const std::string& text) {
  std::fprintf(stderr, "flood: %s\n", text.c_str());
  return 1;
}

std::string read_listed(const std::string& path, std::vector<Caller>& out) {
  if (path.empty()) return {};
  std::ifstream file(path);
  if (!file) return "cannot read " + path;
  for (std::string line; std::getline(file, line);) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const auto ip = parse_ip(line.substr(0, space));
    const std::string port = space < line.size() ? line.substr(space + 1) : "0";
    const bool number = !port.empty() && port.size() <= 5 &&
                        port.find_first_not_of("0123456789") == std::string::npos;
    if (!ip || !number) return "not ADDRESS [PORT] in " + path + ": " + line;
    out.push_back({*ip, static_cast<std::uint16_t>(std::stoul(port))});
  }
  return {};
}

std::string make_aim(const Options& options, Aim& aim) {
  aim.port = options.port;
  for (const std::string& text : options.targets) {
    const auto ip = parse_ip(text);
    if (!ip) return "not an address: " + text;
    if (!is_test_address(*ip)) return text + " is no test address; this sends to nothing else";
    aim.targets.push_back(*ip);
  }
  return read_listed(options.listed, aim.listed);
}

// Opens the wire that the options ask for; `error` says why there is none.
std::unique_ptr<Wire> open_wire(const Options& options, const Attack& attack, Aim& aim,
                                std::string& error) {
  if (options.loopback) {
    auto wire = std::make_unique<LoopbackWire>();
    error = wire->open(attack, aim);
    return wire;
  }
  const auto mac = parse_mac(options.target_mac);
  if (!mac) {
    error = "not a MAC address: " + options.target_mac;
    return nullptr;
  }
  auto wire = std::make_unique<PacketWire>();
  error = wire->open(options.interface);
  aim.source_mac = wire->mac();
  aim.target_mac = *mac;
  return wire;
}

int main_with(const Options& options) {
  const Attack* attack = find_attack(options.attack);
  if (attack == nullptr) return fail("no attack named " + options.attack);
  Aim aim{};
  std::string error = make_aim(options, aim);
  if (!error.empty()) return fail(error);
  const std::unique_ptr<Wire> wire = open_wire(options, *attack, aim, error);
  if (!error.empty()) return fail(error);
  Maker maker(*attack, aim, options.seed);
  run(options, *wire, maker);
  return 0;
}

}  // namespace
}  // namespace weir::flood

int main(int argc, char** argv) {
  using weir::flood::Options;
  Options options;
  bool list = false;
  CLI::App app{"A bounded SIP flood for test networks"};
  app.add_flag("--list", list, "print the names of the attacks");
  app.add_option("--attack", options.attack, "which attack (see --list)");
  app.add_option("--interface", options.interface, "interface to send on");
  app.add_option("--target-mac", options.target_mac, "MAC address of the edge");
  app.add_option("--target", options.targets, "address of the edge; one IPv4, one IPv6")
      ->expected(1, 2);
  app.add_option("--port", options.port, "UDP port of the edge");
  app.add_option("--rate", options.rate, "packets a second")->check(CLI::Range(1u, 10'000'000u));
  app.add_option("--count", options.count, "packets in all, at most")
      ->check(CLI::Range(uint64_t{1}, weir::flood::kMaxCount));
  app.add_option("--seconds", options.seconds, "time in all, at most")
      ->check(CLI::Range(1u, weir::flood::kMaxSeconds));
  app.add_option("--seed", options.seed, "seed of the pseudo-random contents");
  app.add_option("--listed", options.listed,
                 "file of ADDRESS [PORT] for foreign_port and spoofed_trusted, one a line");
  app.add_flag("--loopback", options.loopback, "UDP sockets on 127.0.0.0/8, without privilege");
  CLI11_PARSE(app, argc, argv);
  if (list) {
    for (const std::string_view name : weir::flood::attack_names()) {
      std::printf("%.*s\n", static_cast<int>(name.size()), name.data());
    }
    return 0;
  }
  if (options.targets.empty()) return weir::flood::fail("--target is missing");
  return weir::flood::main_with(options);
}
