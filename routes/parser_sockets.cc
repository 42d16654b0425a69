// The top level's lines with a form of their own: listen, alias, flags, modules.
#include "routes/parser_state.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::routes {

namespace {

constexpr auto kProtocols = std::to_array<std::string_view>({"udp", "tcp", "tls", "sctp"});

std::string to_lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool parse_port(std::string_view text, std::uint16_t& port) {
  std::uint32_t value = 0;
  if (text.empty() || text.size() > 5) return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value > UINT16_MAX) return false;
  port = static_cast<std::uint16_t>(value);
  return true;
}

}  // namespace

bool Parser::take_string(std::string_view after, Token& token) {
  if (peek().kind != TokenKind::kString) {
    return fail(peek(), "a string in quotes has to follow " + std::string(after) + ", not " +
                            describe(peek()));
  }
  token = take();
  return true;
}

// Whether the line goes on with another element of its list.
bool Parser::continues_list() {
  const Token& token = peek();
  if (token.line_start) return false;
  if (token.is_word("advertise") || token.is_word("name") || token.is_word("virtual")) return false;
  return token.kind == TokenKind::kIdentifier || token.kind == TokenKind::kNumber ||
         token.kind == TokenKind::kString || token.is("[") || token.is("(") || token.is(":");
}

// [protocol:]host[:port], where an IPv6 address may stand in brackets.
bool Parser::split_socket(const Word& word, std::string& protocol, std::string& host,
                          std::uint16_t& port) {
  const auto refuse = [&](std::string what, std::string advice) {
    diagnostics_.error(word.location, std::move(what), std::move(advice));
    return false;
  };
  constexpr std::string_view kForm = "the form is [protocol:]address[:port]";
  std::string_view rest = word.text;
  const std::size_t colon = rest.find(':');
  if (colon != rest.npos && colon > 0 && rest[0] != '[') {
    const std::string first = to_lower(std::string(rest.substr(0, colon)));
    const bool ipv6 = rest.find(':', colon + 1) != rest.npos && rest.find('[') == rest.npos &&
                      rest.find('.') == rest.npos;
    if (std::find(kProtocols.begin(), kProtocols.end(), first) != kProtocols.end()) {
      protocol = first;
      rest.remove_prefix(colon + 1);
    } else if (rest.find(':', colon + 1) != rest.npos && !ipv6) {
      std::string advice = did_you_mean(first, kProtocols);
      if (first == "ws" || first == "wss") advice = "WebSocket comes in by tcp and tls sockets";
      return refuse("\"" + first + "\" is no protocol of a socket", advice);
    }
  }
  std::string_view tail;
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == rest.npos) return refuse("this address has no \"]\"", std::string(kForm));
    host = rest.substr(1, close - 1);
    tail = rest.substr(close + 1);
  } else {
    const std::size_t first = rest.find(':');
    const bool one = first != rest.npos && first == rest.rfind(':');
    host = rest.substr(0, one ? first : rest.size());
    if (one) tail = rest.substr(first);
    if (!one && first != rest.npos && !protocol.empty()) {
      return refuse("an IPv6 address needs brackets here", "write it as in udp:[2001:db8::1]:5060");
    }
  }
  if (host.find_first_of("*/[]") != host.npos) {
    return refuse("\"" + host + "\" is no address and no name", std::string(kForm));
  }
  if (host.empty()) return refuse("an address or a name is missing here", std::string(kForm));
  if (tail.empty() || tail == ":*") return true;
  if (tail[0] != ':' || !parse_port(tail.substr(1), port)) {
    return refuse("\"" + std::string(tail) + "\" is no port", "ports are numbers up to 65535");
  }
  return true;
}

bool Parser::parse_listen(Script& script) {
  take();
  if (!expect("=", "listen")) return false;
  do {
    Listen listen;
    listen.location = peek().location;
    if (!parse_listen_hosts(listen) || !parse_listen_options(listen)) return false;
    script.listens.push_back(std::move(listen));
  } while (continues_list());
  take_if(";");
  if (peek().line_start || peek().kind == TokenKind::kEnd || last_.is(";")) return true;
  return fail(peek(), describe(peek()) + " does not belong behind a socket",
              "separate several sockets by blanks, or write a listen line for each");
}

bool Parser::parse_listen_hosts(Listen& listen) {
  if (peek().kind == TokenKind::kString) {
    const Token text = take();
    Word word;
    word.text = text.text;
    word.location = text.location;
    listen.hosts.emplace_back();
    return split_socket(word, listen.protocol, listen.hosts.back(), listen.port);
  }
  Word word = at_next_parameter() ? Word{} : take_word();
  if (!peek().is("(")) {
    if (word.tokens == 0) {
      return fail(peek(), "an address has to stand here, not " + describe(peek()),
                  "write it as in listen=udp:192.0.2.1:5060");
    }
    listen.location = word.location;
    listen.hosts.emplace_back();
    return split_socket(word, listen.protocol, listen.hosts.back(), listen.port);
  }
  take();
  if (word.tokens > 0) {
    word.text += "x";  // stands for the list
    std::string ignored;
    if (!split_socket(word, listen.protocol, ignored, listen.port)) return false;
  }
  do {
    Word host = take_word();
    std::string protocol;
    listen.hosts.emplace_back();
    if (host.tokens == 0) return fail(peek(), "an address is missing in this list");
    if (!split_socket(host, protocol, listen.hosts.back(), listen.port)) return false;
  } while (take_if(","));
  if (!expect(")", "the list of addresses")) return false;
  if (!peek().is(":") || peek().spaced) return true;
  take();
  if (peek().kind != TokenKind::kNumber || !parse_port(peek().text, listen.port)) {
    return fail(peek(), describe(peek()) + " is no port", "ports are numbers up to 65535");
  }
  take();
  return true;
}

