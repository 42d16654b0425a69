// One lcore's work on kernel sockets without EAL or a thread: the test runs the turns itself, so
// that nothing has to be waited for.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataplane/lcore.h"
#include "dataplane/plane_state.h"
#include "dataplane/stage_route.h"
#include "routes/compile.h"
#include "routes/parser.h"
#include "tests/dataplane/udp.h"

namespace weir::dataplane::test {

// The lines, each with its CRLF, and the empty line that ends the fields.
inline std::string message(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) {
    text += line;
    text += "\r\n";
  }
  return text + "\r\n";
}

// A request as a phone sends it from `via` ("HOST:PORT;params").
inline std::string request(std::string_view method, std::string_view uri, std::string_view via,
                           std::string_view more = {}) {
  std::string text;
  text.append(method).append(" ").append(uri).append(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
  text.append(via).append("\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.net>;tag=a1\r\n");
  text.append("To: <sip:bob@example.net>\r\nCall-ID: c1@example.net\r\nCSeq: 7 ");
  text.append(method == "CANCEL" || method == "ACK" ? std::string_view("INVITE") : method);
  if (method == "CANCEL" || method == "ACK") text.replace(text.size() - 6, 6, method);
  text.append("\r\n").append(more).append("Content-Length: 0\r\n\r\n");
  return text;
}

// The value of the first line called `name`; empty without one.
inline std::string field(const std::string& text, std::string_view name) {
  const std::string start = "\r\n" + std::string(name) + ": ";
  const std::size_t at = text.find(start);
  if (at == text.npos) return {};
  const std::size_t begin = at + start.size();
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

inline std::string start_line(const std::string& text) { return text.substr(0, text.find("\r\n")); }

// A reply that the next hop gives to what it received.
inline std::string reply_to(const std::string& got, std::string_view status,
                            std::string_view more = {}) {
  std::string text = "SIP/2.0 " + std::string(status) + "\r\n";
  for (std::size_t at = got.find("\r\n") + 2; at < got.size();) {
    const std::size_t end = got.find("\r\n", at);
    const std::string line = got.substr(at, end - at);
    if (line.empty()) break;
    for (const std::string_view name : {"Via", "From", "To", "Call-ID", "CSeq", "Record-Route"}) {
      if (line.starts_with(std::string(name) + ":")) text += line + "\r\n";
    }
    at = end + 2;
  }
  return text.append(more).append("Content-Length: 0\r\n\r\n");
}

inline std::unique_ptr<const routes::Image> compile_text(const std::string& script) {
  routes::Sources sources;
  routes::Diagnostics diagnostics;
  const routes::Script parsed =
      routes::parse_script_text(script, "test.cfg", {}, sources, diagnostics);
  std::optional<routes::Image> image;
  if (!diagnostics.has_errors()) image = routes::compile(parsed, sources, diagnostics);
  EXPECT_TRUE(image) << diagnostics.render(sources);
  if (!image) return nullptr;
  return std::make_unique<const routes::Image>(*std::move(image));
}

inline constexpr std::string_view kModules =
    "loadmodule \"sl.so\"\nloadmodule \"rr.so\"\nloadmodule \"pv.so\"\nloadmodule \"maxfwd.so\"\n"
    "loadmodule \"textops.so\"\nloadmodule \"textopsx.so\"\nloadmodule \"corex.so\"\n"
    "loadmodule \"siputils.so\"\nloadmodule \"xlog.so\"\n"
    "loadmodule \"htable.so\"\n";

inline sip::KeyRing test_keys() {
  sip::KeyRing keys;
  for (std::uint8_t i = 0; i < 16; ++i) keys.keys[0][i] = keys.keys[1][i] = i;
  keys.keys[1][0] = 99;
  return keys;
}

struct EdgeSettings {
  std::vector<sip::Address> listens = {localhost()};
  guard::Parameters guard;
};

class Edge {
 public:
  explicit Edge(const std::string& script, EdgeSettings settings = {}) {
    shared.frequency = Frequency{1'000'000'000};
    shared.keys = test_keys();
    shared.server = "sipweir test";
    std::vector<ListenSpec> specs;
    for (const sip::Address& address : settings.listens) specs.push_back({address, 0, "", 0, ""});
    shared.listens = make_listens(specs);
    auto port = std::make_unique<SocketPort>();
    EXPECT_EQ(port->open(shared.listens, 0, 1, 0, 1), "");
    sockets = port.get();
    shared.ports.push_back(std::move(port));
    name_sockets(shared, specs);
    guard::GuardSizes sizes;
    sizes.sources = sizes.prefixes = sizes.addresses = sizes.flows = 4096;
    auto guard = guard::Guard::make(shared.frequency, 7, settings.guard, sizes);
    guard->set_cookie_check(carries_cookie, &shared.keys);
    worker = std::make_unique<Worker>(0, shared, std::move(guard), 7, 100);
    sockets->attach(0, worker->counters);
    shared.grace.online(0);
    if (!script.empty()) publish(script);
  }

  void publish(const std::string& script) {
    Publication publication;
    publication.image = compile_text(std::string(kModules) + script);
    if (publication.image == nullptr) return;
    Problem problem;
    edition = make_edition(std::move(publication), tables, 7, problem);
    ASSERT_NE(edition, nullptr) << problem;
    program = std::make_unique<Program>(*edition);
    [[maybe_unused]] Program* const old = shared.programs.install(0, program.get());
  }

  sip::Endpoint at(std::size_t listen = 0) const {
    return {shared.listens[listen].address, shared.listens[listen].number};
  }
  std::string port(std::size_t listen = 0) const { return std::to_string(at(listen).port); }

  // Runs turns until `n` more packets have been received (they are answered and sent by then).
  void take(std::uint64_t n = 1) {
    const std::uint64_t until = worker->counters.received + n;
    while (worker->counters.received < until) {
      std::vector<pollfd> fds;
      for (const int fd : sockets->wait_fds(0)) fds.push_back({fd, POLLIN, 0});
      ASSERT_GT(poll(fds.data(), fds.size(), kPatience), 0) << "nothing came";
      run_turn(*worker);
    }
    EXPECT_EQ(worker->counters.account_difference(), 0);
  }

  const Counters& counters() const { return worker->counters; }
  std::uint64_t drops(DropReason reason) const {
    return worker->counters.drops[static_cast<std::size_t>(reason)];
  }

  // Takes what was told to control off the ring until one of `kind` comes; false when none does.
  bool next_lesson(Lesson::Kind kind, Lesson& lesson) {
    while (worker->lessons.try_pop(lesson)) {
      if (lesson.kind == kind) return true;
    }
    return false;
  }

  // Makes `address` a configured peer.
  void add_peer(const sip::Address& address) {
    lists = std::make_unique<guard::AccessLists>(std::vector<guard::PeerEntry>{{{address, 128}, 0}},
                                                 std::span<const guard::DenyEntry>(), 7);
    ASSERT_TRUE(worker->commands.try_push(guard::GuardCommand::publish(lists.get())));
  }

  Shared shared;
  tables::SharedTables tables;
  SocketPort* sockets = nullptr;
  std::unique_ptr<guard::AccessLists> lists;
  std::unique_ptr<Edition> edition;
  std::unique_ptr<Program> program;
  std::unique_ptr<Worker> worker;
};

}  // namespace weir::dataplane::test
