// The vocabulary of pseudo-variables.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::routes {

// What a pseudo-variable stands for; several names may share one.
enum class PvId : std::uint16_t {
  kReturnCode,
  kConstants,
  kRandom,
  kAdvertisedAddress,
  kAdvertisedPort,
  kReceivedAddress,
  kReceivedName,
  kReceivedPort,
  kReceivedUri,
  kTimeValue,
  kTimeText,
  kUnixTime,
  kFormatted,
  kFamily,
  kAssertedUri,
  kAuthRealm,
  kAuthUser,
  kAvp,
  kBranchFlagsHex,
  kBranchFlags,
  kBodySize,
  kContentType,
  kCallId,
  kContentLength,
  kCSeqNumber,
  kCSeqBody,
  kContact,
  kContactUri,
  kDestinationTransport,
  kDestinationHost,
  kDefine,
  kDefineNumber,
  kDiversionUri,
  kDestinationPort,
  kDestination,
  kEnvironment,
  kFromUser,
  kFromHost,
  kFromDisplay,
  kForcedSocket,
  kForcedSocketName,
  kFromTag,
  kFromUri,
  kHeader,
  kHeaderCount,
  kHeaderList,
  kHeaderListCount,
  kMessageFlagsHex,
  kMessageBuffer,
  kMessageFlags,
  kMessageId,
  kMessageLength,
  kMessageType,
  kNextHop,
  kNull,
  kOriginalTransport,
  kOriginalUser,
  kOriginalHost,
  kOriginalPort,
  kOriginalUri,
  kProcessId,
  kTransport,
  kPreferredUri,
  kUriTransport,
  kUriUser,
  kBody,
  kUriHost,
  kRemotePartyUri,
  kMethod,
  kMethodId,
  kUriPort,
  kReason,
  kStatus,
  kUri,
  kSipVersion,
  kUriScheme,
  kScriptFlagsHex,
  kSourceSocket,
  kSelect,
  kScriptFlags,
  kTable,
  kTableDecrement,
  kTableExpires,
  kTableIncrement,
  kShared,
  kSourceAddress,
  kServerId,
  kSourceHost,
  kSending,
  kSendingTo,
  kSourcePort,
  kSourceUri,
  kToUser,
  kToHost,
  kTimeField,
  kTimeFormat,
  kToDisplay,
  kToTag,
  kToUri,
  kUserAgent,
  kVariable,
  kVersion,
};

inline constexpr std::size_t kPvCount = 102;

// What stands in the parentheses behind the name.
enum class PvInner : std::uint8_t {
  kNone,
  kVariable,  // a name, which gets a slot
  kAvp,       // a name, or s:NAME or i:NUMBER, which gets a number
  kText,      // a text, which may hold pseudo-variables
  kTable,     // TABLE=>KEY, the key may hold pseudo-variables
  kShared,    // a name, the key of table 0
  kConstant,  // a text, its meaning known before the first message
  kField,     // one of a few words
};

struct PvSpec {
  std::string_view name;
  PvId id;
  PvInner inner;
  bool writable;
  std::string_view doc;  // one sentence
};

