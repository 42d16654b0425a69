// A message as an engineer reads it: what `sipweir parse` prints.
#pragma once

#include "sip/message.h"
#include "sip/result.h"
#include "sip/validate.h"

#include <cstddef>
#include <span>

namespace weir::sip {

// What a proxy and a server would do with a message, and the first field that breaks its grammar.
struct Opinion {
  Verdict proxy;
  Verdict server;  // of a registrar for REGISTER
};

// `parsed` is what parse() said; where that left the view empty, salvage() has filled it.
Opinion judge(Error parsed, const MessageView& message, const Capabilities& able) noexcept;

// Writes start line, fields, body and verdicts into `out`, each line with its offset: bytes as they
// are but for those that are not printable, the parts that a value has, the outline of SDP and
// multipart bodies, and under a byte at fault a caret. The result is the size. Errors: kNoSpace.
Result<std::size_t> print_anatomy(const MessageView& message, const Opinion& opinion,
                                  std::span<char> out) noexcept;

}  // namespace weir::sip
