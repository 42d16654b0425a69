#include "sip/remote_party_id.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const RemotePartyId& r) {
  return std::string(r.address.display_text()) + "|" + std::string(r.address.uri) + "|" +
         std::string(r.party) + "|" + std::string(r.id_type) + "|" + std::string(r.privacy) + "|" +
         std::string(r.screen);
}

const ValueCase kCases[] = {
    // draft-ietf-sip-privacy-04 section 5
    {"Draft",
     "\"John Smith\" <sip:+19725551212@foo.com;user=phone>;party=calling;id-type=subscriber"
     ";privacy=full;screen=yes",
     "John Smith|sip:+19725551212@foo.com;user=phone|calling|subscriber|full|yes"},
    {"TwoValues", "<sip:a@b>;party=called, <sip:c@d>;screen=no",
     "|sip:a@b|called||| / |sip:c@d||||no"},
    {"Extension", "<sip:a@b>;privacy=\"uri-network\";x=y", "|sip:a@b|||uri-network|"},

    {"NoValue", "<sip:a@b>;party", "syntax at 'party'"},
    {"TwoScreens", "<sip:a@b>;screen=no;screen=yes", "duplicate at 'screen=yes'"},
    {"NoUri", "<>;party=calling", "empty at '>;party=calling'"},
};

TEST(RemotePartyId, Cases) { check_values<RemotePartyId>(kCases, next_remote_party_id, show); }

}  // namespace
}  // namespace weir::sip
