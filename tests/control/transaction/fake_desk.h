// A desk without a data plane: what would leave is noted, routes are functions of the test.
#pragma once

#include "control/transaction/engine.h"
#include "tests/routes/test_host.h"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace weir::control::transaction::testing {

inline constexpr std::string_view kScript =
    "loadmodule \"tm.so\"\nrequest_route { t_relay(); }\nfailure_route[F] { exit; }\n"
    "branch_route[B] { exit; }\n";

// A request of 198.51.100.1 with that branch.
inline std::string request(std::string_view method, std::string_view branch,
                           std::string_view more = {}) {
  std::string text(method);
  text.append(" sip:bob@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK");
  text.append(branch).append("\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.net>;tag=a1\r\n");
  text.append("To: <sip:bob@example.net>\r\nCall-ID: c1\r\nCSeq: 7 ").append(method);
  return text.append("\r\n").append(more).append("Content-Length: 0\r\n\r\n");
}

// What a callee answers to the request that it got.
inline std::string answer(const std::string& got, std::string_view status) {
  std::string text = "SIP/2.0 " + std::string(status) + "\r\n";
  std::size_t at = got.find("\r\n") + 2;
  while (at < got.size()) {
    const std::size_t end = got.find("\r\n", at);
    const std::string line = got.substr(at, end - at);
    if (line.empty()) break;
    for (const std::string_view name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
      if (!line.starts_with(std::string(name) + ":")) continue;
      text += line + (name == "To" ? ";tag=b2\r\n" : "\r\n");
    }
    at = end + 2;
  }
  return text + "Content-Length: 0\r\n\r\n";
}

class FakeDesk final : public Desk {
 public:
  struct Sent {
    std::string to;
    std::string bytes;
    std::string start() const { return bytes.substr(0, bytes.find("\r\n")); }
  };
  using Route = std::function<void(routes::Execution&)>;

  FakeDesk() : image_(*routes::testing::compile_text(std::string(kScript))), workspace_(image_) {
    keys_.keys[0].fill(7);
  }

  Engine* engine = nullptr;
  std::vector<Sent> sent;
  bool refuse = false;  // send_now() fails
  Route request_route;
  std::map<routes::RouteKind, Route> routes;  // of failure, branch, onreply, event
  routes::RunResult::Stop stop = routes::RunResult::Stop::kDone;  // of those
  int reply_routes = 0;

  // Takes a message as an lcore hands it over.
  void receive(const std::string& text, bool is_reply) {
    Message message = make(text);
    message.is_reply = is_reply;
    engine->handle(message);
    held_.pop_back();
  }

  std::vector<std::string> starts() const {
    std::vector<std::string> all;
    for (const Sent& one : sent) all.push_back(one.start());
    return all;
  }

  routes::RunResult run(Message& message, routes::RouteKind kind, int slot) override {
    if (kind == routes::RouteKind::kReply && slot == 0) {
      ++reply_routes;
      return {};
    }
    const auto route = routes.find(kind);
    if (route != routes.end()) route->second(held_of(message).execution);
    routes::RunResult result;
    result.stop = stop;
    return result;
  }
  routes::RunResult resume(Message& message) override {
    request_route(held_of(message).execution);
    return {};
  }
  routes::ScriptError build_request(Message& message, const routes::Target& target, unsigned number,
                                    Datagram& out) override {
    const sip::MessageView& request = message.job->message;
    std::string text(request.raw());
    text.replace(request.offset(request.request_uri()), request.request_uri().size(),
                 message.job->notes.current_uri(request));
    text.insert(text.find("\r\n") + 2,
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours" + std::to_string(++vias_) + "\r\n");
    static_cast<void>(number);
    out = {{0, {}, target.to}, text};
    return routes::ScriptError::kNone;
  }
  bool build_reply(Message& message, Datagram& out) override {
    std::string text(message.job->message.raw());
    const std::size_t via = text.find("Via: SIP/2.0/UDP 192.0.2.1");
    text.erase(via, text.find("\r\n", via) + 2 - via);
    out = {{}, text};
    return true;
  }
  bool passes_onsend(Message&, const Datagram&) override { return true; }
  bool forward_reply(Message& message) override {
    sent.push_back({"stateless", std::string(message.job->message.raw())});
    return true;
  }
  void send(const Hop& hop, std::string_view bytes) override {
    sent.push_back({routes::testing::endpoint_text(hop.to), std::string(bytes)});
  }
  bool send_now(const Hop& hop, std::string_view bytes) override {
    if (refuse) return false;
    send(hop, bytes);
    return true;
  }
  Message* open(std::string_view text, const routes::Reception&, std::uint8_t) override {
    opened_.push_back(make(std::string(text)));
    return &opened_.back();
  }
  void close(Message*) override {
    held_.pop_back();
    opened_.pop_back();
  }
  const routes::Image& image() const { return image_; }
  const sip::KeyRing& keys() const override { return keys_; }
  std::string_view server() const override { return "test"; }

 private:
  struct Held {
    routes::Job job;
    routes::testing::Recorded recorded;
    routes::Execution execution;
  };

  static Held& held_of(const Message& message) { return *static_cast<Held*>(message.item); }

  Message make(const std::string& text) {
    held_.emplace_back();
    Held& held = held_.back();
    routes::Job& job = held.job;
    EXPECT_EQ(job.message.parse(job.hold(text)), sip::Error::kNone);
    routes::begin_notes(image_, job.notes);
    job.reception.source = {sip::Address::v4(0xc6336401), 5060};
    held.execution.image = &image_;
    held.execution.message = &job.message;
    held.execution.reception = &job.reception;
    held.execution.notes = &job.notes;
    held.execution.arena = &job.arena;
    held.execution.workspace = &workspace_;
    held.execution.host = &routes::testing::test_host();
    held.execution.host_self = &held.recorded;
    held.execution.transactions = engine;
    Message message;
    message.job = &job;
    message.image = &image_;
    message.source_class = 4;
    message.item = &held;
    return message;
  }

  routes::Image image_;
  routes::Workspace workspace_;
  sip::KeyRing keys_;
  std::list<Held> held_;
  std::list<Message> opened_;
  unsigned vias_ = 0;
};

// An engine with its desk and its clock.
class Bench {
 public:
  Bench() {
    desk.engine = &engine;
    engine.configure(desk.image());
    desk.request_route = [this](routes::Execution& e) { result = engine.relay(e, order); };
  }

  // Lets time pass; timers run where they are due.
  void pass(int milliseconds) {
    for (int i = 0; i < milliseconds; i += 10) {
      now += Milliseconds(10);
      timers.run_until(now);
    }
  }

  Milliseconds now{1000};
  Timers timers{Milliseconds(1000)};
  FakeDesk desk;
  Engine engine{desk, timers, [this] { return now; }};
  routes::RelayOrder order;
  std::int32_t result = 0;
};

}  // namespace weir::control::transaction::testing
