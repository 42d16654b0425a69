#include "sip/overload.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

Via via(const std::string& params) {
  static std::string text;
  text = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1" + params;
  const Result<Via> parsed = parse_via(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : Via{};
}

TEST(Overload, ReadsWhatAClientCanDo) {
  struct Case {
    const char* params;
    bool loss;
    bool rate;
  };
  for (const Case& c :
       {Case{"", false, false}, Case{";oc;oc-algo=\"loss\"", true, false},
        Case{";oc;oc-algo=\"loss,rate\"", true, true},
        Case{";oc-algo=\" Rate , LOSS \";rport;OC", true, true},
        Case{";oc;oc-algo=\"window\"", false, false}, Case{";oc", false, false},
        Case{";oc-algo=\"loss\"", false, false}, Case{";oc;oc-algo=rate", false, true}}) {
    const OverloadOffer offer = read_overload_offer(via(c.params));
    EXPECT_EQ(offer.loss, c.loss) << c.params;
    EXPECT_EQ(offer.rate, c.rate) << c.params;
  }
}

// The examples of RFC 7339 section 4 and RFC 7415 section 4.
TEST(Overload, ReadsWhatAServerAsks) {
  OverloadReport report;
  ASSERT_TRUE(read_overload_report(
      via(";received=192.0.2.111;oc=20;oc-algo=\"loss\";oc-validity=500;oc-seq=1282321615.782"),
      report));
  EXPECT_EQ(report.algorithm, OverloadAlgorithm::kLoss);
  EXPECT_EQ(report.value, 20u);
  EXPECT_EQ(report.validity, 500u);
  EXPECT_EQ(report.sequence, 128232161578200u);
  ASSERT_TRUE(read_overload_report(via(";oc=150;oc-algo=\"rate\";oc-validity=1000"), report));
  EXPECT_EQ(report.algorithm, OverloadAlgorithm::kRate);
  EXPECT_EQ(report.value, 150u);
  EXPECT_EQ(report.validity, 1000u);
  EXPECT_EQ(report.sequence, 0u);
  ASSERT_TRUE(read_overload_report(via(";oc=0;oc-algo=\"loss\""), report));
  EXPECT_EQ(report.validity, 500u) << "when it is not said";
}

TEST(Overload, HalfAReportIsNone) {
  OverloadReport report;
  for (const char* const params :
       {"", ";oc", ";oc=;oc-algo=\"loss\"", ";oc=x;oc-algo=\"loss\"", ";oc=101;oc-algo=\"loss\"",
        ";oc=-1;oc-algo=\"loss\"", ";oc=99999999999;oc-algo=\"rate\"", ";oc=20",
        ";oc=20;oc-algo=\"loss,rate\"", ";oc=20;oc-algo=\"loss\";oc-validity=soon",
        ";oc=20;oc-algo=\"loss\";oc-seq=5", ";oc=20;oc-algo=\"loss\";oc-seq=5.123456",
        ";oc=20;oc-algo=\"loss\";oc-seq=.5", ";oc=20;oc-algo=\"loss\";oc-seq=1234567890123.5"}) {
    EXPECT_FALSE(read_overload_report(via(params), report)) << params;
  }
}

TEST(Overload, WritesWhatItReads) {
  for (const OverloadAlgorithm algorithm : {OverloadAlgorithm::kLoss, OverloadAlgorithm::kRate}) {
    const OverloadReport wanted{algorithm, 42, 500, 128232161578205};
    std::array<char, kOverloadText> text;
    const std::size_t size = write_overload_report(wanted, text);
    OverloadReport report;
    ASSERT_TRUE(read_overload_report(via(std::string(text.data(), size)), report));
    EXPECT_EQ(report.algorithm, wanted.algorithm);
    EXPECT_EQ(report.value, wanted.value);
    EXPECT_EQ(report.validity, wanted.validity);
    EXPECT_EQ(report.sequence, wanted.sequence);
  }
  std::array<char, kOverloadText> text;
  const std::size_t most = write_overload_report(
      {OverloadAlgorithm::kRate, 0xffffffff, 0xffffffff, 0xffffffffull * 100'000}, text);
  EXPECT_GT(most, 50u);
}

TEST(Overload, FindsItsParametersWhereTheyStand) {
  EXPECT_EQ(overload_text(via(";rport;oc;oc-algo=\"loss\";x=y")), ";oc;oc-algo=\"loss\"");
  EXPECT_EQ(overload_text(via(";oc-algo=\"loss\" ; oc")), ";oc-algo=\"loss\" ; oc");
  EXPECT_EQ(overload_text(via(";oc-algo=\"loss\";rport;oc")), ";oc");
  EXPECT_EQ(overload_text(via(";oc=1;oc-validity=2;oc-seq=1.2;oc-algo=\"rate\"")),
            ";oc=1;oc-validity=2;oc-seq=1.2;oc-algo=\"rate\"");
  EXPECT_EQ(overload_text(via(";oc-algo=\"loss\"")), "");
  EXPECT_EQ(overload_text(via("")), "");
}

}  // namespace
}  // namespace weir::sip
