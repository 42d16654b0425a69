#include "control/bridge_replay.h"

#include "control/admin/render.h"
#include "control/bridge_guard.h"
#include "control/bridge_names.h"
#include "control/capture/frames.h"
#include "control/configuration.h"
#include "control/key_file.h"
#include "control/listen.h"
#include "control/settings.h"
#include "dataplane/replay.h"
#include "routes/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace weir::control {
namespace {

using admin::Json;
using dataplane::DropReason;
using dataplane::Fate;
using dataplane::FrameKind;
using dataplane::Judged;

constexpr std::size_t kMostRows = 1000;  // of a table that anybody on the net can make long
constexpr std::size_t kBusiest = 5;      // destinations named where nothing is for us

std::string to_text(const sip::Endpoint& endpoint) {
  std::array<char, sip::kEndpointText> text{};
  return {text.data(), sip::format_endpoint(endpoint, text)};
}

std::string to_text(const sip::Address& address) {
  std::array<char, sip::kAddressText> text{};
  return {text.data(), sip::format_address(address, text)};
}

// ADDRESS[/LENGTH] a line; `#` begins a comment. Errors with their lines, or nothing.
std::string read_good(const std::string& path, std::vector<sip::Prefix>& good) {
  const auto text = routes::load_file(path);
  if (!text) return fmt::format("cannot read {}: give a file of addresses, one a line", path);
  std::string errors;
  std::string_view rest = *text;
  for (unsigned number = 1; !rest.empty(); ++number) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    line = line.substr(0, line.find('#'));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (line.empty()) continue;
    const auto prefix = sip::parse_prefix(line);
    if (prefix) {
      good.push_back(*prefix);
    } else {
      errors += fmt::format("{}:{}: '{}' is no ADDRESS[/LENGTH]\n", path, number, line);
    }
  }
  return errors;
}

// A packet that another proxy's branch answers, or the ACK to our own reply: nobody misses it.
bool is_missed(DropReason reason) {
  return reason != DropReason::kUnsolicitedReply && reason != DropReason::kAckAbsorbed;
}

// What is found, counted while the capture is read.
class Findings {
 public:
  explicit Findings(std::vector<sip::Prefix> good) : good_(std::move(good)) {}

  void add(const Judged& judged, bool cut, double seconds) {
    ++frames_;
    last_ = seconds;
    if (judged.kind == FrameKind::kException) {
      ++not_ours_;
      if (judged.destination.port != 0) ++destinations_[judged.destination];
      return;
    }
    if (judged.kind == FrameKind::kFragment) return void(++fragments_);
    if (cut && judged.kind == FrameKind::kBadFrame) return void(++cut_);
    ++judged_;
    const std::pair row(judged.outcome.fate, judged.outcome.reason);
    ++verdicts_[row];
    classes_[static_cast<std::size_t>(judged.klass)] +=
        judged.outcome.fate != Fate::kDropped ? 1u : 0u;
    add_ban(judged, seconds);
    if (judged.outcome.reason == DropReason::kUnsolicitedReply) ++foreign_replies_;
    if (judged.outcome.fate == Fate::kDropped && is_missed(judged.outcome.reason) &&
        is_good(judged.source.address)) {
      Loss& loss = losses_[{judged.source.address, judged.outcome.reason}];
      if (loss.packets++ == 0) loss.first = seconds;
    }
  }

  // A ban() of the script.
  void add_ordered(const sip::Address& address, double seconds) {
    count_ban(address, By::kFunction, seconds);
  }

  bool anything() const { return judged_ != 0; }
  bool hurts() const { return !losses_.empty(); }
  std::string nothing_for_us(const std::string& file,
                             const std::vector<ListenSocket>& sockets) const;
  Json to_json(const std::string& file) const;

 private:
  enum class By : std::uint8_t { kGuard, kTable, kFunction };
  struct Ban {
    double first = 0;
    std::uint64_t times = 0;
  };
  struct Loss {
    std::uint64_t packets = 0;
    double first = 0;
  };

  bool is_good(const sip::Address& address) const {
    return std::any_of(good_.begin(), good_.end(),
                       [&](const sip::Prefix& prefix) { return prefix.contains(address); });
  }

  void add_ban(const Judged& judged, double seconds) {
    const sip::Address& source = judged.source.address;
    if (judged.banned) count_ban(source, By::kGuard, seconds);
    const bool begins = judged.script_banned && in_table_.insert(source).second;
    if (!judged.script_banned) in_table_.erase(source);
    if (begins) count_ban(source, By::kTable, seconds);
  }

  void count_ban(const sip::Address& source, By by, double seconds) {
    Ban& ban = bans_[{source, by}];
    if (ban.times++ == 0) ban.first = seconds;
  }

  static std::string_view why(By by) {
    switch (by) {
      case By::kGuard:
        return "proved, and far over its rate within a second";
      case By::kTable:
        return "a key of the script's ban table";
      case By::kFunction:
        break;
    }
    return "the script called ban()";
  }

