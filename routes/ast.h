// A parsed script: plain structs, owned from the top by Script.
#pragma once

#include "routes/source.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::routes {

class Diagnostics;

// ---- pseudo-variables and format strings ----

struct Variable;

// A part of a text: a literal, or a pseudo-variable whose value stands there.
struct FormatPiece {
  std::string literal;                 // when `variable` is null
  std::unique_ptr<Variable> variable;  // else this
};
using Format = std::vector<FormatPiece>;  // adjacent literals are joined; empty text: no piece

// One {class.operation,argument,...} behind a pseudo-variable.
struct Transformation {
  Location location;
  std::string family;             // "s" of {s.substr,1,0}
  std::string operation;          // "substr"; may hold dots: "encode.hexa", "md5"
  std::string raw;                // "1,0": all behind the first comma, as written
  std::vector<Format> arguments;  // raw split at commas; re.subst's is one, s.select's second
                                  // is one character, a comma too
};

enum class IndexKind : std::uint8_t { kNone, kNumber, kAll, kVariable };

struct VariableIndex {
  IndexKind kind = IndexKind::kNone;
  std::int32_t number = 0;             // kNumber; negative counts from the end
  std::unique_ptr<Variable> variable;  // kVariable
};

// $name, $name(inner), $(name(inner)[index]{transformation}...).
struct Variable {
  Location location;
  std::string text;  // as written, for messages
  std::string name;  // "ru", "var", "sht", "?"
  bool has_inner = false;
  std::string inner;    // as written: "ipban=>$si"
  Format inner_format;  // the same in pieces; one literal when it holds no variable
  VariableIndex index;
  std::vector<Transformation> transformations;
};

// Splits a text as xlog, append_hf and their like read it: "$$" is a "$". Returns false and adds
// diagnostics where a variable is malformed; what was read up to there is kept. `origin` is the
// place of the text's first byte.

bool parse_format(std::string_view text, const Location& origin, Diagnostics& diagnostics,
                  Format& format);

// Reads one pseudo-variable that takes the whole of `text` ("$avp(RECEIVED)" in a modparam, a
// function's variable by reference). Null with a diagnostic when it is none.
std::unique_ptr<Variable> parse_variable(std::string_view text, const Location& origin,
                                         Diagnostics& diagnostics);

// ---- expressions ----

// SER's bare words, which stand for a part of the message.
enum class Keyword : std::uint8_t {
  kMethod,
  kUri,
  kFromUri,
  kToUri,
  kUriHost,  // uri:host
  kUriPort,  // uri:port
  kSrcIp,
  kSrcPort,
  kDstIp,
  kDstPort,
  kSndIp,
  kSndPort,
  kSndProto,
  kSndAf,
  kToIp,
  kToPort,
  kProto,
  kAf,
  kMsgLen,  // msg:len
  kStatus,
  kMyself,
};
std::string_view keyword_name(Keyword keyword);

enum class UnaryOp : std::uint8_t {
  kNot,         // ! not
  kNegate,      // -
  kComplement,  // ~
  kDefined,     // defined e
  kStrlen,      // strlen(e)
  kStrempty,    // strempty(e)
  kIntCast,     // (int)e
  kStrCast,     // (str)e
};

enum class BinaryOp : std::uint8_t {
  kOr,   // || or
  kAnd,  // && and
  kBitOr,
  kBitAnd,
  kBitXor,
  kShiftLeft,
  kShiftRight,
  kEqual,      // ==, =, eq by the type of the left side
  kNotEqual,   // !=
  kStrEqual,   // eq
  kStrDiffer,  // ne
  kIntEqual,   // ieq
  kIntDiffer,  // ine
  kMatch,      // =~
  kGreater,
  kLess,
  kGreaterEqual,
  kLessEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
};
std::string_view operator_text(UnaryOp op);
std::string_view operator_text(BinaryOp op);

enum class ExpressionKind : std::uint8_t {
  kInteger,   // number
  kText,      // text: a string, never interpolated; route()'s bare name too
  kVariable,  // variable
  kSelect,    // text: "via[1].branch", without the @
  kKeyword,   // keyword
  kName,      // text: a bare word such as UDP or INET6, the right side of a keyword test or a
              // core function's argument
  kAddress,   // text: "10.0.0.0/8", "127.0.0.1", "[::1]" or "a.example.org", never quoted
  kSocket,    // text: "udp:192.0.2.1:5060"
  kUnary,     // unary, operands[0]
  kBinary,    // binary, operands[0], operands[1]
  kCall,      // text: the function's name; operands: arguments. route(X) is a call of "route"
              // with none or one operand, kText when the name is fixed
};

