// Selects: SER's @words, each another spelling of a pseudo-variable.
#include "routes/select.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace weir::routes {
namespace {

// A path, where * is any one word, and the variable with the same value, where * is that word and
// # the index that stood behind the first word, counted from 0.
struct SelectRow {
  std::string_view path;
  std::string_view variable;
};

constexpr SelectRow kSelects[] = {
    {"method", "$rm"},
    {"ruri", "$ru"},
    {"ruri.user", "$rU"},
    {"ruri.host", "$rd"},
    {"ruri.port", "$rp"},
    {"ruri.type", "$rz"},
    {"dst_uri", "$du"},
    {"from", "$hdr(From)"},
    {"from.uri", "$fu"},
    {"from.uri.user", "$fU"},
    {"from.uri.host", "$fd"},
    {"from.name", "$fn"},
    {"from.tag", "$ft"},
    {"from.params.*", "$(hdr(From){tobody.params}{param.value,*})"},
    {"to", "$hdr(To)"},
    {"to.uri", "$tu"},
    {"to.uri.user", "$tU"},
    {"to.uri.host", "$td"},
    {"to.name", "$tn"},
    {"to.tag", "$tt"},
    {"to.params.*", "$(hdr(To){tobody.params}{param.value,*})"},
    {"contact", "$ct"},
    {"contact.uri", "$ctu"},
    {"contact.name", "$(ct{tobody.display})"},
    {"contact.expires", "$(ct{tobody.params}{param.value,expires})"},
    {"contact.q", "$(ct{tobody.params}{param.value,q})"},
    {"contact.params.*", "$(ct{tobody.params}{param.value,*})"},
    {"via", "$(hfl(Via)[#])"},
    {"via.host", "$(via0(host)[#])"},
    {"via.port", "$(via0(port)[#])"},
    {"via.branch", "$(via0(branch)[#])"},
    {"via.received", "$(via0(received)[#])"},
    {"via.transport", "$(via0(proto)[#])"},
    {"via.name", "$(hfl(Via)[#]{s.select,0,/})"},
    {"via.version", "$(hfl(Via)[#]{s.select,1,/})"},
    {"via.params.*", "$(hfl(Via)[#]{param.value,*})"},
    {"call_id", "$ci"},
    {"cseq", "$csb"},
    {"cseq.num", "$cs"},
    {"cseq.method", "$rm"},
    {"max_forwards", "$hdr(Max-Forwards)"},
    {"content_length", "$hdr(Content-Length)"},
    {"content_type", "$cT"},
    {"expires", "$hdr(Expires)"},
    {"user_agent", "$ua"},
    {"subject", "$hdr(Subject)"},
    {"organization", "$hdr(Organization)"},
    {"priority", "$hdr(Priority)"},
    {"event", "$hdr(Event)"},
    {"record_route", "$hdr(Record-Route)"},
    {"rpid", "$hdr(Remote-Party-ID)"},
    {"rpid.uri", "$re"},
    {"body", "$rb"},
    {"msg", "$mb"},
    {"msg.first_line", "$(mb{line.at,0})"},
    {"msg.type", "$mt"},
    {"msg.len", "$ml"},
    {"msg.body", "$rb"},
    {"msg.header.*", "$hdr(*)"},
    {"hf_value.*", "$(hdr(*)[*]{re.subst,/[ \t]*,[ \t]*/,/g})"},
    {"src.ip", "$si"},
    {"src.port", "$sp"},
    {"src.ip_port", "$_s($siz:$sp)"},
    {"dst.ip", "$Ri"},
    {"dst.port", "$Rp"},
    {"dst.ip_port", "$_s($Ri:$Rp)"},
    {"received.ip", "$Ri"},
    {"received.port", "$Rp"},
    {"received.proto", "$proto"},
    {"received.ip_port", "$_s($Ri:$Rp)"},
    {"received.proto_ip_port", "$Ras"},
};

// What may stand behind a path whose value is a URI.
constexpr SelectRow kUriParts[] = {
    {".user", "{uri.user}"},     {".pwd", "{uri.passwd}"},  {".host", "{uri.host}"},
    {".port", "{uri.port}"},     {".type", "{uri.scheme}"}, {".params.*", "{uri.param,*}"},
    {".params", "{uri.params}"},
};

constexpr std::array<std::string_view, 5> kUriPaths = {"ruri", "from.uri", "to.uri", "contact.uri",
                                                       "rpid.uri"};

// Other names of the first word.
constexpr SelectRow kShort[] = {
    {"f", "from"}, {"t", "to"}, {"m", "contact"}, {"v", "via"}, {"remote_party_id", "rpid"},
};

struct Path {
  std::string text;   // without index and quotes
  std::string index;  // of the first word, from 0
  bool valid = true;
};

// Splits off the index of the first word, and writes ["X-Name"] as .X-Name.
Path read_path(std::string_view text) {
  Path path;
  while (!text.empty()) {
    if (text.front() != '[') {
      path.text += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find(']');
    path.valid = path.valid && end != text.npos;
    if (!path.valid) break;
    const std::string_view inside = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (inside.size() > 1 && inside.front() == '"') {
      path.text += "." + std::string(inside.substr(1, inside.size() - 2));
      continue;
    }
    const bool first = path.text.find('.') == std::string::npos && path.index.empty();
    const bool negative = inside.starts_with('-');
    const std::string_view digits = inside.substr(negative ? 1 : 0);
    path.valid = first && !digits.empty() && digits.size() < 4 &&
                 digits.find_first_not_of("0123456789") == digits.npos && digits != "0";
    if (!path.valid) break;
    path.index =
        negative ? std::string(inside) : std::to_string(std::stoi(std::string(digits)) - 1);
  }
  return path;
}

// The word that stands where the pattern has its *, or nothing when the path is another.
std::optional<std::string_view> matched(std::string_view path, std::string_view pattern) {
  if (!pattern.ends_with('*'))
    return path == pattern ? std::optional(path.substr(0, 0)) : std::nullopt;
  pattern.remove_suffix(1);
  const bool same = path.size() > pattern.size() && path.starts_with(pattern) &&
                    path.find('.', pattern.size()) == path.npos;
  return same ? std::optional(path.substr(pattern.size())) : std::nullopt;
}

std::string filled(std::string_view pattern, std::string_view word, std::string_view index) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '#') {
      text += index;
    } else if (pattern[i] == '*' && (i == 0 || pattern[i - 1] != '[') &&
               (i + 1 == pattern.size() || pattern[i + 1] == ')' || pattern[i + 1] == '}')) {
      text += word;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

std::string select_variable(std::string_view select) {
  Path path = read_path(select);
  if (!path.valid) return {};
  for (const SelectRow& row : kShort) {
    const std::string_view text = path.text;
    if (text == row.path || text.starts_with(std::string(row.path) + ".")) {
      path.text.replace(0, row.path.size(), row.variable);
      break;
    }
  }
  const std::string_view index = path.index.empty() ? std::string_view("0") : path.index;
  for (const SelectRow& row : kSelects) {
    const auto word = matched(path.text, row.path);
    if (!word) continue;
    const bool indexed = row.variable.find('#') != row.variable.npos;
    if (!indexed && !path.index.empty()) return {};
    std::string name(*word);
    const bool header = row.path == "msg.header.*" || row.path == "hf_value.*";
    if (header) std::replace(name.begin(), name.end(), '_', '-');
    return filled(row.variable, name, index);
  }
  if (!path.index.empty()) return {};
  for (const std::string_view uri : kUriPaths) {
    if (!path.text.starts_with(uri)) continue;
    for (const SelectRow& part : kUriParts) {
      const auto word = matched(std::string_view(path.text).substr(uri.size()), part.path);
      if (!word) continue;
      std::string variable = select_variable(uri);  // "$fu"
      return "$(" + variable.substr(1) + filled(part.variable, *word, {}) + ")";
    }
  }
  return {};
}

}  // namespace weir::routes
