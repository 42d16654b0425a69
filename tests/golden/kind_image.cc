// Inputs: ```script, ```file PATH for what module parameters name, and for flows ```message blocks,
// run one after the other.
#include "routes/disassemble.h"
#include "sip/reply.h"
#include "sip/via_fix.h"
#include "tests/golden/golden.h"
#include "tests/routes/test_host.h"

#include <optional>
#include <string>

namespace weir::golden {
namespace {

using routes::testing::Bench;

std::string with_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string without_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  return out;
}

// The reply as it would go out; the To tag depends on the bench's fixed key.
std::string reply_text(const Bench& bench, const routes::testing::Recorded& done, std::size_t i) {
  sip::ReplySpec spec;
  spec.code = static_cast<unsigned>(std::stoi(done.replies[i]));
  spec.reason = std::string_view(done.replies[i]).substr(4);
  spec.extra_headers = done.headers[i];
  spec.to_tag = done.tags[i];
  const auto top = bench.message().top_via();
  if (top) spec.via_fix = sip::make_via_fix(**top, {sip::Address::v4(0xc6336401), 5062}, false);
  std::string out(4096, '\0');
  const auto size = sip::build_reply(bench.message(), spec, out);
  return size ? without_line_ends(out.substr(0, *size)) : "(no reply can be built)\n";
}

// What forwarding would send, without the plane's own Via; the branch stands apart.
std::string forward_text(Bench& bench, const std::string& to) {
  std::string text = "forwarded to " + to;
  const auto top = bench.message().top_via();
  if (top) {
    const auto reply_to = sip::reply_destination(
        **top, sip::make_via_fix(**top, {sip::Address::v4(0xc6336401), 5062}, false));
    const auto branch = sip::make_branch(bench.keys(), bench.message(), reply_to,
                                         sip::BranchFlags::kNone, sip::Address::v4(0xc6336402));
    if (branch) text += " with branch " + std::string(branch->view());
  }
  std::string out(4096, '\0');
  const auto size = bench.notes().edits.apply(bench.message().raw(), out);
  text += "\n" + (size ? without_line_ends(out.substr(0, *size)) : "(does not apply)");
  return text.ends_with('\n') ? text : text + '\n';
}

// Gives the ```file blocks of a case.
routes::FileLoader loader_of(const Case& one) {
  return [&one](const std::string& path) -> std::optional<std::string> {
    for (const Block& block : one.inputs) {
      if (block.kind == "file" && block.argument == path) return block.text;
    }
    return std::nullopt;
  };
}

}  // namespace

std::string make_disassembly(const Case& one) {
  std::string problems;
  const auto image = routes::testing::compile_text(std::string(one.input("script")), &problems);
  return image ? routes::disassemble(*image) : problems;
}

std::string make_refusals(const Case& one) {
  std::string problems;
  const auto image = routes::testing::compile_text(std::string(one.input("script")), &problems,
                                                   nullptr, loader_of(one));
  return image ? "no complaints\n" : problems;
}

std::string make_flow(const Case& one) {
  Bench bench(std::string(one.input("script")), nullptr, loader_of(one));
  if (!bench.ok()) return bench.problems();
  std::string text;
  for (const Block& block : one.inputs) {
    if (block.kind != "message") continue;
    bench.recorded() = {};
    const routes::RunResult result =
        bench.run(with_line_ends(block.text), block.text.starts_with("SIP/2.0 ")
                                                  ? routes::RouteKind::kReply
                                                  : routes::RouteKind::kRequest);
    const routes::testing::Recorded& done = bench.recorded();
    for (const std::string& line : done.logs) text += "logged " + line + "\n";
    for (std::size_t i = 0; i < done.replies.size(); ++i) {
      text += "answered\n" + reply_text(bench, done, i);
    }
    for (const std::string& order : done.orders) text += "told the guard " + order + "\n";
    for (const std::string& sent : done.datagrams) text += "sent " + sent + "\n";
    for (const std::string& to : done.forwards) text += forward_text(bench, to);
    for (const std::string& how : done.passed_on) text += "reply forwarded " + how + "\n";
    if (done.replies.empty() && done.forwards.empty() && done.passed_on.empty())
      text += "nothing sent\n";
    if (result.stop == routes::RunResult::Stop::kDropped) text += "dropped\n";
  }
  return text;
}

}  // namespace weir::golden
