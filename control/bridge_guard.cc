#include "control/bridge_guard.h"

#include "routes/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <limits>
#include <string_view>

namespace weir::control {
namespace {

using dataplane::guard::GuardSizes;
using dataplane::guard::MethodGroup;
using dataplane::guard::Parameters;
using routes::Setting;

// A module parameter that is a number of the guard.
struct Number {
  std::string_view module;
  std::string_view name;
  std::uint32_t Parameters::*member;
  std::uint32_t least;
};

constexpr auto kNumbers = std::to_array<Number>({
    {"guard", "source_rate", &Parameters::source_rate, 0},
    {"guard", "prefix_rate", &Parameters::prefix_rate, 0},
    {"guard", "prefix_burst", &Parameters::prefix_burst, 0},
    {"guard", "trusted_burst", &Parameters::trusted_burst, 0},
    {"guard", "foreign_rate", &Parameters::foreign_rate, 0},
    {"guard", "foreign_burst", &Parameters::foreign_burst, 0},
    {"guard", "peer_burst", &Parameters::peer_burst, 0},
    {"guard", "emergency_rate", &Parameters::emergency_rate, 0},
    {"guard", "reply_rate", &Parameters::reply_rate, 0},
    {"guard", "ban_limit", &Parameters::ban_limit, 1},
    {"guard", "ban_excess", &Parameters::ban_excess, 1},
    {"guard", "proved_seconds", &Parameters::proved_seconds, 1},
    {"guard", "source_burst", &Parameters::source_burst, 0},
    {"guard", "stranger_rate", &Parameters::stranger_rate, 0},
    {"guard", "stranger_burst", &Parameters::stranger_burst, 0},
    {"guard", "peer_rate", &Parameters::peer_rate, 0},
    {"guard", "trusted_rate", &Parameters::trusted_rate, 0},
    {"guard", "keepalive_rate", &Parameters::keepalive_rate, 0},
    {"guard", "ban_seconds", &Parameters::ban_seconds, 1},
    {"guard", "trust_seconds", &Parameters::trust_seconds, 1},
    {"guard", "scan_limit", &Parameters::scan_limit, 0},
    {"pike", "sampling_time_unit", &Parameters::pike_unit, 1},
    {"pike", "reqs_density_per_unit", &Parameters::pike_density, 1},
    {"pike", "remove_latency", &Parameters::pike_latency, 1},
});

// A budget of all strangers for one kind of request.
struct MethodRate {
  std::string_view name;
  MethodGroup group;
};

constexpr auto kMethodRates = std::to_array<MethodRate>({
    {"invite_rate", MethodGroup::kInvite},
    {"options_rate", MethodGroup::kOptions},
    {"other_rate", MethodGroup::kOther},
    {"register_rate", MethodGroup::kRegister},
});

struct Flag {
  std::string_view name;
  bool Parameters::*member;
};

constexpr auto kFlags = std::to_array<Flag>({
    {"stranger_always", &Parameters::stranger_always},
    {"refuse_foreign_dialogs", &Parameters::refuse_foreign_dialogs},
    {"observe", &Parameters::observe},
});

std::string place(const Setting& setting) {
  return fmt::format("{}:{}: modparam(\"{}\", \"{}\")", setting.file, setting.line, setting.module,
                     setting.name);
}

// What control itself goes by.
struct EventNumber {
  std::string_view name;
  std::uint32_t GuardSettings::*member;
  std::uint32_t least;
};

constexpr auto kEventNumbers = std::to_array<EventNumber>({
    {"ban_events", &GuardSettings::ban_events, 0},
    {"flood_rate", &GuardSettings::flood_rate, 0},
    {"flood_seconds", &GuardSettings::flood_seconds, 1},
    {"scan_ban", &GuardSettings::scan_ban, 0},
    {"scan_half_life", &GuardSettings::scan_half_life, 1},
});

// Memory taken at start.
struct SizeNumber {
  std::string_view name;
  std::uint32_t GuardSizes::*member;
};

constexpr auto kSizeNumbers = std::to_array<SizeNumber>({
    {"addresses", &GuardSizes::addresses},
    {"flows", &GuardSizes::flows},
    {"sources", &GuardSizes::sources},
});
constexpr std::uint32_t kLeastSize = 1024;
constexpr std::uint32_t kMostSize = 1u << 28;

// Reads one into `value`; the text returned is an error or empty.
std::string read_number(const routes::Settings& settings, std::string_view module,
                        std::string_view name, std::uint32_t least, std::uint32_t& value) {
  const Setting* const found = settings.find_parameter(module, name);
  if (found == nullptr) return {};
  if (!found->is_number || found->number < least ||
      found->number > std::numeric_limits<std::int32_t>::max()) {
    return fmt::format("{} must be a number, {} or more\n", place(*found), least);
  }
  value = static_cast<std::uint32_t>(found->number);
  return {};
}

std::string read_numbers(const routes::Settings& settings, GuardSettings& guard) {
  Parameters& parameters = guard.parameters;
  std::string errors;
  for (const Number& number : kNumbers) {
    errors +=
        read_number(settings, number.module, number.name, number.least, parameters.*number.member);
  }
  for (const MethodRate& rate : kMethodRates) {
    errors += read_number(settings, "guard", rate.name, 0,
                          parameters.method_rate[static_cast<std::size_t>(rate.group)]);
  }
  for (const SizeNumber& number : kSizeNumbers) {
    errors += read_number(settings, "guard", number.name, kLeastSize, guard.sizes.*number.member);
    if (guard.sizes.*number.member <= kMostSize) continue;
    errors += fmt::format("{} must be {} or less\n",
                          place(*settings.find_parameter("guard", number.name)), kMostSize);
  }
  for (const EventNumber& number : kEventNumbers) {
    errors += read_number(settings, "guard", number.name, number.least, guard.*number.member);
  }
  for (const Flag& flag : kFlags) {
    const Setting* const found = settings.find_parameter("guard", flag.name);
    if (found == nullptr) continue;
    if (!found->is_number || (found->number != 0 && found->number != 1)) {
      errors += fmt::format("{} must be 0 or 1\n", place(*found));
      continue;
    }
    parameters.*flag.member = found->number == 1;
  }
  return errors;
}

std::string read_emergency_numbers(const routes::Settings& settings, Parameters& parameters) {
  std::string errors;
  std::size_t used = 0;
  for (const Setting& setting : settings.parameters) {
    if (setting.module != "guard" || setting.name != "emergency_number") continue;
    if (used == parameters.emergency_numbers.size()) {
      return errors + fmt::format("{}: more than {} numbers\n", place(setting), used);
    }
    if (!parse_emergency_number(setting.text, parameters.emergency_numbers[used++])) {
      errors += fmt::format("{}: '{}' is no number: write up to 15 of 0-9 + * #\n", place(setting),
                            setting.text);
    }
  }
  return errors;
}

// "loss", "rate" or both with a comma.
std::string read_overload(const routes::Settings& settings, Parameters& parameters) {
  const Setting* const found = settings.find_parameter("guard", "overload_control");
  if (found == nullptr || found->text.empty()) return {};
  const std::string_view text = found->text;
  parameters.overload_loss = text == "loss" || text == "loss,rate" || text == "rate,loss";
  parameters.overload_rate = text == "rate" || text == "loss,rate" || text == "rate,loss";
  if (parameters.overload_control()) return {};
  return fmt::format("{}: '{}' is none: write loss, rate or loss,rate\n", place(*found), text);
}

std::string read_address_file(const routes::Settings& settings, GuardSettings& guard) {
  const Setting* const found = settings.find_parameter("permissions", "address_file");
  if (found == nullptr) return {};
  const auto text = routes::load_file(found->text);
  if (!text) {
    return fmt::format(
        "{}: cannot read '{}': make it, readable to us, with lines of GROUP ADDRESS "
        "MASK PORT TAG\n",
        place(*found), found->text);
  }
  std::string errors;
  for (const auto& error : dataplane::guard::parse_address_list(*text, guard.addresses)) {
    errors += fmt::format("{}:{}: {}\n", found->text, error.line, error.message);
  }
  return errors;
}

// Peers named one by one, and the groups of the address file that are peers.
std::string read_peers(const routes::Settings& settings, GuardSettings& guard) {
  std::string errors;
  for (const Setting& setting : settings.parameters) {
    if (setting.module != "guard") continue;
    if (setting.name == "peer") {
      dataplane::guard::PeerEntry entry;
      if (dataplane::guard::parse_peer(setting.text, entry)) {
        guard.peers.push_back(entry);
      } else {
        errors += fmt::format("{}: '{}' is no peer: write ADDRESS[/LENGTH][:PORT]\n",
                              place(setting), setting.text);
      }
    }
    if (setting.name != "peer_group") continue;
    std::size_t members = 0;
    for (const dataplane::guard::AddressEntry& entry : guard.addresses) {
      if (static_cast<std::int64_t>(entry.group) != setting.number) continue;
      guard.peers.push_back({entry.prefix, entry.port});
      ++members;
    }
    if (members == 0 && settings.find_parameter("permissions", "address_file") == nullptr) {
      errors += fmt::format(
          "{}: there are no groups: name their file with modparam(\"permissions\""
          ", \"address_file\", PATH)\n",
          place(setting));
    }
  }
  return errors;
}

std::string read_denied(const routes::Settings& settings, GuardSettings& guard) {
  std::string errors;
  for (const Setting& setting : settings.parameters) {
    if (setting.module != "guard") continue;
    if (setting.name == "deny") {
      const auto prefix = sip::parse_prefix(setting.text);
      if (prefix) {
        guard.denied.push_back(*prefix);
      } else {
        errors += fmt::format("{}: '{}' is no prefix: write ADDRESS[/LENGTH]\n", place(setting),
                              setting.text);
      }
    }
    if (setting.name != "deny_file") continue;
    lists::Feed feed;
    std::string error;
    if (!lists::parse_feed_spec(setting.text, feed.spec, error)) {
      errors += fmt::format("{}: {}\n", place(setting), error);
    } else if (!lists::load_feed(feed, error)) {
      errors += fmt::format("{}: {}: {}", place(setting), feed.spec.path, error);
    } else {
      guard.feeds.push_back(std::move(feed));
    }
  }
  return errors;
}

std::string read_signatures(const routes::Settings& settings, GuardSettings& guard) {
  const Setting* const found = settings.find_parameter("guard", "signatures");
  guard.signatures.read = std::time(nullptr);
  if (found == nullptr) return {};
  guard.signatures.path = found->text;
  std::string errors = load_signatures(guard.signatures);
  return errors.empty() ? errors : fmt::format("{}: {}", place(*found), errors);
}

}  // namespace

std::vector<dataplane::guard::PeerEntry> GuardSettings::all_peers() const {
  std::vector<dataplane::guard::PeerEntry> all = peers;
  for (const DestinationPeer& one : destinations) all.push_back(one.peer);
  return all;
}

std::string load_signatures(SignatureFile& file) {
  const auto text = routes::load_file(file.path);
  if (!text) {
    return fmt::format("cannot read '{}': make it, readable to us, as data/signatures.list is\n",
                       file.path);
  }
  dataplane::guard::SignatureList list;
  std::vector<dataplane::guard::SignatureError> errors =
      dataplane::guard::parse_signature_list(*text, list);
  std::shared_ptr<const dataplane::guard::SignatureSet> set;
  if (errors.empty()) set = dataplane::guard::SignatureSet::make(std::move(list), errors);
  std::string report;
  for (const auto& error : errors) {
    report += fmt::format("{}:{}: {}\n", file.path, error.line, error.message);
  }
  if (!report.empty()) return report;
  file.set = std::move(set);
  file.read = std::time(nullptr);
  return {};
}

std::vector<dataplane::guard::DenyEntry> GuardSettings::all_denied(std::int64_t now) {
  using dataplane::guard::Denial;
  std::vector<dataplane::guard::DenyEntry> all;
  const auto add = [&all](const std::vector<sip::Prefix>& prefixes, Denial why) {
    for (const sip::Prefix& prefix : prefixes) all.push_back({prefix, why});
  };
  add(denied, Denial::kList);
  for (lists::Feed& feed : feeds) {
    feed.ignored = feed.expired(now);
    if (!feed.ignored) add(feed.prefixes, Denial::kList);
  }
  add(geo.denied, Denial::kGeoip);
  return all;
}

std::string read_guard_settings(const routes::Image& image, GuardSettings& guard) {
  const routes::Settings& settings = image.settings();
  std::string errors = read_numbers(settings, guard);
  guard.parameters.ban_gate = image.ban_gate() != routes::BanGate::kNone;
  errors += read_address_file(settings, guard);
  errors += read_overload(settings, guard.parameters);
  errors += read_emergency_numbers(settings, guard.parameters);
  errors += read_peers(settings, guard);
  errors += read_denied(settings, guard);
  const std::string geo_errors = lists::read_geo_settings(settings, guard.geo);
  errors += geo_errors.empty() ? lists::load_geo(guard.geo) : geo_errors;
  errors += read_signatures(settings, guard);
  return errors;
}

void add_destinations(const routes::Image& image, GuardSettings& guard) {
  constexpr std::uint8_t kHost = 128;
  const routes::DispatchSets& sets = image.data().dispatch.sets;
  const auto add = [&](const routes::DispatchSet& set, const routes::Destination& one,
                       const sip::Address& address) {
    guard.destinations.push_back({{{address, kHost}, one.port}, set.id, one.uri});
  };
  for (const routes::DispatchSet& set : sets.sets()) {
    for (const routes::Destination& one : set.destinations) {
      if (one.address) add(set, one, *one.address);
    }
  }
  for (const routes::DispatchSets::AddressKey& key : sets.named()) {
    if (!key.address.is_unspecified()) add(sets.set_of(key), sets.at(key), key.address);
  }
}

bool believes(const dataplane::Lesson& lesson, std::span<const sip::Endpoint> targets,
              const dataplane::guard::AddressList* addresses) {
  if (lesson.teacher_class == dataplane::SourceClass::kPeer) return true;
  const sip::Endpoint& teacher = lesson.teacher;
  if (std::find(targets.begin(), targets.end(), teacher) != targets.end()) return true;
  return addresses != nullptr && addresses->group_of(teacher.address, teacher.port) >= 0;
}

dataplane::guard::GuardCommand answer_to(const dataplane::Lesson& lesson,
                                         const Parameters& parameters) {
  using dataplane::guard::GuardCommand;
  const std::uint32_t seconds = std::min(lesson.seconds, parameters.trust_seconds);
  return seconds == 0 ? GuardCommand::distrust(lesson.source)
                      : GuardCommand::trust(lesson.source, seconds);
}

}  // namespace weir::control
