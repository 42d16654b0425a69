// Any bytes as a session description: views stay inside it, and each edit, applied and parsed
// again, has changed what it says and nothing else.
#include "sip/sdp_edit.h"

#include "tests/fuzz/require.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using weir::fuzz::require;
using namespace weir::sip;  // NOLINT: a fuzzer's only client

// A description as strings: what its lines say, stream by stream.
struct Stream {
  std::string port;
  std::string protocol;
  std::vector<std::string> formats;
  std::vector<std::string> lines;  // "a=sendrecv"; without m=
};

Stream read_section(const SdpSection& section, std::string_view whole) {
  Stream stream;
  SdpLines lines(section.text);
  while (const SdpLine line = lines.next()) {
    require(line.text.data() >= whole.data());
    require(line.text.data() + line.text.size() <= whole.data() + whole.size());
    if (line.type == 'm') continue;
    stream.lines.push_back(std::string(1, line.type) + "=" + std::string(line.value));
  }
  return stream;
}

std::vector<Stream> read(const Sdp& sdp) {
  std::vector<Stream> streams = {read_section(sdp.session(), sdp.text())};
  for (std::size_t i = 0; i < sdp.media_count(); ++i) {
    const SdpMedia media = sdp.media(i);
    Stream stream = read_section(media.section, sdp.text());
    stream.port = media.port_text;
    stream.protocol = media.protocol;
    std::string_view rest = media.formats;
    for (auto word = next_word(rest); !word.empty(); word = next_word(rest)) {
      stream.formats.emplace_back(word);
    }
    streams.push_back(stream);
  }
  return streams;
}

bool same(const std::vector<Stream>& a, const std::vector<Stream>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Stream& x, const Stream& y) {
    return x.port == y.port && x.protocol == y.protocol && x.formats == y.formats &&
           x.lines == y.lines;
  });
}

void read_values(const Sdp& sdp) {
  SdpLines lines(sdp.text());
  while (const SdpLine line = lines.next()) {
    (void)parse_sdp_bandwidth(line.value);
    (void)parse_sdp_timing(line.value);
    const std::size_t colon = line.value.find(':');
    const std::string_view value = line.value.substr(colon == line.value.npos ? 0 : colon + 1);
    (void)parse_sdp_rtpmap(value);
    (void)parse_sdp_fmtp(value);
    (void)parse_sdp_rtcp(value);
    (void)parse_sdp_candidate(value);
  }
  for (std::size_t i = 0; i < sdp.media_count(); ++i) {
    (void)on_hold(sdp, sdp.media(i));
    const Result<SdpFormats> formats = read_formats(sdp.media(i));
    require(formats || formats.error() == Error::kTooMany);
  }
}

bool is_of(const std::string& line, std::string_view name, const std::string& payload) {
  if (line.compare(0, 2, "a=") != 0) return false;
  const std::size_t colon = line.find(':');
  std::string own = line.substr(2, colon - 2);
  while (!own.empty() && std::string_view(" \t\r").find(own.back()) != std::string::npos) {
    own.pop_back();
  }
  if (own != name || colon == line.npos) return false;
  std::string_view rest = std::string_view(line).substr(colon + 1);
  return next_word(rest) == payload;
}

// One edit on strings, as the editor is meant to make it.
void remove_codec(Stream& stream, const std::string& payload) {
  std::erase(stream.formats, payload);
  std::erase_if(stream.lines, [&](const std::string& line) {
    return is_of(line, "rtpmap", payload) || is_of(line, "fmtp", payload) ||
           is_of(line, "rtcp-fb", payload);
  });
}

bool readdressed(std::string& line) {
  if (line.compare(0, 2, "c=") != 0) return true;
  const Result<SdpConnection> connection = parse_sdp_connection(std::string_view(line).substr(2));
  if (!connection) return false;
  const auto at = static_cast<std::size_t>(connection->address_type.data() - line.data());
  const auto end = static_cast<std::size_t>(connection->address.data() - line.data()) +
                   connection->address.size() + connection->suffix.size();
  const std::string_view old = std::string_view(line).substr(at, end - at);
  // Of the same family, the white space before the address stays.
  const std::string text = connection->address_type == "IP4"
                               ? std::string(old.substr(0, old.size() - connection->address.size() -
                                                               connection->suffix.size())) +
                                     "192.0.2.9"
                               : "IP4 192.0.2.9";
  line.replace(at, end - at, text);
  return true;
}

