// Image: a compiled script. Immutable; shared by all lcores until the next reload.
#pragma once

#include "routes/code.h"
#include "routes/fuse.h"
#include "routes/module_data.h"
#include "routes/rates.h"
#include "routes/regex.h"
#include "routes/route_list.h"
#include "routes/settings.h"
#include "sip/authentication.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// Whether request_route begins with a test of $sht(BAN_TABLE=>$si) that ends the script, so that
// the guard may act on that table before the parse.
enum class BanGate : std::uint8_t {
  kNone,          // no such test, or something an exemption could hide in stands before it
  kAlways,        // for every source
  kUnlessMyself,  // only where src_ip != myself
};

// uac restore_mode: who translates From and To back in requests of the dialog.
enum class UacRestore : std::uint8_t { kNone, kManual, kAuto };

// What natives read of the module parameters, resolved once.
struct Tunables {
  std::int32_t max_forwards_limit = 70;  // maxfwd max_limit
  bool rr_append_fromtag = true;
  bool rr_full_lr = false;
  bool rr_double = true;
  bool rr_force_send_socket = false;
  bool rr_username = false;       // add_username
  std::uint16_t rr_user_avp = 0;  // the number of custom_user_avp's name
  bool rr_custom_user = false;    // there is one
  bool rr_ignore_sips = false;
  bool rr_sockname = false;    // sockname_mode
  bool rr_loose_only = false;  // loose_route_mode
  std::uint32_t sanity_checks = 3047;
  std::uint32_t sanity_uri_checks = 7;
  bool sanity_autodrop = true;
  bool sanity_noreply = false;
  std::string sanity_proxy_require;  // option tags, separated by commas
  std::int32_t sl_default_code = 500;
  std::string sl_default_reason = "Internal Server Error";
  std::string log_prefix = "<script>: ";
  std::uint32_t prefix_entry = RouteList::kEmpty;  // code that puts log_prefix into a variable
  std::uint16_t prefix_variable = 0;
  bool prefix_each_line = false;                 // log_prefix_mode
  std::uint32_t xlog_entry = RouteList::kEmpty;  // the same for xlog's prefix, with prefix_mode
  std::uint16_t xlog_variable = 0;
  std::int32_t log_methods_filter = -1;  // xlog methods_filter: bits of $rmid
  std::int32_t max_while_loops = 100;
  std::int32_t server_id = 0;
  std::string via_params_xavp;           // xavp_via_params
  std::string via_fields_xavp;           // xavp_via_fields
  bool force_rport = false;              // the global parameter
  bool onsend_reply = false;             // onsend_route_reply
  std::int32_t random_probability = 10;  // cfgutils initial_probability
  std::uint32_t initial_gflags = 0;
  std::int32_t lock_set_size = 0;       // bits of a lock's name; 0: no locks
  std::int32_t e164_most = 16;          // siputils e164_max_len, "+" and digits
  std::string contact_separator = "*";  // siputils contact_flds_separator
  std::uint16_t rpid_avp = 0xffff;      // the number of that AVP's name; none without siputils
  std::string rpid_prefix;
  std::string rpid_suffix = ";party=calling;id-type=subscriber;screen=yes";
  std::string options_accept = "*/*";
  std::string options_accept_encoding;
  std::string options_accept_language = "en";
  std::string options_support;
  std::int32_t auth_nonce_expire = 300;  // seconds
  sip::DigestHash auth_hash = sip::DigestHash::kMd5;
  std::string auth_www_header = "WWW-Authenticate";
  std::string auth_proxy_header = "Proxy-Authenticate";
  bool path_use_received = false;
  bool path_double = false;  // enable_r2
  bool path_sockname = false;
  std::int32_t path_received_format = 0;
  std::string path_received_name = "received";
  UacRestore uac_restore = UacRestore::kNone;  // kAuto where the module is loaded
  std::string uac_password;
  std::string uac_from_param = "vsf";
  std::string uac_to_param = "vst";
  Limits limits;          // of ratelimit, pipelimit, statistics and counters
  PerlFlags perl_flags;   // of module regex
  bool cfgtrace = false;  // debugger: statements are logged
  std::int32_t trace_level = -1;
  int trace_facility = -1;
};