  std::vector<sip::Prefix> good_;
  std::uint64_t frames_ = 0;
  std::uint64_t judged_ = 0;
  std::uint64_t not_ours_ = 0;
  std::uint64_t fragments_ = 0;
  std::uint64_t cut_ = 0;
  std::uint64_t foreign_replies_ = 0;
  double last_ = 0;
  std::array<std::uint64_t, dataplane::kSourceClasses> classes_{};
  std::map<std::pair<Fate, DropReason>, std::uint64_t> verdicts_;
  std::map<std::pair<sip::Address, By>, Ban> bans_;
  std::set<sip::Address> in_table_;
  std::map<std::pair<sip::Address, DropReason>, Loss> losses_;
  std::map<sip::Endpoint, std::uint64_t> destinations_;
};

std::string Findings::nothing_for_us(const std::string& file,
                                     const std::vector<ListenSocket>& sockets) const {
  std::string text = fmt::format("no packet of {} is for a socket of the configuration:", file);
  for (const ListenSocket& socket : sockets) text += fmt::format(" {}", control::to_text(socket));
  if (fragments_ + cut_ != 0) {
    text +=
        fmt::format("\n{} are fragments and {} were cut short by the capture", fragments_, cut_);
  }
  std::vector<std::pair<std::uint64_t, sip::Endpoint>> busiest;
  for (const auto& [to, packets] : destinations_) busiest.emplace_back(packets, to);
  std::sort(busiest.rbegin(), busiest.rend());
  if (busiest.size() > kBusiest) busiest.resize(kBusiest);
  if (!busiest.empty()) text += "\nname the one that was yours with -l; most went to";
  for (const auto& [packets, to] : busiest) {
    text += fmt::format("\n    -l udp:{}  ({} packets)", to_text(to), packets);
  }
  return text;
}

Json Findings::to_json(const std::string& file) const {
  Json verdicts = Json::array();
  for (const auto& [verdict, packets] : verdicts_) {
    const auto& name = dataplane::kDropNames[static_cast<std::size_t>(verdict.second)];
    const bool dropped = verdict.first == Fate::kDropped;
    verdicts.push_back({{"verdict", dataplane::fate_name(verdict.first)},
                        {"reason", dropped ? Json(name.text) : Json()},
                        {"packets", packets},
                        {"meaning", dropped ? name.meaning : std::string_view()}});
  }
  Json classes = Json::object();
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    classes[std::string(dataplane::class_name(static_cast<dataplane::SourceClass>(i)))] =
        classes_[i];
  }
  Json bans = Json::array();
  for (const auto& [source, ban] : bans_) {
    if (bans.size() == kMostRows) break;
    bans.push_back({{"source", to_text(source.first)},
                    {"by", source.second == By::kGuard ? "the guard" : "the script"},
                    {"times", ban.times},
                    {"after_seconds", ban.first},
                    {"why", why(source.second)},
                    {"good", is_good(source.first)}});
  }
  Json losses = Json::array();
  for (const auto& [source, loss] : losses_) {
    if (losses.size() == kMostRows) break;
    const auto& name = dataplane::kDropNames[static_cast<std::size_t>(source.second)];
    losses.push_back({{"source", to_text(source.first)},
                      {"packets", loss.packets},
                      {"reason", name.text},
                      {"after_seconds", loss.first},
                      {"meaning", name.meaning}});
  }
  Json result = {{"capture", file},
                 {"seconds", last_},
                 {"frames", frames_},
                 {"judged", judged_},
                 {"not_for_us", not_ours_},
                 {"fragments_not_judged", fragments_},
                 {"cut_not_judged", cut_},
                 {"replies_to_others", foreign_replies_},
                 {"sources_banned", bans_.size()}};
  result["verdicts"] = std::move(verdicts);
  result["let_in_by_class"] = std::move(classes);
  result["banned"] = std::move(bans);
  if (!good_.empty()) result["good_sources_that_lose"] = std::move(losses);
  return result;
}

// Everything of a start that a replay needs.
struct Setup {
  Configuration configuration;
  GuardSettings guard;
  ScriptNames names;
  std::vector<ListenSocket> sockets;
  dataplane::Replay replay;
};