class Session {
 public:
  Session(std::string_view raw, const Sdp& sdp) : sdp_(sdp), editor_(raw, sdp, edits_, room_) {
    model_ = read(sdp);
    gone_.resize(model_.size());
  }

  void edit(std::uint8_t what, std::uint8_t where) {
    const std::size_t number = sdp_.media_count() == 0 ? 0 : where % sdp_.media_count();
    Stream& stream = model_[number + 1 < model_.size() ? number + 1 : 0];
    const bool media = sdp_.media_count() > 0;
    switch (what % 6) {
      case 0:
        connections();
        return;
      case 1:
        if (media && editor_.set_port(sdp_.media(number), where) == Error::kNone) {
          stream.port = std::to_string(where);
        }
        return;
      case 2: {
        const SdpSection section = media && where % 2 ? sdp_.media(number).section : sdp_.session();
        Stream& target = media && where % 2 ? stream : model_[0];
        if (editor_.add_attribute(section, "x:y") == Error::kNone) target.lines.push_back("a=x:y");
        return;
      }
      case 3:
        if (!media || editor_.remove_media(sdp_.media(number)) != Error::kNone) return;
        gone_[number + 1] = true;
        return;
      case 4:
        if (media) codecs(sdp_.media(number), stream, where, gone_[number + 1]);
        return;
      default:
        if (media && editor_.set_protocol(sdp_.media(number), "RTP/SAVP") == Error::kNone) {
          stream.protocol = "RTP/SAVP";
        }
    }
  }

  void check(std::string_view raw) const {
    std::string out(edits_.applied_size(raw), '\0');
    require(edits_.apply(raw, out).error() == Error::kNone);
    const Result<Sdp> again = parse_sdp(std::string_view(out).substr(1));
    require(static_cast<bool>(again));
    std::vector<Stream> expected;
    for (std::size_t i = 0; i < model_.size(); ++i) {
      if (!gone_[i]) expected.push_back(model_[i]);
    }
    require(same(expected, read(*again)));
  }

 private:
  void connections() {
    if (editor_.set_connections("192.0.2.9") != Error::kNone) return;
    for (std::size_t i = 0; i < model_.size(); ++i) {
      if (gone_[i]) continue;
      for (std::string& line : model_[i].lines) require(readdressed(line));
    }
  }

  void codecs(const SdpMedia& media, Stream& stream, std::uint8_t where, bool gone) {
    const std::string payload = std::to_string(where % 4 == 0 ? 101 : where % 9);
    const std::size_t before = stream.formats.size();
    const auto named = static_cast<std::size_t>(std::ranges::count(stream.formats, payload));
    const Result<std::size_t> removed = editor_.remove_codecs(media, {payload});
    if (!removed) {
      require(removed.error() != Error::kEmpty || named == before);
      return;
    }
    require(*removed == (gone ? 0 : named));
    if (named > 0) remove_codec(stream, payload);
  }

  Sdp sdp_;
  EditList edits_;
  std::array<char, 2048> bytes_{};
  TextRoom room_{bytes_};
  SdpEditor editor_;
  std::vector<Stream> model_;
  std::vector<bool> gone_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first byte says how many edits there are; two bytes each follow, and then the text.
  if (size < 1 || size > 8192) return 0;
  const std::size_t count = std::min<std::size_t>(data[0] % 8, (size - 1) / 2);
  const std::uint8_t* const edits = data + 1;
  const std::uint8_t* const text = edits + 2 * count;
  const auto text_size = static_cast<std::size_t>(data + size - text);
  const auto block = std::make_unique<char[]>(text_size + 1);
  block[0] = '!';  // the description does not begin where the edited text does
  if (text_size > 0) std::memcpy(block.get() + 1, text, text_size);
  const std::string_view raw(block.get(), text_size + 1);

  const Result<Sdp> sdp = parse_sdp(raw.substr(1));
  if (!sdp) return 0;
  read_values(*sdp);
  Session session(raw, *sdp);
  for (std::size_t i = 0; i < count; ++i) session.edit(edits[2 * i], edits[2 * i + 1]);
  session.check(raw);
  return 0;
}
