// Messages out of a stream of choices, and what a script reads of them, known because they were
// put together here and not because somebody parsed them.
#pragma once

#include "tests/routes/interpreter.h"

#include <functional>
#include <iterator>
#include <map>
#include <string>

namespace weir::routes::testing {

// A number below `count`.
using Pick = std::function<unsigned(unsigned count)>;

// What programs read of a message.
inline constexpr const char* kMessageVariables[] = {
    "$rU", "$rd", "$fU", "$fd", "$ft", "$tU", "$ci", "$ua", "$rm", "$cs", "$hdr(X-A)", "$hdr(x-b)",
};

// Texts that messages hold and programs compare with.
inline constexpr const char* kWords[] = {
    "alice",   "bob",   "carol", "a.c",      "abc",         "xxx",  "friendly-scanner", "sipcli/1",
    "phone/1", "ALICE", "007",   "edge.org", "example.org", "zero", "INVITE",           "5",
};

struct MadeMessage {
  std::string text;
  bool is_request = true;
  std::string method;                   // of the CSeq
  std::map<std::string, Datum> values;  // by name, as in kMessageVariables; missing: null
};

inline std::string pick_word(const Pick& pick) { return kWords[pick(std::size(kWords))]; }

// A request, or a reply to one; all fields that RFC 3261 section 8.1.1 asks for are there.
inline MadeMessage make_message(const Pick& pick) {
  static constexpr const char* kMethods[] = {"INVITE", "BYE", "OPTIONS", "REGISTER"};
  MadeMessage made;
  made.is_request = pick(3) != 0;
  made.method = kMethods[pick(std::size(kMethods))];
  auto& values = made.values;
  const auto text = [](std::string value) { return Datum{true, 0, std::move(value)}; };
  // The user and host of a URI, of which a user may be missing.
  const auto uri = [&](const char* user_name, const char* host_name) {
    const bool with_user = pick(4) != 0;
    const std::string user = pick_word(pick);
    const std::string host = pick(2) == 0 ? "example.org" : "edge.org";
    if (with_user && user_name != nullptr) values[user_name] = text(user);
    if (host_name != nullptr) values[host_name] = text(host);
    return "sip:" + (with_user ? user + "@" : "") + host;
  };
  if (made.is_request) {
    made.text = made.method + " " + uri("$rU", "$rd") + " SIP/2.0\r\n";
  } else {
    made.text = "SIP/2.0 200 OK\r\n";
  }
  made.text += "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n";
  if (!made.is_request) made.text += "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKtheirs\r\n";
  values["$ft"] = text(pick_word(pick));
  made.text += "From: <" + uri("$fU", "$fd") + ">;tag=" + values["$ft"].text + "\r\n";
  made.text += "To: <" + uri("$tU", nullptr) + ">" + (made.is_request ? "" : ";tag=x") + "\r\n";
  values["$ci"] = text(pick_word(pick));
  values["$rm"] = text(made.method);
  values["$cs"] = text(std::to_string(pick(3)));
  made.text += "Call-ID: " + values["$ci"].text + "\r\nCSeq: " + values["$cs"].text + " " +
               made.method + "\r\nMax-Forwards: 70\r\n";
  const auto header = [&](const char* name, const char* key) {
    if (pick(3) == 0) return;
    values[key] = text(pick_word(pick));
    made.text += std::string(name) + ": " + values[key].text + "\r\n";
  };
  header("User-Agent", "$ua");
  header("X-A", "$hdr(X-A)");
  header("X-B", "$hdr(x-b)");
  made.text += "Content-Length: 0\r\n\r\n";
  return made;
}

}  // namespace weir::routes::testing
