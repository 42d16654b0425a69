// A Host for tests: it records what a script asked for.
#pragma once

#include "routes/compile.h"
#include "routes/parser.h"
#include "routes/vm.h"
#include "routes/workspace.h"
#include "sip/message.h"
#include "sip/validate.h"

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes::testing {

inline std::optional<Image> compile_text(const std::string& text, std::string* problems = nullptr,
                                         const Image* older = nullptr,
                                         const FileLoader& load = load_file) {
  Sources sources;
  Diagnostics diagnostics;
  const Script script = parse_script_text(text, "test.cfg", {}, sources, diagnostics);
  std::optional<Image> image;
  if (!diagnostics.has_errors()) image = compile(script, sources, diagnostics, older, load);
  if (problems != nullptr) *problems = diagnostics.render(sources);
  return image;
}

// What a test looks at afterwards.
struct Recorded {
  std::vector<std::string> logs;
  std::vector<std::string> replies;           // "CODE REASON"
  std::vector<std::string> headers;           // of each reply
  std::vector<std::string> tags;              // To tags of each reply
  std::vector<std::string> forwards;          // "ADDRESS:PORT"
  std::vector<std::string> passed_on;         // replies: "as it is" or "as CODE REASON"
  std::map<std::string, std::string> tables;  // "ID/KEY" -> value
  std::map<std::string, bool> numbers;        // true: the value is an integer
  std::vector<std::string> myself = {"192.0.2.1", "edge.example.org"};
  std::vector<std::string> orders;     // to the guard: "KIND ADDRESS:PORT SECONDS"
  std::vector<std::string> datagrams;  // "ADDRESS:PORT TEXT"
  using Words = std::array<std::atomic<std::uint32_t>, 2>;
  std::shared_ptr<Words> words = std::make_shared<Words>();
  std::set<std::uint64_t> locks;
  sip::MessageView* message = nullptr;  // what adopt() changes
  int log_level = 2;
  int pike = 1;
  int group = -1;   // that all addresses are in, with
  std::string tag;  // that tag
  int next_random = 0;
};

inline Recorded& of(Execution& e) { return *static_cast<Recorded*>(e.host_self); }

inline std::string endpoint_text(const sip::Endpoint& endpoint) {
  std::array<char, sip::kEndpointText> text{};
  return std::string(text.data(), sip::format_endpoint(endpoint, text));
}

inline std::string key_of(TableId table, std::string_view key) {
  return std::to_string(table) + "/" + std::string(key);
}

inline Value table_value(Execution& e, const std::string& key) {
  const auto found = of(e).tables.find(key);
  if (found == of(e).tables.end()) return Value::null();
  std::int32_t number = 0;
  if (of(e).numbers[key] && text_to_int(found->second, number)) return Value::integer(number);
  return Value::of(e.arena->copy(found->second));
}

inline constexpr SocketNames kSockets[] = {
    {"192.0.2.1", 5060, sip::Transport::kUdp, "one", "", 0},
    {"192.0.2.2", 5060, sip::Transport::kUdp, "two", "198.51.100.7", 5070},
};

inline const Host& test_host() {
  static const Host bound = {
      .reply =
          [](Execution& e, const ReplyOrder& o) noexcept {
            of(e).replies.push_back(std::to_string(o.code) + " " + std::string(o.reason));
            of(e).headers.emplace_back(o.headers);
            of(e).tags.emplace_back(o.to_tag);
            return true;
          },
      .forward =
          [](Execution& e, const Target& t) noexcept {
            of(e).forwards.push_back(endpoint_text(t.to));
            return true;
          },
      .forward_reply =
          [](Execution& e, unsigned code, std::string_view reason) noexcept {
            of(e).passed_on.push_back(
                code == 0 ? "as it is" : "as " + std::to_string(code) + " " + std::string(reason));
            return true;
          },
      .send_copy = [](Execution&, const sip::Endpoint&) noexcept { return true; },
      .send_text =
          [](Execution& e, const sip::Endpoint& to, int, std::string_view text) noexcept {
            of(e).datagrams.push_back(endpoint_text(to) + " " + std::string(text));
            return true;
          },
      .adopt =
          [](Execution& e, std::string_view text) noexcept {
            sip::MessageView& message = *of(e).message;
            const std::string_view before = message.raw();
            if (message.parse(text) == sip::Error::kNone && sip::well_formed(message)) return true;
            static_cast<void>(message.parse(before));
            return false;
          },
      .lock =
          [](Execution& e, std::uint64_t name, bool) noexcept {
            of(e).locks.insert(name);
            return true;
          },
      .unlock = [](Execution& e,
                   std::uint64_t name) noexcept { return of(e).locks.erase(name) != 0; },
      .shared_word = [](Execution& e, SharedWord word) noexcept -> std::atomic<std::uint32_t>& {
        return (*of(e).words)[static_cast<std::size_t>(word)];
      },
      .resolve =
          [](Execution&, std::string_view host, sip::Address& address) noexcept {
            address = sip::Address::v4(0xc0000263);  // 192.0.2.99
            return host == "known.example.org";
          },
      .log =
          [](Execution& e, int level, int, std::string_view text) noexcept {
            of(e).logs.push_back(std::to_string(level) + " " + std::string(text));
          },
      .log_enabled = [](Execution& e, int level) noexcept { return level <= of(e).log_level; },
      .set_log_level = [](Execution& e,
                          const int* level) noexcept { of(e).log_level = level ? *level : 2; },
      .is_myself =
          [](Execution& e, std::string_view host, std::uint16_t port, const Transport*) noexcept {
            for (const std::string& name : of(e).myself) {
              if (name == host) return port == 0 || port == 5060;
            }
            return false;
          },
      .socket = [](Execution&, unsigned i) noexcept -> const SocketNames* {
        return i < std::size(kSockets) ? &kSockets[i] : nullptr;
      },
      .find_socket =
          [](Execution&, const sip::Endpoint& at) noexcept {
            if (at.address == sip::Address::v4(0xc0000201) && at.port == 5060) return 0;
            return at.address == sip::Address::v4(0xc0000202) && at.port == 5060 ? 1 : -1;
          },
      .find_socket_name =
          [](Execution&, std::string_view name) noexcept {
            return name == "one" ? 0 : name == "two" ? 1 : -1;
          },
      .pike = [](Execution& e, const sip::Address&) noexcept { return of(e).pike; },
      .guard_order =
          [](Execution& e, const GuardOrder& order) noexcept {
            static constexpr const char* kKinds[] = {"ban ", "unban ", "trust "};
            of(e).orders.push_back(kKinds[static_cast<std::size_t>(order.kind)] +
                                   endpoint_text(order.about) + " " +
                                   std::to_string(order.seconds));
            return true;
          },
      .guard_value =
          [](Execution&, GuardWord word) noexcept {
            if (word == GuardWord::kClass) return Value::of("stranger");
            return word == GuardWord::kRate ? Value::integer(7) : Value::null();
          },
      .table_get = [](Execution& e, TableId t,
                      std::string_view key) noexcept { return table_value(e, key_of(t, key)); },
      .table_set =
          [](Execution& e, TableId t, std::string_view key, const Value& value,
             std::int32_t) noexcept {
            const std::string at = key_of(t, key);
            of(e).tables[at] =
                value.is_int() ? std::to_string(value.number) : std::string(value.text);
            of(e).numbers[at] = value.is_int();
            return true;
          },
      .table_remove =
          [](Execution& e, TableId t, std::string_view key) noexcept {
            return of(e).tables.erase(key_of(t, key)) != 0;
          },
      .table_increment =
          [](Execution& e, TableId t, std::string_view key, std::int32_t step) noexcept {
            const std::string at = key_of(t, key);
            const Value sum = Value::integer(to_int(table_value(e, at)) + step);
            of(e).tables[at] = std::to_string(sum.number);
            of(e).numbers[at] = true;
            return sum;
          },
      .table_expires =
          [](Execution& e, TableId t, std::string_view key) noexcept {
            return table_value(e, key_of(t, key)).is_null() ? Value::null() : Value::integer(300);
          },
      .table_set_expires = [](Execution&, TableId, std::string_view,
                              std::int32_t) noexcept { return true; },
      .table_next =
          [](Execution& e, TableId table, std::uint64_t& cursor, std::string_view& key,
             Value& value) noexcept {
            const std::string prefix = std::to_string(table) + "/";
            std::uint64_t at = 0;
            for (const auto& [name, text] : of(e).tables) {
              if (!name.starts_with(prefix) || at++ < cursor) continue;
              cursor = at;
              key = e.arena->copy(std::string_view(name).substr(prefix.size()));
              value = table_value(e, name);
              return true;
            }
            return false;
          },
      .address_group =
          [](Execution& e, std::int32_t group, const sip::Address&, std::uint16_t,
             std::string_view& tag) noexcept {
            tag = of(e).tag;
            return group == of(e).group || group == -1 ? of(e).group : -1;
          },
  };
  return bound;
}

inline constexpr std::string_view kInvite =
    "INVITE sip:bob@192.0.2.1:5060;transport=udp SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1:5062;branch=z9hG4bKabc;rport\r\n"
    "From: \"Alice A\" <sip:alice@example.org>;tag=ft1\r\n"
    "To: <sip:bob@example.net>\r\n"
    "Call-ID: call-1@example.org\r\n"
    "CSeq: 17 INVITE\r\n"
    "Max-Forwards: 70\r\n"
    "Contact: <sip:alice@198.51.100.1:5062>\r\n"
    "User-Agent: phone/1\r\n"
    "X-List: a, b\r\n"
    "X-List: c\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 5\r\n"
    "\r\n"
    "hello";

// Runs scripts over one message at a time.
class Bench {
 public:
  explicit Bench(const std::string& script, const Image* older = nullptr,
                 const FileLoader& load = load_file)
      : image_(compile_text(script, &problems_, older, load)) {
    if (image_) workspace_ = std::make_unique<Workspace>(*image_);
    reception_.source = {sip::Address::v4(0xc6336401), 5062};  // 198.51.100.1
    reception_.destination = {sip::Address::v4(0xc0000201), 5060};
    reception_.wall_nanoseconds = 1700000000123456789;
    reception_.random_seed = 42;
    keys_.keys[0].fill(7);
  }

  bool ok() const { return image_.has_value(); }
  const std::string& problems() const { return problems_; }
  const Image& image() const { return *image_; }
  Recorded& recorded() { return recorded_; }
  Notes& notes() { return notes_; }
  Reception& reception() { return reception_; }
  const sip::MessageView& message() const { return message_; }
  Execution& execution() { return execution_; }
  sip::KeyRing& keys() { return keys_; }
  Arena& arena() { return arena_; }

  RunResult run(std::string_view datagram = kInvite, RouteKind kind = RouteKind::kRequest,
                int slot = 0) {
    begin(datagram);
    return go(kind, slot);
  }

  // The two halves of run(): between them the execution can be changed.
  void begin(std::string_view datagram = kInvite) {
    datagram_ = datagram;
    static_cast<void>(message_.parse(datagram_));
    begin_notes(*image_, notes_);
    arena_.reset();
    execution_ = {};
    execution_.image = &*image_;
    execution_.message = &message_;
    recorded_.message = &message_;
    received_ = reception_;
    execution_.reception = &received_;
    execution_.notes = &notes_;
    execution_.arena = &arena_;
    execution_.workspace = workspace_.get();
    execution_.host = &test_host();
    execution_.host_self = &recorded_;
    execution_.sending = sending_;
    execution_.keys = &keys_;
  }
  RunResult go(RouteKind kind = RouteKind::kRequest, int slot = 0) {
    return routes::run(execution_, kind, slot);
  }

  void set_sending(const Sending* sending) { sending_ = sending; }

 private:
  std::string problems_;
  std::optional<Image> image_;
  std::unique_ptr<Workspace> workspace_;
  std::string datagram_;
  sip::MessageView message_;
  sip::KeyRing keys_;
  Reception reception_;
  Reception received_;  // the same, which a script may change
  Notes notes_;
  std::array<char, 65536> buffer_{};
  Arena arena_{buffer_.data(), buffer_.size()};
  Recorded recorded_;
  Execution execution_;
  const Sending* sending_ = nullptr;
};

}  // namespace weir::routes::testing