// Sorted by name.
inline constexpr auto kPseudoVariables = std::to_array<PvSpec>({
    {"?", PvId::kReturnCode, PvInner::kNone, false, "Another name of $rc."},
    {"K", PvId::kConstants, PvInner::kConstant, false, "Protocol constants."},
    {"RANDOM", PvId::kRandom, PvInner::kNone, false, "A random number."},
    {"RAi", PvId::kAdvertisedAddress, PvInner::kNone, false, "Its advertised address."},
    {"RAp", PvId::kAdvertisedPort, PvInner::kNone, false, "Its advertised port."},
    {"Ri", PvId::kReceivedAddress, PvInner::kNone, false, "Address of our socket."},
    {"Rn", PvId::kReceivedName, PvInner::kNone, false, "Its name."},
    {"Rp", PvId::kReceivedPort, PvInner::kNone, false, "Its port."},
    {"Ru", PvId::kReceivedUri, PvInner::kNone, false, "Our socket as a URI."},
    {"TV", PvId::kTimeValue, PvInner::kField, false, "s u sn un Sn."},
    {"Tf", PvId::kTimeText, PvInner::kNone, false, "The time as text."},
    {"Ts", PvId::kUnixTime, PvInner::kNone, false, "Seconds since 1970."},
    {"_s", PvId::kFormatted, PvInner::kText, false, "A text with its pseudo-variables replaced."},
    {"af", PvId::kFamily, PvInner::kNone, false, "INET or INET6."},
    {"ai", PvId::kAssertedUri, PvInner::kNone, false, "URI of P-Asserted-Identity."},
    {"ar", PvId::kAuthRealm, PvInner::kNone, false, "Their realm."},
    {"au", PvId::kAuthUser, PvInner::kNone, false, "User name of the credentials."},
    {"avp", PvId::kAvp, PvInner::kAvp, true, "Attribute: a stack of values."},
    {"bF", PvId::kBranchFlagsHex, PvInner::kNone, true, "The same in hexadecimal."},
    {"bf", PvId::kBranchFlags, PvInner::kNone, true, "Flags of branch 0."},
    {"bs", PvId::kBodySize, PvInner::kNone, false, "Length of the body."},
    {"cT", PvId::kContentType, PvInner::kNone, false, "Content-Type."},
    {"ci", PvId::kCallId, PvInner::kNone, false, "Call-ID."},
    {"cl", PvId::kContentLength, PvInner::kNone, false, "Content-Length."},
    {"cs", PvId::kCSeqNumber, PvInner::kNone, false, "Number of the CSeq."},
    {"csb", PvId::kCSeqBody, PvInner::kNone, false, "The CSeq."},
    {"ct", PvId::kContact, PvInner::kNone, false, "The first Contact header."},
    {"cts", PvId::kContact, PvInner::kNone, false, "Another name of $ct."},
    {"ctu", PvId::kContactUri, PvInner::kNone, false, "URI of the first Contact."},
    {"dP", PvId::kDestinationTransport, PvInner::kNone, false, "Transport of $du."},
    {"dd", PvId::kDestinationHost, PvInner::kNone, false, "Host of $du."},
    {"def", PvId::kDefine, PvInner::kConstant, false, "Text of a #!define."},
    {"defn", PvId::kDefineNumber, PvInner::kConstant, false, "Number of a #!define."},
    {"di", PvId::kDiversionUri, PvInner::kNone, false, "URI of Diversion."},
    {"dp", PvId::kDestinationPort, PvInner::kNone, false, "Port of $du."},
    {"du", PvId::kDestination, PvInner::kNone, true,
     "Where the request goes; unset: to the request URI."},
    {"duri", PvId::kDestination, PvInner::kNone, true, "Another name of $du."},
    {"env", PvId::kEnvironment, PvInner::kConstant, false,
     "Variable of the environment, read at start."},
    {"fU", PvId::kFromUser, PvInner::kNone, false, "Its user."},
    {"fd", PvId::kFromHost, PvInner::kNone, false, "Its host."},
    {"fn", PvId::kFromDisplay, PvInner::kNone, false, "Display name of the From."},
    {"fs", PvId::kForcedSocket, PvInner::kNone, true, "Socket to send from."},
    {"fsn", PvId::kForcedSocketName, PvInner::kNone, true, "Its name."},
    {"ft", PvId::kFromTag, PvInner::kNone, false, "Tag of the From."},
    {"fti", PvId::kFromTag, PvInner::kNone, false, "Another name of $ft."},
    {"fu", PvId::kFromUri, PvInner::kNone, false, "From URI."},
    {"ful", PvId::kFromUri, PvInner::kNone, false, "From URI."},
    {"hdr", PvId::kHeader, PvInner::kText, false, "Value of a header."},
    {"hdrc", PvId::kHeaderCount, PvInner::kText, false, "How many headers of that name there are."},
    {"hfl", PvId::kHeaderList, PvInner::kText, false,
     "Value of a header, comma lists taken apart."},
    {"hflc", PvId::kHeaderListCount, PvInner::kText, false,
     "How many values of that header there are."},
    {"mF", PvId::kMessageFlagsHex, PvInner::kNone, true, "The same in hexadecimal."},
    {"mb", PvId::kMessageBuffer, PvInner::kNone, false, "The message as received."},
    {"mf", PvId::kMessageFlags, PvInner::kNone, true, "Message flags."},
    {"mi", PvId::kMessageId, PvInner::kNone, false, "Number of the message."},
    {"ml", PvId::kMessageLength, PvInner::kNone, false, "Its length."},
    {"mt", PvId::kMessageType, PvInner::kNone, false, "1 request, 2 reply."},
    {"nh", PvId::kNextHop, PvInner::kField, false, "u U d p P of the next hop."},
    {"null", PvId::kNull, PvInner::kNone, false, "Nothing."},
    {"oP", PvId::kOriginalTransport, PvInner::kNone, false, "Its transport."},
    {"oU", PvId::kOriginalUser, PvInner::kNone, false, "Its user."},
    {"od", PvId::kOriginalHost, PvInner::kNone, false, "Its host."},
    {"op", PvId::kOriginalPort, PvInner::kNone, false, "Its port."},
    {"ou", PvId::kOriginalUri, PvInner::kNone, false, "Request URI as received."},
    {"pp", PvId::kProcessId, PvInner::kNone, false, "Number of the process."},
    {"pr", PvId::kTransport, PvInner::kNone, false, "Another name of $proto."},
    {"proto", PvId::kTransport, PvInner::kNone, false, "Transport: udp, tcp, ..."},
    {"pu", PvId::kPreferredUri, PvInner::kNone, false, "URI of P-Preferred-Identity."},
    {"rP", PvId::kUriTransport, PvInner::kNone, false, "Its transport."},
    {"rU", PvId::kUriUser, PvInner::kNone, true, "Its user."},
    {"rb", PvId::kBody, PvInner::kNone, false, "The body."},
    {"rc", PvId::kReturnCode, PvInner::kNone, false, "Code of the last function or route."},
    {"rd", PvId::kUriHost, PvInner::kNone, true, "Its host."},
    {"re", PvId::kRemotePartyUri, PvInner::kNone, false, "URI of Remote-Party-ID."},
    {"retcode", PvId::kReturnCode, PvInner::kNone, false, "Another name of $rc."},
    {"rm", PvId::kMethod, PvInner::kNone, false, "Method; of a reply the one it answers."},
    {"rmid", PvId::kMethodId, PvInner::kNone, false, "Number of the method."},
    {"rp", PvId::kUriPort, PvInner::kNone, true, "Its port."},
    {"rr", PvId::kReason, PvInner::kNone, false, "Reason phrase of a reply."},
    {"rs", PvId::kStatus, PvInner::kNone, false, "Status code of a reply."},
    {"ru", PvId::kUri, PvInner::kNone, true, "Request URI."},
    {"ruri", PvId::kUri, PvInner::kNone, true, "Another name of $ru."},
    {"rv", PvId::kSipVersion, PvInner::kNone, false, "SIP version of the start line."},
    {"rz", PvId::kUriScheme, PvInner::kNone, false, "Scheme of the request URI."},
    {"sF", PvId::kScriptFlagsHex, PvInner::kNone, true, "The same in hexadecimal."},
    {"sas", PvId::kSourceSocket, PvInner::kNone, false, "Source as proto:address:port."},
    {"sel", PvId::kSelect, PvInner::kConstant, false, "A select."},
    {"sf", PvId::kScriptFlags, PvInner::kNone, true, "Script flags."},
    {"sht", PvId::kTable, PvInner::kTable, true, "Value of a shared table."},
    {"shtdec", PvId::kTableDecrement, PvInner::kTable, false,
     "Takes one away, and gives the difference."},
    {"shtex", PvId::kTableExpires, PvInner::kTable, true, "Seconds until it expires."},
    {"shtinc", PvId::kTableIncrement, PvInner::kTable, false, "Adds one, and gives the sum."},
    {"shv", PvId::kShared, PvInner::kShared, true, "Shared variable."},
    {"si", PvId::kSourceAddress, PvInner::kNone, false, "Source address."},
    {"sid", PvId::kServerId, PvInner::kNone, false, "server_id."},
    {"siz", PvId::kSourceHost, PvInner::kNone, false, "Source address, IPv6 in brackets."},
    {"snd", PvId::kSending, PvInner::kField, false,
     "ip port af proto buf len of what is about to be sent: our side."},
    {"sndfrom", PvId::kSending, PvInner::kField, false, "As $snd."},
    {"sndto", PvId::kSendingTo, PvInner::kField, false, "ip port af proto of where it goes."},
    {"sp", PvId::kSourcePort, PvInner::kNone, false, "Source port."},
    {"su", PvId::kSourceUri, PvInner::kNone, false, "Source as a URI."},
    {"tU", PvId::kToUser, PvInner::kNone, false, "Its user."},
    {"td", PvId::kToHost, PvInner::kNone, false, "Its host."},
    {"time", PvId::kTimeField, PvInner::kField, false,
     "sec min hour mday mon year wday yday isdst."},
    {"timef", PvId::kTimeFormat, PvInner::kText, false, "strftime of that format."},
    {"tn", PvId::kToDisplay, PvInner::kNone, false, "Display name of the To."},
    {"tt", PvId::kToTag, PvInner::kNone, false, "Tag of the To."},
    {"tti", PvId::kToTag, PvInner::kNone, false, "Another name of $tt."},
    {"tu", PvId::kToUri, PvInner::kNone, false, "To URI."},
    {"tul", PvId::kToUri, PvInner::kNone, false, "To URI."},
    {"ua", PvId::kUserAgent, PvInner::kNone, false, "User-Agent."},
    {"var", PvId::kVariable, PvInner::kVariable, true, "Script variable of this message."},
    {"version", PvId::kVersion, PvInner::kField, false, "num full hash."},
    {"vn", PvId::kVariable, PvInner::kVariable, true, "The same, null when unset."},
    {"vz", PvId::kVariable, PvInner::kVariable, true, "The same, 0 when unset."},
});

