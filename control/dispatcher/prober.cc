#include "control/dispatcher/prober.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace weir::control::dispatcher {
namespace {

using namespace std::chrono_literals;
using routes::kDestinationDisabled;
using routes::kDestinationInactive;
using routes::kDestinationProbing;
using routes::kDestinationTrying;
using routes::Setting;

// RFC 3261 section 17.1.2.1: retransmissions of a request that is no INVITE.
constexpr Milliseconds kT1 = 500ms;
constexpr Milliseconds kT2 = 4s;

constexpr unsigned kTimedOut = 408;  // what a probe without an answer counts as

std::string place(const Setting& setting) {
  return fmt::format("{}:{}: modparam(\"{}\", \"{}\")", setting.file, setting.line, setting.module,
                     setting.name);
}

bool parse_number(std::string_view text, unsigned& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  return status == std::errc{} && rest == end && !text.empty();
}

// A parameter that is a number from `least` to `most`.
std::string read_number(const routes::Settings& settings, std::string_view module,
                        std::string_view name, std::int64_t least, std::int64_t most,
                        std::int64_t& number) {
  const Setting* const found = settings.find_parameter(module, name);
  if (found == nullptr) return {};
  number = found->number;
  if (found->is_number && number >= least && number <= most) return {};
  return fmt::format("{} must be a number, {} to {}\n", place(*found), least, most);
}

// 'p' and its tag, as Kamailio's set_state takes it: none beside 'd'.
constexpr std::pair<char, std::uint8_t> kStates[] = {
    {'a', 0}, {'i', kDestinationInactive}, {'t', kDestinationTrying}, {'d', kDestinationDisabled}};

}  // namespace

bool parse_reply_codes(std::string_view text, std::vector<CodeRange>& codes) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find(';'), text.size());
    const std::string_view one = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (one.empty()) continue;
    unsigned number = 0;
    if (one.starts_with("class=") && parse_number(one.substr(6), number) && number >= 1 &&
        number <= 6) {
      codes.push_back({number * 100, number * 100 + 99});
    } else if (one.starts_with("code=") && parse_number(one.substr(5), number) && number >= 100 &&
               number <= 699) {
      codes.push_back({number, number});
    } else {
      return false;
    }
  }
  return true;
}

bool parse_state(std::string_view text, std::uint8_t& state) {
  if (text.empty() || text.size() > 2 || (text.size() == 2 && (text[1] | 0x20) != 'p'))
    return false;
  for (const auto& [letter, bits] : kStates) {
    if ((text[0] | 0x20) != letter) continue;
    const bool probing = text.size() == 2 && letter != 'd';
    state = static_cast<std::uint8_t>(bits | (probing ? kDestinationProbing : 0));
    return true;
  }
  return false;
}

std::string read_probe_settings(const routes::Settings& settings, ProbeSettings& probes) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  std::int64_t interval = 0;
  std::int64_t mode = 0;
  std::int64_t failures = 1;
  std::int64_t successes = 1;
  std::int64_t timeout = 30'000;
  std::string errors;
  errors += read_number(settings, "dispatcher", "ds_ping_interval", 0, kMost, interval);
  errors += read_number(settings, "dispatcher", "ds_probing_mode", 0, 3, mode);
  errors += read_number(settings, "dispatcher", "ds_probing_threshold", 1, kMost, failures);
  errors += read_number(settings, "dispatcher", "ds_inactive_threshold", 1, kMost, successes);
  errors += read_number(settings, "tm", "fr_timer", 1, kMost, timeout);
  probes.interval = static_cast<std::uint32_t>(interval);
  probes.mode = static_cast<ProbingMode>(mode);
  probes.failures = static_cast<std::uint32_t>(failures);
  probes.successes = static_cast<std::uint32_t>(successes);
  probes.timeout = Milliseconds(timeout);
  probes.method = settings.text("dispatcher", "ds_ping_method", probes.method);
  probes.from = settings.text("dispatcher", "ds_ping_from", probes.from);
  const Setting* const codes = settings.find_parameter("dispatcher", "ds_ping_reply_codes");
  if (codes != nullptr && !parse_reply_codes(codes->text, probes.accepted)) {
    errors += fmt::format("{}: \"{}\" is none: write class=2;code=404 and so on\n", place(*codes),
                          codes->text);
  }
  const auto is_token = [](char c) { return c > ' ' && c < 127 && c != ':'; };
  if (probes.method.empty() || !std::all_of(probes.method.begin(), probes.method.end(), is_token)) {
    errors += fmt::format("modparam(\"dispatcher\", \"ds_ping_method\"): \"{}\" is no method\n",
                          probes.method);
  }
  if (probes.from.find_first_of("<>\r\n ") != probes.from.npos || probes.from.empty()) {
    errors +=
        fmt::format("modparam(\"dispatcher\", \"ds_ping_from\"): \"{}\" is no URI\n", probes.from);
  }
  return errors;
}