std::string open(CommandLine line, Setup& setup) {
  load_configuration(line, setup.configuration);
  std::fputs(setup.configuration.report().c_str(), stderr);
  if (!setup.configuration.image) {
    return fmt::format("{} cannot run: `sipweir -c -f {}` says why", line.config, line.config);
  }
  auto image = std::make_unique<const routes::Image>(std::move(*setup.configuration.image));
  const routes::Settings& settings = image->settings();
  apply_globals(settings, line);
  std::string error = read_guard_settings(*image, setup.guard);
  std::vector<std::string> warnings;
  if (error.empty()) make_listens(settings, line, setup.sockets, warnings, error);
  if (!error.empty()) return error;

  // Our own keys, where they are, tell replies and dialogs of our own from others.
  std::string path(settings.text("guard", "key_file", ""));
  if (path.empty()) path = default_key_path(line.instance);
  const auto keys = routes::load_file(path);
  dataplane::PlaneSettings plane;
  if (!keys || !parse_keys(*keys, plane.keys)) {
    if (!make_keys(plane.keys)) return "the kernel gives no random numbers";
  }
  for (const ListenSocket& socket : setup.sockets) {
    plane.listens.push_back({socket.at.address, socket.at.port, socket.advertised_host,
                             socket.advertised_port, socket.name});
  }
  setup.guard.parameters.observe = false;  // what would happen is the question
  plane.guard = &setup.guard.parameters;
  plane.guard_sizes = setup.guard.sizes;
  setup.names = find_script_names(*image, {});
  for (const std::string& warning : setup.names.warnings) warnings.push_back(warning);
  add_destinations(*image, setup.guard);
  for (const std::string& warning : warnings) fmt::print(stderr, "warning: {}\n", warning);

  dataplane::Publication publication;
  publication.names = setup.names.resolved;
  publication.own_names = find_own_names(settings, setup.sockets);
  if (!setup.guard.addresses.empty()) {
    publication.addresses =
        std::make_unique<dataplane::guard::AddressList>(setup.guard.addresses, 1);
  }
  publication.image = std::move(image);
  error = setup.replay.open(plane, std::move(publication));
  if (!error.empty()) return error;
  setup.replay.publish_lists(std::make_unique<dataplane::guard::AccessLists>(
      setup.guard.all_peers(), setup.guard.all_denied(std::time(nullptr)), 1));
  return setup.replay.publish_signatures(setup.guard.signatures.set);
}

void print_packet(const Judged& judged, double seconds, std::string_view payload) {
  if (judged.kind == FrameKind::kException || judged.kind == FrameKind::kFragment) return;
  std::string begins(payload.substr(0, std::min<std::size_t>(payload.find_first_of("\r\n"), 60)));
  for (char& c : begins) {
    if (c < ' ' || c > '~') c = '.';
  }
  const bool dropped = judged.outcome.fate == Fate::kDropped;
  fmt::print("{:.6f} {} > {} {}{}{} {}: {}{}\n", seconds, to_text(judged.source),
             to_text(judged.destination), dataplane::fate_name(judged.outcome.fate),
             dropped ? " " : "", dropped ? dataplane::drop_name(judged.outcome.reason) : "",
             dataplane::class_name(judged.klass), begins, judged.banned ? " (banned)" : "");
}

void run(const CommandLine& line, Setup& setup, capture::FrameReader& reader, Findings& findings) {
  capture::Frame frame;
  std::optional<std::int64_t> first;
  while (reader.next(frame)) {
    if (!first) first = frame.wall_nanoseconds;
    const double seconds = static_cast<double>(frame.wall_nanoseconds - *first) / 1e9;
    Judged judged;
    if (frame.understood && !frame.bytes.empty()) {
      judged = setup.replay.judge(frame.bytes, frame.wall_nanoseconds);
    }
    findings.add(judged, frame.cut, seconds);
    if (line.each) {
      const bool whole = judged.kind == FrameKind::kDatagram;
      print_packet(judged, seconds, whole ? setup.replay.payload() : std::string_view());
    }
    for (dataplane::Lesson lesson; setup.replay.take_lesson(lesson);) {
      if (lesson.kind == dataplane::Lesson::Kind::kBanned &&
          lesson.reason == dataplane::guard::BanReason::kScript) {
        findings.add_ordered(lesson.source.address, seconds);
      }
      if (lesson.kind != dataplane::Lesson::Kind::kRegistered) continue;
      if (!believes(lesson, setup.names.targets, setup.replay.addresses())) continue;
      setup.replay.tell(answer_to(lesson, setup.guard.parameters));
    }
  }
}

int refuse(const std::string& error) {
  fmt::print(stderr, "sipweir: {}\n", error);
  return 2;
}

}  // namespace

int replay_command(const CommandLine& line) {
  std::vector<sip::Prefix> good;
  if (!line.good.empty()) {
    const std::string error = read_good(line.good, good);
    if (!error.empty()) return refuse(error);
    if (good.empty()) return refuse(fmt::format("{} names no address", line.good));
  }
  capture::FrameReader reader;
  if (const std::string error = reader.open(line.message); !error.empty()) return refuse(error);
  Setup setup;
  if (const std::string error = open(line, setup); !error.empty()) return refuse(error);
  Findings findings(std::move(good));
  run(line, setup, reader, findings);
  if (!findings.anything() && reader.error().empty()) {
    return refuse(findings.nothing_for_us(line.message, setup.sockets));
  }
  const Json result = findings.to_json(line.message);
  fmt::print("{}", line.json ? result.dump(2) + "\n" : admin::render(result));
  // A capture that was cut off while it was written is judged as far as it goes.
  if (!reader.error().empty()) return refuse(reader.error());
  return findings.hurts() ? 1 : 0;
}

}  // namespace weir::control