// What a variable holds when a message begins: modparam("pv", "varset", "NAME=TYPE:VALUE").
struct VariablePreset {
  std::uint16_t slot = 0;
  bool is_text = false;
  std::int32_t number = 0;
  std::string text;
};

class Image {
 public:
  Image();
  Image(Image&&) noexcept;
  Image& operator=(Image&&) noexcept;
  ~Image();

  std::span<const Instruction> code() const noexcept { return code_; }
  // What runs: see fuse.h. Of the same length.
  std::span<const Instruction> fast_code() const noexcept { return fast_; }
  std::span<const SwitchTable> switches() const noexcept { return switches_; }
  std::span<const PatternGroup> pattern_groups() const noexcept { return groups_; }
  std::string_view text(std::uint32_t id) const noexcept {
    return {pool_.data() + texts_[id].offset, texts_[id].size};
  }
  // True when `text` lies in the image, so that it stays what it is.
  bool owns(std::string_view text) const noexcept {
    return text.data() >= pool_.data() && text.data() + text.size() <= pool_.data() + pool_.size();
  }
  std::size_t text_count() const noexcept { return texts_.size(); }
  const PvRef& pv(std::uint32_t id) const noexcept { return pvs_[id]; }
  std::size_t pv_count() const noexcept { return pvs_.size(); }
  std::span<const sip::Prefix> prefixes() const noexcept { return prefixes_; }
  const RegexSet& regexes() const noexcept { return regexes_; }

  const RouteList& routes(RouteKind kind) const noexcept {
    return lists_[static_cast<std::size_t>(kind)];
  }
  // The slot of a name, or -1; event routes by their whole name ("core:msg-received").
  int find_route(RouteKind kind, std::string_view name) const noexcept {
    return routes(kind).find(name);
  }
  // True when that slot has code to run.
  bool has_route(RouteKind kind, int slot) const noexcept {
    return slot >= 0 && slot < routes(kind).used() && routes(kind).entry(slot) != RouteList::kEmpty;
  }

  const Settings& settings() const noexcept { return settings_; }
  const Tunables& tunables() const noexcept { return tunables_; }
  std::uint16_t variable_count() const noexcept {
    return static_cast<std::uint16_t>(variables_.size());
  }
  std::span<const VariableKind> variables() const noexcept { return variables_; }
  std::span<const VariablePreset> presets() const noexcept { return presets_; }
  std::span<const std::string> variable_names() const noexcept { return variable_names_; }
  std::span<const std::string> avp_names() const noexcept { return avp_names_; }
  // What modules read from files.
  const ModuleData& data() const noexcept { return data_; }
  // -1 when no script table has that name.
  int find_table(std::string_view name) const noexcept;

  BanGate ban_gate() const noexcept { return ban_gate_; }
  // True when a function of the control plane is called somewhere.
  bool hands_off() const noexcept { return hands_off_; }
  // The most route() frames in use at once, as far as constant names tell; kMaxRecursion when
  // routes call each other in circles.
  std::uint32_t static_depth() const noexcept { return static_depth_; }
  // The file:line an instruction came from.
  std::string location(std::uint32_t instruction) const;
  std::size_t bytes() const noexcept;  // of memory held

 private:
  friend class Builder;
  friend void fuse(Image& image);
  friend class ImageCorruptor;  // tests

  struct TextSpan {
    std::uint32_t offset;
    std::uint32_t size;
  };

  std::vector<Instruction> code_;
  std::vector<Instruction> fast_;
  std::vector<SwitchTable> switches_;
  std::vector<PatternGroup> groups_;
  std::vector<SourceLine> lines_;  // sorted by instruction
  std::vector<std::string> files_;
  std::string pool_;
  std::vector<TextSpan> texts_;
  std::vector<PvRef> pvs_;
  std::vector<sip::Prefix> prefixes_;
  RegexSet regexes_;
  std::array<RouteList, kRouteKinds> lists_;
  Settings settings_;
  Tunables tunables_;
  std::vector<VariableKind> variables_;
  std::vector<std::string> variable_names_;  // by slot
  std::vector<VariablePreset> presets_;
  std::vector<std::string> avp_names_;
  ModuleData data_;
  BanGate ban_gate_ = BanGate::kNone;
  std::uint32_t static_depth_ = 0;
  bool hands_off_ = false;
};

}  // namespace weir::routes
