#include "dataplane/guard/signature_list.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kMostErrors = 10;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestPattern = 1000;

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 60)) + "'"; }

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Takes the first word off `text`, and the blanks behind it.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text = trim(text.substr(word.size()));
  return word;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// YYYY-MM-DD; whether the month has that day is not asked.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::string_view month = text.substr(5, 2);
  const std::string_view day = text.substr(8);
  return is_digits(text.substr(0, 4)) && is_digits(month) && is_digits(day) && month >= "01" &&
         month <= "12" && day >= "01" && day <= "31";
}

std::string all_fields() { return signature_field_names((1u << kSignatureFields.size()) - 1); }

// What is wrong with it, or the empty string.
std::string read_fields(std::string_view text, std::uint32_t& fields) {
  for (;;) {
    const std::string_view name = text.substr(0, text.find(','));
    const auto known = std::find(kSignatureFields.begin(), kSignatureFields.end(), name);
    if (known == kSignatureFields.end()) {
      return quoted(name) + " is no field: write one or more of " + all_fields();
    }
    fields |= 1u << (known - kSignatureFields.begin());
    if (name.size() == text.size()) return {};
    text.remove_prefix(name.size() + 1);
  }
}

std::string read_signature(std::string_view line, Signature& signature) {
  const std::string_view fields = take_word(line);
  signature.name = take_word(line);
  signature.pattern = line;
  if (signature.pattern.empty()) {
    return "write FIELD[,FIELD...] NAME PATTERN, as in: user-agent sipcli ^sipcli";
  }
  if (signature.name.size() > kLongestName) return "the name is longer than 64 characters";
  if (signature.pattern.size() > kLongestPattern) {
    return "the pattern is longer than 1000 characters";
  }
  return read_fields(fields, signature.fields);
}

bool has_name(const SignatureList& list, std::string_view name) {
  return std::any_of(list.signatures.begin(), list.signatures.end(),
                     [&](const Signature& one) { return one.name == name; });
}

// One line that is neither empty nor a comment.
std::string read_line(std::string_view line, std::uint32_t number, SignatureList& list) {
  if (line == "date" || line.starts_with("date ") || line.starts_with("date\t")) {
    if (!list.date.empty()) return "a second date: one says when the list was last changed";
    const std::string_view date = trim(line.substr(4));
    if (!is_date(date)) return quoted(date) + " is no date: write date YYYY-MM-DD";
    list.date = date;
    return {};
  }
  if (list.date.empty()) return "begin the list with its date: date YYYY-MM-DD";
  Signature signature;
  signature.line = number;
  std::string wrong = read_signature(line, signature);
  if (!wrong.empty()) return wrong;
  if (has_name(list, signature.name)) {
    return "a second signature called " + quoted(signature.name) + ": give it a name of its own";
  }
  if (list.signatures.size() == kMostSignatures) {
    return "more than " + std::to_string(kMostSignatures) + " signatures: join some by |";
  }
  list.signatures.push_back(std::move(signature));
  return {};
}

}  // namespace

std::vector<SignatureError> parse_signature_list(std::string_view text, SignatureList& list) {
  std::vector<SignatureError> errors;
  std::uint32_t number = 0;
  while (!text.empty() && errors.size() < kMostErrors) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line[0] == '#') continue;
    std::string wrong = read_line(line, number, list);
    if (wrong.empty()) continue;
    errors.push_back({number, std::move(wrong)});
    if (list.date.empty()) break;  // every line would say so
  }
  if (errors.empty() && list.date.empty()) {
    errors.push_back({1, "begin the list with its date: date YYYY-MM-DD"});
  }
  return errors;
}

std::string signature_field_names(std::uint32_t fields) {
  std::string text;
  for (std::size_t i = 0; i < kSignatureFields.size(); ++i) {
    if ((fields >> i & 1) == 0) continue;
    if (!text.empty()) text += ',';
    text += kSignatureFields[i];
  }
  return text;
}

}  // namespace weir::dataplane::guard
