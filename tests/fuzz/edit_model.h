// A message as a tree of strings, for edits to be made on beside the real ones: what must come out
// of those is what the tree prints.
#pragma once

#include "sip/element.h"
#include "sip/message.h"
#include "sip/token.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace weir::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

struct ParamNode {
  std::string text;  // name=value
};

struct UriNode {
  bool parsed = false;
  std::string scheme, user, password, host, port, headers;
  std::string opaque;  // of one that does not parse, the whole text
  std::vector<ParamNode> params;
};

struct ValueNode {
  bool is_address = false;
  bool gone = false;
  std::string text;  // of one that is no address
  std::string display;
  UriNode uri;
  std::vector<ParamNode> params;
  std::vector<ValueNode> before, after;  // what was inserted beside it
};

struct FieldNode {
  sip::HeaderId id = sip::HeaderId::kOther;
  bool is_address = false;  // a list or a value of addresses that could be taken apart
  bool gone = false;
  bool replaced = false;
  std::string name;
  std::string text;  // of one that is no list of addresses
  std::vector<ValueNode> first;
  std::vector<ValueNode> values;
};

struct Tree {
  std::string method, status, reason, body;
  UriNode uri;
  std::vector<FieldNode> fields;
  std::vector<std::vector<FieldNode>> gaps;  // what was inserted before field N
};

inline std::string param_text(const sip::Param& param) {
  std::string text(param.name);
  if (param.has_value) text.append("=").append(param.value);
  return text;
}

inline std::vector<ParamNode> read_params(sip::Params params) {
  std::vector<ParamNode> nodes;
  std::string_view rest = params.text;
  for (;;) {
    const auto param = params.of_uri ? sip::next_uri_param(rest) : sip::next_param(rest);
    if (!param || param->name.empty()) break;
    nodes.push_back({param_text(*param)});
  }
  if (!rest.empty()) nodes.push_back({std::string(rest)});  // where it breaks
  return nodes;
}

// A parameter's name; one that is not there for a number too large.
inline std::string name_of(sip::Params params, std::size_t number) {
  std::string_view rest = params.text;
  for (std::size_t i = 0; i <= number % 4; ++i) {
    const auto param = params.of_uri ? sip::next_uri_param(rest) : sip::next_param(rest);
    if (!param || param->name.empty()) break;
    if (i == number % 4) return std::string(param->name);
  }
  return "absent";
}

inline std::string_view name_part(std::string_view text) { return text.substr(0, text.find('=')); }

inline void drop_param(std::vector<ParamNode>& nodes, std::string_view name) {
  const auto at = std::ranges::find_if(nodes, [=](const ParamNode& node) {
    return sip::equal_ignoring_case(name_part(node.text), name);
  });
  require(at != nodes.end());
  nodes.erase(at);
}

inline UriNode read_uri(std::string_view text) {
  UriNode node;
  const auto uri = sip::parse_uri(text);
  if (!uri) {
    node.opaque = text;
    return node;
  }
  node.parsed = true;
  node.scheme = uri->scheme_text;
  node.user = uri->user;
  node.password = uri->password;
  node.host = uri->host;
  node.port = uri->port_text;
  node.headers = uri->headers;
  node.opaque = uri->opaque;
  node.params = read_params(uri->params);
  return node;
}

inline ValueNode read_value(std::string_view text) {
  ValueNode node;
  const auto value = sip::parse_name_addr(text);
  node.is_address = static_cast<bool>(value);
  if (!value) {
    node.text = text;
    return node;
  }
  node.display = value->display;
  node.uri = read_uri(value->uri);
  node.params = read_params(value->params);
  return node;
}

inline bool is_address_field(sip::HeaderId id) {
  using Id = sip::HeaderId;
  for (const Id one : {Id::kFrom, Id::kTo, Id::kContact, Id::kRoute, Id::kRecordRoute, Id::kPath}) {
    if (id == one) return true;
  }
  return false;
}