// Names Kamailio has whose machinery is not built yet.
inline constexpr std::string_view kPlannedPseudoVariables =
    "AU Au C DLG_count DLG_lifetime DLG_status HN RAu RAut Ras Rut T TF TS T_branch "
    "T_branch_idx T_inv T_reply_code T_reply_last T_reply_reason T_reply_ruid T_req T_rpl Tb aU "
    "aa ad adc adn ado adr adu atkv bR blitval br branch ccp cfg cnt conid curlerror dbr dic "
    "dip dir dlg dlg_ctx dlg_var dns ds dset dsg dsv err.class err.info err.level evapi expires "
    "fsp gip2 hep hfitbody hfitname http_req hu jwt ksr location_ua mbu mq_size mqk mqv msrp "
    "mts naptrquery notify_reply pU pd phn pn prid ptrquery rUl rcv rdir route_uri rpl rr_count "
    "rr_top_count rtpstat ruid rul sbranch sdp shtcn shtcv shtitkey shtitval shtrecord shvinc "
    "sipdump siptrace sruid srvquery stat subs sut tls uac_req ulc url utime utimef uuid via0 "
    "via1 viaZ ws_conid xavi xavp xavu";

// The row of `name`, or nullptr.
const PvSpec* find_pseudo_variable(std::string_view name) noexcept;
bool is_planned_pseudo_variable(std::string_view name) noexcept;

}  // namespace weir::routes
