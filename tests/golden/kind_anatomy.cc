// Input: ```message, one SIP message; "\xHH" in it stands for that byte.
#include "sip/anatomy.h"
#include "tests/golden/golden.h"

#include <memory>
#include <string>

namespace weir::golden {
namespace {

// As it is on the wire.
std::string on_the_wire(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\\x" && i + 4 <= text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 2, 2)), nullptr, 16));
      i += 3;
      continue;
    }
    if (text[i] == '\n') out += '\r';
    out += text[i];
  }
  return out;
}

}  // namespace

std::string make_anatomy(const Case& one) {
  const std::string text = on_the_wire(one.input("message"));
  const auto message = std::make_unique<sip::MessageView>();
  const sip::Error error = message->parse(text);
  if (message->raw().empty()) static_cast<void>(message->salvage(text));
  std::string out(std::size_t{1} << 18, '\0');
  const auto size = sip::print_anatomy(*message, sip::judge(error, *message, {}), out);
  return size ? out.substr(0, *size) : "(does not fit)\n";
}

}  // namespace weir::golden