inline FieldNode read_field(sip::HeaderId id, std::string_view name, std::string_view value) {
  FieldNode node;
  node.id = id;
  node.name = name;
  node.text = value;
  node.is_address = is_address_field(id);
  if (!node.is_address) return node;
  std::string_view rest = value;
  const bool list = header_shape(id) == sip::HeaderShape::kList;
  while (!rest.empty()) {
    const auto one = list ? sip::next_list_value(rest) : sip::Result<std::string_view>(rest);
    if (!list) rest = {};
    node.is_address = static_cast<bool>(one);
    if (!one || one->empty()) break;
    node.values.push_back(read_value(*one));
  }
  if (node.is_address) node.text.clear();
  if (!node.is_address) node.values.clear();
  return node;
}

inline FieldNode read_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  return read_field(sip::find_header(name), name, sip::trim(line.substr(colon + 1)));
}

inline Tree read_tree(const sip::MessageView& message) {
  Tree tree;
  tree.method = message.method_text();
  tree.status = std::to_string(message.status());
  tree.reason = message.reason();
  tree.body = message.body();
  if (message.is_request()) tree.uri = read_uri(message.request_uri());
  tree.gaps.resize(message.fields().size() + 1);
  for (const sip::Field& field : message.fields()) {
    tree.fields.push_back(read_field(field.id, message.name(field), message.value(field)));
  }
  return tree;
}

// Parameters in any order: it means nothing.
inline std::string print(std::vector<ParamNode> params) {
  std::ranges::sort(params, {}, &ParamNode::text);
  std::string text;
  for (const ParamNode& param : params) text.append(" ;").append(param.text);
  return text;
}

inline std::string print(const UriNode& uri) {
  return uri.scheme + '|' + uri.user + '|' + uri.password + '|' + uri.host + '|' + uri.port + '|' +
         print(uri.params) + '|' + uri.headers + '|' + uri.opaque;
}

inline std::string print(const ValueNode& value) {
  std::string text;
  for (const ValueNode& one : value.before) text += print(one);
  if (!value.gone) {
    text += "  " + value.text + '|' + value.display + '|' + print(value.uri) + '|' +
            print(value.params) + '\n';
  }
  for (const ValueNode& one : value.after) text += print(one);
  return text;
}

inline std::string print(const FieldNode& field) {
  if (field.gone) return {};
  std::string text = field.name + ": " + field.text + '\n';
  for (const ValueNode& value : field.first) text += print(value);
  for (const ValueNode& value : field.values) text += print(value);
  return text;
}

// Content-Length and the top Via are looked at elsewhere.
inline std::string print(const Tree& tree) {
  std::string text =
      tree.method + ' ' + print(tree.uri) + ' ' + tree.status + ' ' + tree.reason + '\n';
  bool top = true;
  for (std::size_t i = 0; i < tree.gaps.size(); ++i) {
    for (const FieldNode& field : tree.gaps[i]) text += print(field);
    if (i == tree.fields.size()) break;
    const FieldNode& field = tree.fields[i];
    const bool top_via = field.id == sip::HeaderId::kVia && top;
    top = top && !top_via;
    const bool kept = field.id == sip::HeaderId::kContentLength || top_via;
    text += kept ? field.name + '\n' : print(field);
  }
  return text + tree.body;
}

// Shows the first line that is another.
inline void require_same(std::string_view wanted, std::string_view found) {
  if (wanted == found) return;
  const auto [a, b] = std::ranges::mismatch(wanted, found);
  const auto line = [](std::string_view text, std::size_t at) {
    const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return std::string(text.substr(begin, text.find('\n', at) - begin));
  };
  const auto at = static_cast<std::size_t>(a - wanted.begin());
  std::fprintf(stderr, "wanted: %s\nfound:  %s\n", line(wanted, at).c_str(),
               line(found, at).c_str());
  std::abort();
}

}  // namespace weir::fuzz
