#include "control/lists/geo_database.h"

#include <fmt/format.h>
#include <maxminddb.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace weir::control::lists {
namespace {

constexpr unsigned kV4Depth = 96;  // of ::/96

struct Descriptor {
  explicit Descriptor(int number) : fd(number) {}
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd;
};

bool copy_all(int from, int to, std::size_t most) {
  static thread_local char chunk[65536];
  std::size_t copied = 0;
  for (;;) {
    const ssize_t got = read(from, chunk, sizeof chunk);
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || (copied += static_cast<std::size_t>(got)) > most) return false;
    for (ssize_t written = 0; written < got;) {
      const ssize_t put = write(to, chunk + written, static_cast<std::size_t>(got - written));
      if (put <= 0) return false;
      written += put;
    }
  }
}

// The library maps a file and would end us when the file is cut short under it: it gets a copy in
// memory. -1 with an `error`.
int copy_of(const std::string& path, std::string& error) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (file.fd < 0 || fstat(file.fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    error = fmt::format("cannot read '{}': name a MaxMind DB file (.mmdb) that is readable to us",
                        path);
    return -1;
  }
  if (static_cast<std::size_t>(status.st_size) > GeoDatabase::kMostBytes) {
    error = fmt::format(
        "{}: {} bytes, more than the {} that are taken: name a database of "
        "countries or systems, not of cities",
        path, status.st_size, GeoDatabase::kMostBytes);
    return -1;
  }
  const int copy = memfd_create("sipweir-geoip", MFD_CLOEXEC);
  if (copy >= 0 && copy_all(file.fd, copy, GeoDatabase::kMostBytes)) return copy;
  error = fmt::format("{}: cannot be copied to memory: {}", path, std::strerror(errno));
  if (copy >= 0) close(copy);
  return -1;
}

std::string_view text_of(const MMDB_entry_data_s& value) {
  if (!value.has_data || value.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {value.utf8_string, value.data_size};
}

// The texts and numbers that databases have: country.iso_code and autonomous_system_number of
// MaxMind and DB-IP, country_code or country, and asn ("AS64500") of IPinfo.
Country country_of(MMDB_entry_s& entry) {
  static constexpr const char* kPaths[][3] = {
      {"country", "iso_code", nullptr},
      {"country_code", nullptr, nullptr},
      {"country", nullptr, nullptr},
      {"registered_country", "iso_code", nullptr},
  };
  Country country = Country::kNone;
  for (const auto& path : kPaths) {
    MMDB_entry_data_s value = {};
    if (MMDB_aget_value(&entry, &value, path) != MMDB_SUCCESS) continue;
    if (parse_country(text_of(value), country)) return country;
  }
  return Country::kNone;
}

std::uint32_t asn_of(MMDB_entry_s& entry) {
  static constexpr const char* kNumber[] = {"autonomous_system_number", nullptr};
  static constexpr const char* kText[] = {"asn", nullptr};
  MMDB_entry_data_s value = {};
  if (MMDB_aget_value(&entry, &value, kNumber) == MMDB_SUCCESS && value.has_data) {
    if (value.type == MMDB_DATA_TYPE_UINT32) return value.uint32;
    if (value.type == MMDB_DATA_TYPE_UINT16) return value.uint16;
  }
  if (MMDB_aget_value(&entry, &value, kText) != MMDB_SUCCESS) return 0;
  std::string_view text = text_of(value);
  if (text.starts_with("AS")) text.remove_prefix(2);
  std::uint32_t number = 0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  return status == std::errc{} && rest == text.data() + text.size() ? number : 0;
}

bool place_of(std::uint8_t type, std::uint64_t record, const MMDB_entry_s& entry,
              GeoDatabase::Place& place) {
  place = {};
  switch (type) {
    case MMDB_RECORD_TYPE_SEARCH_NODE:
      place.is_node = true;
      place.node = static_cast<std::uint32_t>(record);
      return true;
    case MMDB_RECORD_TYPE_EMPTY:
      return true;
    case MMDB_RECORD_TYPE_DATA:
      place.data = entry.offset + 1;  // the first record stands at 0
      return true;
    default:
      return false;
  }
}

}  // namespace