bool Parser::parse_listen_options(Listen& listen) {
  for (;;) {
    if (peek().is_word("advertise")) {
      take();
      Word word = take_word();
      if (word.tokens == 0 && peek().kind == TokenKind::kString) {
        word.location = peek().location;
        word.text = take().text;
        if (peek().is(":") && !peek().spaced) {
          word.text += take().text;
          word.text += take_word().text;
        }
      }
      std::string protocol;
      if (!split_socket(word, protocol, listen.advertise_host, listen.advertise_port)) return false;
      if (!protocol.empty()) {
        diagnostics_.error(word.location, "no protocol may stand in what is advertised",
                           "write address:port");
        return false;
      }
    } else if (peek().is_word("name")) {
      take();
      Token name;
      if (!take_string("name", name)) return false;
      listen.name = name.text;
    } else if (peek().is_word("virtual")) {
      take();
      listen.is_virtual = true;
      return true;  // it comes last
    } else {
      return true;
    }
  }
}

bool Parser::parse_alias(Script& script) {
  take();
  if (!expect("=", "alias")) return false;
  const bool list = take_if("(");
  do {
    Alias alias;
    Word word;
    if (peek().kind == TokenKind::kString) {
      word.location = peek().location;
      word.text = take().text;
    } else if (!at_next_parameter()) {
      word = take_word();
    }
    alias.location = word.location;
    if (word.text.empty()) {
      return fail(peek(), "a name has to stand here, not " + describe(peek()),
                  "write it as in alias=\"sip.example.org\"");
    }
    if (!split_socket(word, alias.protocol, alias.host, alias.port)) return false;
    script.aliases.push_back(std::move(alias));
  } while (list ? take_if(",") : continues_list());
  if (list && !expect(")", "the list of names")) return false;
  take_if(";");
  if (peek().line_start || peek().kind == TokenKind::kEnd || last_.is(";")) return true;
  return fail(peek(), describe(peek()) + " does not belong behind an alias",
              "separate several names by blanks");
}

// name[:number], ...
bool Parser::parse_flags(Script& script) {
  const bool avp = take().text == "avpflags";
  do {
    FlagName flag;
    flag.location = peek().location;
    flag.avp = avp;
    if (peek().kind != TokenKind::kIdentifier && peek().kind != TokenKind::kString) {
      return fail(peek(), "a flag's name has to stand here, not " + describe(peek()),
                  "write it as in flags FLT_NATS:5, FLT_ACC");
    }
    flag.name = take().text;
    if (take_if(":")) {
      if (peek().kind != TokenKind::kNumber || peek().number < 0 || peek().number > 31) {
        return fail(peek(), "a flag's number is one from 0 to 31");
      }
      flag.number = take().number;
    }
    script.flags.push_back(std::move(flag));
  } while (take_if(","));
  take_if(";");
  return true;
}

bool Parser::parse_module(Script& script) {
  const Token word = take();
  Token name;
  if (!take_string(word.text, name)) return false;
  LoadModule module;
  module.location = name.location;
  module.module = name.text;
  std::string_view bare = name.text;
  const std::size_t slash = bare.rfind('/');
  if (slash != bare.npos) bare.remove_prefix(slash + 1);
  if (bare.ends_with(".so")) bare.remove_suffix(3);
  module.name = bare;
  if (module.name.empty()) return fail(name, "this names no module", "write it as in \"tm.so\"");
  take_if(";");
  script.modules.push_back(std::move(module));
  return true;
}

bool Parser::parse_module_path(Script& script) {
  const Token word = take();
  take_if("=");
  Token path;
  if (!take_string(word.text, path)) return false;
  take_if(";");
  script.module_paths.push_back(path.text);
  return true;
}

bool Parser::parse_module_parameter(Script& script) {
  const Token word = take();
  if (!expect("(", word.text)) return false;
  ModuleParameter made;
  Token modules;
  Token parameter;
  if (!take_string("\"(\"", modules) || !expect(",", "the module's name")) return false;
  if (!take_string("the module's name", parameter)) return false;
  if (!expect(",", "the parameter's name")) return false;
  made.location = modules.location;
  made.parameter_location = parameter.location;
  made.modules = modules.text;
  made.parameter = parameter.text;
  std::string_view rest = made.modules;
  for (bool more = true; more;) {
    const std::size_t bar = rest.find('|');
    const std::string_view name = rest.substr(0, bar);
    more = bar != rest.npos;
    if (!is_identifier(name)) {
      made.names.clear();
      break;
    }
    made.names.emplace_back(name);
    if (more) rest.remove_prefix(bar + 1);
  }
  const Token at = peek();
  made.value = parse_global_value();
  if (!made.value) return false;
  if (made.value->kind != ExpressionKind::kInteger && made.value->kind != ExpressionKind::kText) {
    return fail(at, "a module parameter's value is a number or a string, not " + describe(at),
                "put a string in quotes; if this is a define's name, define it before");
  }
  if (!expect(")", "the value")) return false;
  take_if(";");
  script.module_parameters.push_back(std::move(made));
  return true;
}

bool Parser::parse_engine() {
  take();
  take_if("=");
  Token engine;
  if (!take_string("cfgengine", engine)) return false;
  take_if(";");
  if (engine.text == "native" || engine.text == "default") return true;
  return fail(engine, "routes in \"" + engine.text + "\" are not supported",
              "write them in the native language; cfgengine \"native\" is the default");
}

}  // namespace weir::routes
