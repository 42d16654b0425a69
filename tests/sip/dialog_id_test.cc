#include "sip/dialog_id.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const DialogId& d) {
  return std::string(d.call_id) + "|" + std::string(d.local_tag) + "|" + std::string(d.remote_tag) +
         (d.early_only ? "|early-only" : "");
}

const ValueCase kReplaces[] = {
    // RFC 3891 section 6.1
    {"Rfc1", "98732@sip.example.com\r\n ;from-tag=r33th4x0r\r\n ;to-tag=ff87ff",
     "98732@sip.example.com|ff87ff|r33th4x0r"},
    {"Rfc2", "12adf2f34456gs5;to-tag=12345;from-tag=54321", "12adf2f34456gs5|12345|54321"},
    {"EarlyOnly", "87134@171.161.34.23;to-tag=24796;from-tag=0;early-only",
     "87134@171.161.34.23|24796|0|early-only"},
    {"Unknown", "a@b;to-tag=1;from-tag=2;x=\"y\"", "a@b|1|2"},

    {"NoToTag", "a@b;from-tag=2", "missing at 'a@b;from-tag=2'"},
    {"NoFromTag", "a@b;to-tag=2", "missing at 'a@b;to-tag=2'"},
    {"TwoToTags", "a@b;to-tag=1;to-tag=1;from-tag=2", "duplicate at 'to-tag=1;from-tag=2'"},
    {"TagIsNoToken", "a@b;to-tag=a:b;from-tag=2", "syntax at 'a:b;from-tag=2'"},
    {"EarlyOnlyWithValue", "a@b;to-tag=1;from-tag=2;early-only=yes", "syntax at 'yes'"},
    {"NoCallId", ";to-tag=1;from-tag=2", "syntax at ';to-tag=1;from-tag=2'"},
    {"TwoAtSigns", "a@b@c;to-tag=1;from-tag=2", "missing at 'a@b@c;to-tag=1;from-tag=2'"},
    {"BytesAfter", "a@b;to-tag=1;from-tag=2 x", "syntax at 'x'"},
};

TEST(DialogId, Replaces) { check_values<DialogId>(kReplaces, next_replaces, show); }

const ValueCase kJoin[] = {
    {"Rfc3911", "12adf2f34456gs5;to-tag=12345;from-tag=54321", "12adf2f34456gs5|12345|54321"},
    {"EarlyOnlyIsUnknown", "a;to-tag=1;from-tag=2;early-only", "a|1|2"},
    {"NoTags", "a", "missing at 'a'"},
};

TEST(DialogId, Join) { check_values<DialogId>(kJoin, next_join, show); }

const ValueCase kTargetDialog[] = {
    {"Rfc4538", "fa77as7dad8-sd98ajzz@host.example.com;local-tag=kkaz-;remote-tag=6544",
     "fa77as7dad8-sd98ajzz@host.example.com|kkaz-|6544"},
    {"TagsOfReplaces", "a@b;to-tag=1;from-tag=2", "missing at 'a@b;to-tag=1;from-tag=2'"},
};

TEST(DialogId, TargetDialog) { check_values<DialogId>(kTargetDialog, next_target_dialog, show); }

const ValueCase kCallIds[] = {
    {"Plain", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6@biloxi.com",
     "f81d4fae-7dec-11d0-a765-00a0c91e6bf6@biloxi.com"},
    // RFC 4475 section 3.1.1.2
    {"AllOfAWord", "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
     "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"},
    // RFC 3261 section 20.21
    {"InReplyTo", "70710@saturn.bell-tel.com, 17320@saturn.bell-tel.com",
     "70710@saturn.bell-tel.com / 17320@saturn.bell-tel.com"},
    {"TwoWords", "a b", "syntax at 'b'"},
    {"NothingAfterAt", "a@", "syntax at ''"},
    {"Semicolon", "a;b", "syntax at ';b'"},
    {"Empty", "", "syntax at ''"},
};

TEST(DialogId, CallIds) {
  check_values<std::string_view>(kCallIds, next_call_id,
                                 [](std::string_view id) { return std::string(id); });
}

}  // namespace
}  // namespace weir::sip