// What is known of a value's type before it runs: literals, casts and operators say it, variables
// do not.
enum class StaticType : std::uint8_t { kUnknown, kInteger, kText };

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Expression {
  ExpressionKind kind = ExpressionKind::kInteger;
  StaticType type = StaticType::kUnknown;
  Location location;  // the operator of a unary or binary one, else the first token
  std::int32_t number = 0;
  std::string text;
  Keyword keyword = Keyword::kMethod;
  UnaryOp unary = UnaryOp::kNot;
  BinaryOp binary = BinaryOp::kOr;
  std::unique_ptr<Variable> variable;
  std::vector<ExpressionPtr> operands;
};

// ---- statements ----

enum class StatementKind : std::uint8_t {
  kExpression,  // value: nearly always a call; the value becomes $rc
  kAssign,      // target = value
  kIf,          // value, body, otherwise
  kSwitch,      // value, cases
  kWhile,       // value, body
  kReturn,      // value; null when there is none
  kExit,        // value; null when there is none (a given code is accepted)
  kDrop,        // likewise
  kBreak,
  kEmpty,  // a lone ;
};

enum class CaseKind : std::uint8_t { kInteger, kText, kRegex, kDefault };

struct Statement;
using StatementPtr = std::unique_ptr<Statement>;
using Statements = std::vector<StatementPtr>;

// Bodies fall through to the next case unless they end with break, return, exit or drop.
struct Case {
  CaseKind kind = CaseKind::kDefault;
  Location location;
  ExpressionPtr value;  // constant expression; kRegex: a kText, the pattern alone
  Statements body;
};

struct Statement {
  StatementKind kind = StatementKind::kEmpty;
  Location location;
  std::unique_ptr<Variable> target;  // kAssign
  ExpressionPtr value;
  Statements body;
  Statements otherwise;
  std::vector<Case> cases;
};

// ---- top level ----

// The six route lists' block families; request_route and route[X] share kMain.
enum class BlockKind : std::uint8_t { kMain, kReply, kFailure, kBranch, kOnsend, kEvent };
inline constexpr std::array<std::string_view, 6> kBlockWords = {
    "route", "onreply_route", "failure_route", "branch_route", "onsend_route", "event_route"};

// One block as it stands. Unnamed blocks of a kind append, so several may have an empty name.
struct RouteBlock {
  BlockKind kind = BlockKind::kMain;
  Location location;  // of the word
  std::string name;   // empty: unnamed, slot 0; numbers as their decimal text
  Location name_location;
  Statements body;
};

// name = value, or group.name = value desc "...".
struct GlobalParameter {
  Location location;
  std::string group;    // empty: one of the core's
  std::string name;     // "children"; synonyms are left as written
  ExpressionPtr value;  // kInteger (yes and no too), kText, kName or kAddress, or a constant
                        // expression of those
  std::string description;
};

struct LoadModule {
  Location location;
  std::string module;  // as written: "tm.so", "/usr/lib/.../tm.so", "tm"
  std::string name;    // the bare name: "tm"
};

struct ModuleParameter {
  Location location;
  Location parameter_location;
  std::string modules;             // as written, a regular expression: "nathelper|registrar"
  std::vector<std::string> names;  // the alternatives when it is a plain list
  std::string parameter;
  ExpressionPtr value;  // kInteger or kText
};

// One socket of a listen line.
struct Listen {
  Location location;
  std::string protocol;            // "udp", "tcp", ... lower case; empty: all
  std::vector<std::string> hosts;  // address without brackets, host or interface name; more than
                                   // one for the (a, b) form
  std::uint16_t port = 0;          // 0: the default port
  std::string advertise_host;      // empty: none
  std::uint16_t advertise_port = 0;
  std::string name;
  bool is_virtual = false;
};

struct Alias {
  Location location;
  std::string protocol;  // empty: all
  std::string host;
  std::uint16_t port = 0;  // 0: any
};

// flags name:number, ...; number -1 when the script lets us choose.
struct FlagName {
  Location location;
  std::string name;
  std::int32_t number = -1;
  bool avp = false;  // from avpflags
};

// Each list is in the order of the script.
struct Script {
  std::vector<GlobalParameter> parameters;
  std::vector<std::string> module_paths;
  std::vector<LoadModule> modules;
  std::vector<ModuleParameter> module_parameters;
  std::vector<Listen> listens;
  std::vector<Alias> aliases;
  std::vector<FlagName> flags;
  std::vector<RouteBlock> blocks;
  // What #!define left at the end, for $def(NAME) and $defn(NAME).
  std::vector<std::pair<std::string, std::string>> defines;
};

}  // namespace weir::routes
