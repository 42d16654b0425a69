// The vocabulary of module sdpops.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSdpopsFunctions = std::to_array<FunctionSpec>({
    {"sdp_content", "sdpops", "I", Plane::kAny, kAnywhere,
     "True when the body, or a part of it, is a session description; 1: by its Content-Type "
     "alone."},
    {"sdp_get", "sdpops", "v", Plane::kAny, kAnywhere, "Puts the session description into an AVP."},
    {"sdp_get_address_family", "sdpops", "", Plane::kAny, kAnywhere,
     "4 or 6: the address family of the session's connection."},
    {"sdp_get_line_startswith", "sdpops", "vs", Plane::kAny, kAnywhere,
     "Puts the first line that begins with a text into an AVP."},
    {"sdp_keep_codecs_by_id", "sdpops", "sS", Plane::kAny, kAnywhere,
     "Removes all codecs but those payload types, of all media or of one type."},
    {"sdp_keep_codecs_by_name", "sdpops", "sS", Plane::kAny, kAnywhere,
     "Removes all codecs but those names, of all media or of one type."},
    {"sdp_print", "sdpops", "i", Plane::kAny, kAnywhere,
     "Logs the parts of the session description at a level."},
    {"sdp_remove_codecs_by_id", "sdpops", "sS", Plane::kAny, kAnywhere,
     "Removes codecs by their payload types, of all media or of one type."},
    {"sdp_remove_codecs_by_name", "sdpops", "sS", Plane::kAny, kAnywhere,
     "Removes codecs by their names, of all media or of one type."},
    {"sdp_remove_line_by_prefix", "sdpops", "sS", Plane::kAny, kAnywhere,
     "Removes all lines that begin with a text, of the whole description or of one media type."},
    {"sdp_remove_media", "sdpops", "s", Plane::kAny, kAnywhere,
     "Removes all streams of a media type."},
    {"sdp_remove_transport", "sdpops", "s", Plane::kAny, kAnywhere,
     "Removes all streams of a transport."},
    {"sdp_transport", "sdpops", "v", Plane::kAny, kAnywhere,
     "Puts the transport that all streams have in common into an AVP."},
    {"sdp_with_active_media", "sdpops", "s", Plane::kAny, kAnywhere,
     "True when a stream of that media type has a port and is not inactive."},
    {"sdp_with_codecs_by_id", "sdpops", "s", Plane::kAny, kAnywhere,
     "1 when every stream has all of those payload types, 2 when some are there."},
    {"sdp_with_codecs_by_name", "sdpops", "s", Plane::kAny, kAnywhere,
     "1 when every stream has all of those codecs, 2 when some are there."},
    {"sdp_with_ice", "sdpops", "", Plane::kAny, kAnywhere, "True when there is an a=candidate."},
    {"sdp_with_media", "sdpops", "s", Plane::kAny, kAnywhere,
     "True when there is a stream of that media type."},
    {"sdp_with_transport", "sdpops", "s", Plane::kAny, kAnywhere,
     "True when a stream has that transport."},
    {"sdp_with_transport_like", "sdpops", "s", Plane::kAny, kAnywhere,
     "True when the transport of a stream holds that text."},
    {"sdp_iterator_append", "sdpops", "ss", Plane::kAny, kAnywhere,
     "Adds a text behind the line where the walk stands."},
    {"sdp_iterator_end", "sdpops", "s", Plane::kAny, kAnywhere, "Ends a named walk."},
    {"sdp_iterator_insert", "sdpops", "ss", Plane::kAny, kAnywhere,
     "Adds a text before the line where the walk stands."},
    {"sdp_iterator_next", "sdpops", "s", Plane::kAny, kAnywhere,
     "Goes to the next line; false at the end."},
    {"sdp_iterator_rm", "sdpops", "s", Plane::kAny, kAnywhere,
     "Removes the line where the walk stands."},
    {"sdp_iterator_start", "sdpops", "s", Plane::kAny, kAnywhere,
     "Starts a named walk over the lines."},
});

}  // namespace weir::routes