ProbeText make_probe(const ProbeSettings& settings, const routes::Destination& destination,
                     std::uint64_t number, std::string_view agent) {
  ProbeText text;
  text.start_line = fmt::format("{} {} SIP/2.0\r\n", settings.method, destination.uri);
  text.rest = fmt::format(
      "To: <{}>\r\nFrom: <{}>;tag={:x}\r\nCSeq: 10 {}\r\nCall-ID: {:016x}@sipweir\r\n"
      "Max-Forwards: 70\r\n{}Content-Length: 0\r\n\r\n",
      destination.uri, settings.from, number & 0xffffffff, settings.method, number,
      agent.empty() ? "" : fmt::format("User-Agent: {}\r\n", agent));
  return text;
}

void Prober::follow(const ProbeSettings& settings, const routes::DispatchSets& sets,
                    Milliseconds now) {
  settings_ = settings;
  sets_ = &sets;
  waiting_.clear();
  targets_.assign(sets.size(), {});
  // Over the interval, so that many destinations do not answer all at once.
  const auto count = static_cast<std::int64_t>(targets_.size());
  const Milliseconds interval = std::chrono::seconds(settings.interval);
  for (std::int64_t i = 0; i < count; ++i) {
    targets_[static_cast<std::size_t>(i)].due = now + interval * (i + 1) / count;
  }
}

// Kamailio's ds_probing_mode; disabled ones are left alone in each.
bool Prober::wants(std::uint8_t state) const noexcept {
  if ((state & kDestinationDisabled) != 0) return false;
  const bool flagged = (state & kDestinationProbing) != 0;
  switch (settings_.mode) {
    case ProbingMode::kAll:
      return true;
    case ProbingMode::kInactive:
      return flagged && (state & kDestinationInactive) != 0;
    case ProbingMode::kFlaggedOnce:
    case ProbingMode::kFlagged:
      break;
  }
  return flagged;
}

void Prober::run(Milliseconds now, const Send& send, const Tell& tell) {
  if (sets_ == nullptr || settings_.interval == 0) return;
  std::vector<std::size_t> failed;
  std::erase_if(waiting_, [&](const Waiting& one) {
    if (one.end > now) return false;
    failed.push_back(one.destination);
    return true;
  });
  for (const std::size_t destination : failed) settle(destination, 0, tell);
  for (Waiting& one : waiting_) {
    if (one.again > now) continue;
    if (!send(one.destination, one.number)) return;
    one.pause = std::min(2 * one.pause, kT2);
    one.again = now + one.pause;
  }
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    Target& target = targets_[i];
    if (target.due > now) continue;
    if (wants(sets_->state(i))) {
      if (!send(i, next_number_)) return;
      waiting_.push_back({next_number_++, i, now + settings_.timeout, now + kT1, kT1});
    }
    target.due += std::chrono::seconds(settings_.interval);
    if (target.due <= now) target.due = now + std::chrono::seconds(settings_.interval);
  }
}

void Prober::take_reply(std::uint64_t number, unsigned status, const Tell& tell) {
  if (status < 200) return;
  const auto one = std::find_if(waiting_.begin(), waiting_.end(),
                                [&](const Waiting& w) { return w.number == number; });
  if (one == waiting_.end()) return;
  const std::size_t destination = one->destination;
  waiting_.erase(one);
  settle(destination, status, tell);
}

void Prober::settle(std::size_t destination, unsigned status, const Tell& tell) {
  const std::uint8_t before = sets_->state(destination);
  if ((before & kDestinationDisabled) != 0) return;
  const unsigned code = status == 0 ? kTimedOut : status;
  const bool lives = std::any_of(
      settings_.accepted.begin(), settings_.accepted.end(),
      [&](const CodeRange& range) { return code >= range.first && code <= range.last; });
  const std::uint8_t now = after(before, lives, targets_[destination].in_a_row);
  if (now == before) return;
  sets_->set_state(destination, now);
  tell({destination, before, now, status});
}

std::uint8_t Prober::after(std::uint8_t state, bool lives, std::uint32_t& in_a_row) const noexcept {
  const bool inactive = (state & kDestinationInactive) != 0;
  const auto with = [](int bits, bool probing) {
    return static_cast<std::uint8_t>(bits | (probing ? kDestinationProbing : 0));
  };
  if (lives) {
    if (inactive && ++in_a_row < settings_.successes) return state;
    in_a_row = 0;
    const bool stays =
        settings_.mode == ProbingMode::kAll || settings_.mode == ProbingMode::kFlagged;
    return with(0, stays);
  }
  const bool probing = settings_.mode != ProbingMode::kFlaggedOnce;
  if (inactive || ++in_a_row >= settings_.failures) {
    in_a_row = 0;
    return with(kDestinationInactive, probing);
  }
  return with(kDestinationTrying, probing);
}

void Prober::set_state(std::size_t destination, std::uint8_t state) {
  sets_->set_state(destination, state);
  targets_[destination].in_a_row = 0;
  std::erase_if(waiting_, [&](const Waiting& one) { return one.destination == destination; });
}

}  // namespace weir::control::dispatcher
