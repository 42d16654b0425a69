#include "sip/overload.h"

#include "sip/item_list.h"
#include "sip/token.h"
#include "sip/writer.h"

#include <charconv>

namespace weir::sip {
namespace {

constexpr std::uint64_t kSequenceUnits = 100'000;  // a second has so many
constexpr std::size_t kSequenceDigits = 5;

bool is_ours(std::string_view name) noexcept {
  for (const std::string_view known : {"oc", "oc-algo", "oc-validity", "oc-seq"}) {
    if (equal_ignoring_case(name, known)) return true;
  }
  return false;
}

// All of `text` as a number.
template <class Number>
bool read_number(std::string_view text, Number& number) noexcept {
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  return status == std::errc{} && !text.empty() && end == text.data() + text.size();
}

// 1*12DIGIT "." 1*5DIGIT
bool read_sequence(std::string_view text, std::uint64_t& sequence) noexcept {
  const std::size_t dot = text.find('.');
  if (dot == text.npos || dot > 12) return false;
  const std::string_view digits = text.substr(dot + 1);
  std::uint64_t whole = 0;
  std::uint64_t part = 0;
  if (digits.size() > kSequenceDigits || !read_number(text.substr(0, dot), whole) ||
      !read_number(digits, part)) {
    return false;
  }
  for (std::size_t i = digits.size(); i < kSequenceDigits; ++i) part *= 10;
  sequence = whole * kSequenceUnits + part;
  return true;
}

}  // namespace

std::string_view overload_text(const Via& via) noexcept {
  std::string_view rest = via.params.text;
  const char* begin = nullptr;
  const char* end = nullptr;
  bool has_oc = false;
  while (!rest.empty()) {
    const char* const start = rest.data();
    const Result<Param> param = next_param(rest);
    if (!param || param->name.empty()) break;
    if (is_ours(param->name)) {
      if (begin == nullptr) begin = start;
      has_oc = has_oc || param->name.size() == 2;
      const std::string_view last = param->has_value ? param->value : param->name;
      end = last.data() + last.size();
    } else if (begin != nullptr) {
      if (has_oc) break;
      begin = nullptr;  // some other oc parameter, which stands alone
    }
  }
  if (!has_oc) return {};
  return {begin, static_cast<std::size_t>(end - begin)};
}

OverloadOffer read_overload_offer(const Via& via) noexcept {
  OverloadOffer offer;
  const Param oc = via.params.find("oc");
  if (oc.name.empty()) return offer;
  const std::string_view list = unquote(via.params.find("oc-algo").value);
  offer.loss = has_item(list, "loss");
  offer.rate = has_item(list, "rate");
  return offer;
}

bool read_overload_report(const Via& via, OverloadReport& report) noexcept {
  const Param oc = via.params.find("oc");
  if (!oc.has_value || !read_number(oc.value, report.value)) return false;
  const OverloadOffer algorithm = read_overload_offer(via);
  if (algorithm.loss == algorithm.rate) return false;  // neither, or both: one is to be chosen
  report.algorithm = algorithm.loss ? OverloadAlgorithm::kLoss : OverloadAlgorithm::kRate;
  if (algorithm.loss && report.value > 100) return false;
  report.validity = 500;
  report.sequence = 0;
  const Param validity = via.params.find("oc-validity");
  if (!validity.name.empty() && !read_number(validity.value, report.validity)) return false;
  const Param sequence = via.params.find("oc-seq");
  return sequence.name.empty() || read_sequence(sequence.value, report.sequence);
}

std::size_t write_overload_report(const OverloadReport& report,
                                  std::span<char, kOverloadText> out) noexcept {
  Writer writer(out);
  writer.put(";oc=");
  writer.put_number(report.value);
  writer.put(report.algorithm == OverloadAlgorithm::kLoss ? ";oc-algo=\"loss\""
                                                          : ";oc-algo=\"rate\"");
  writer.put(";oc-validity=");
  writer.put_number(report.validity);
  writer.put(";oc-seq=");
  writer.put_number(static_cast<std::uint32_t>(report.sequence / kSequenceUnits));
  std::array<char, kSequenceDigits + 1> digits{'.'};
  std::uint64_t part = report.sequence % kSequenceUnits;
  for (std::size_t i = kSequenceDigits; i > 0; --i, part /= 10) {
    digits[i] = static_cast<char>('0' + part % 10);
  }
  writer.put({digits.data(), digits.size()});
  const Result<std::size_t> size = writer.result();
  return size ? *size : 0;
}

}  // namespace weir::sip