bool parse_country(std::string_view text, Country& country) {
  if (text.size() != 2) return false;
  unsigned number = 0;
  for (const char c : text) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper < 'A' || upper > 'Z') return false;
    number = number << 8 | static_cast<unsigned char>(upper);
  }
  country = static_cast<Country>(number);
  return true;
}

std::string country_text(Country country) {
  const auto number = static_cast<unsigned>(country);
  return {static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
}

std::unique_ptr<GeoDatabase> GeoDatabase::open(const std::string& path, std::string& error) {
  const Descriptor copy(copy_of(path, error));
  if (copy.fd < 0) return nullptr;
  std::unique_ptr<GeoDatabase> database(new GeoDatabase);
  database->path_ = path;
  auto file = std::make_unique<MMDB_s>();
  const int status =
      MMDB_open(fmt::format("/proc/self/fd/{}", copy.fd).c_str(), MMDB_MODE_MMAP, file.get());
  if (status != MMDB_SUCCESS) {
    error = fmt::format("{}: no MaxMind DB file: {}", path, MMDB_strerror(status));
    return nullptr;
  }
  database->file_ = std::move(file);
  if (database->find_roots()) return database;
  error = fmt::format("{}: its search tree is broken: get the file again", path);
  return nullptr;
}

GeoDatabase::GeoDatabase() = default;

GeoDatabase::~GeoDatabase() {
  if (file_ != nullptr) MMDB_close(file_.get());
}

bool GeoDatabase::find_roots() {
  const Place root{file_->metadata.node_count != 0, 0, 0};
  if (file_->metadata.ip_version == 4) {
    v4_root_ = root;
    return true;
  }
  Place place = root;
  for (unsigned depth = 0; depth < kV4Depth && place.is_node; ++depth) {
    Place one;
    if (!descend(Place(place), /*v4=*/true, place, one)) return false;
  }
  v4_root_ = place;
  v6_root_ = root;
  return true;
}

std::string GeoDatabase::type() const { return file_->metadata.database_type; }

std::int64_t GeoDatabase::built() const {
  return static_cast<std::int64_t>(file_->metadata.build_epoch);
}

std::uint32_t GeoDatabase::nodes() const { return file_->metadata.node_count; }

bool GeoDatabase::descend(const Place& place, bool v4, Place& zero, Place& one) const {
  MMDB_search_node_s node = {};
  if (MMDB_read_node(file_.get(), place.node, &node) != MMDB_SUCCESS) return false;
  if (!place_of(node.left_record_type, node.left_record, node.left_record_entry, zero) ||
      !place_of(node.right_record_type, node.right_record, node.right_record_entry, one)) {
    return false;
  }
  if (v4 || !v4_root_.is_node) return true;
  for (Place* const below : {&zero, &one}) {
    if (below->is_node && below->node == v4_root_.node) *below = {};
  }
  return true;
}

GeoFacts GeoDatabase::facts(const Place& place) const {
  if (place.data == 0) return {};
  const auto [known, is_new] = known_.try_emplace(place.data);
  if (!is_new) return known->second;
  MMDB_entry_s entry{file_.get(), place.data - 1};
  known->second = {country_of(entry), asn_of(entry)};
  return known->second;
}

GeoFacts GeoDatabase::find(const sip::Address& address) const {
  const bool v4 = address.is_v4();
  Place place = root(v4);
  for (unsigned bit = v4 ? kV4Depth : 0; bit < 128 && place.is_node; ++bit) {
    Place zero;
    Place one;
    if (!descend(place, v4, zero, one)) return {};
    place = (address.bytes[bit / 8] >> (7 - bit % 8) & 1) == 0 ? zero : one;
  }
  return place.is_node ? GeoFacts{} : facts(place);
}

}  // namespace weir::control::lists
