// EVP of OpenSSL 3.0 allocates a state whenever a digest begins, contexts kept or not; an lcore
// must not allocate. The functions below EVP work on the stack. They are deprecated, not removed.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "routes/digest.h"

#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <initializer_list>

namespace weir::routes {
namespace {

class Md5 {
 public:
  static constexpr std::size_t kSize = 16;
  Md5() noexcept { MD5_Init(&context_); }
  void add(const void* bytes, std::size_t size) noexcept { MD5_Update(&context_, bytes, size); }
  void finish(unsigned char* sum) noexcept { MD5_Final(sum, &context_); }

 private:
  MD5_CTX context_;
};

class Sha256 {
 public:
  static constexpr std::size_t kSize = 32;
  Sha256() noexcept { SHA256_Init(&context_); }
  void add(const void* bytes, std::size_t size) noexcept { SHA256_Update(&context_, bytes, size); }
  void finish(unsigned char* sum) noexcept { SHA256_Final(sum, &context_); }

 private:
  SHA256_CTX context_;
};

// SHA-512/256: SHA-512 from other initial values, cut to its first half. FIPS 180-4
// section 5.3.6.2.
class Sha512Half {
 public:
  static constexpr std::size_t kSize = 32;
  Sha512Half() noexcept {
    constexpr std::array<std::uint64_t, 8> kInitial = {
        0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
        0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2};
    SHA512_Init(&context_);
    for (std::size_t i = 0; i < kInitial.size(); ++i) context_.h[i] = kInitial[i];
  }
  void add(const void* bytes, std::size_t size) noexcept { SHA512_Update(&context_, bytes, size); }
  void finish(unsigned char* sum) noexcept { SHA512_Final(sum, &context_); }

 private:
  SHA512_CTX context_;
};

using Pieces = std::initializer_list<std::string_view>;

// The hash of the pieces with a colon between each two.
template <class Hash>
DigestText hash_with(Pieces pieces) noexcept {
  Hash hash;
  bool first = true;
  for (const std::string_view piece : pieces) {
    if (!first) hash.add(":", 1);
    hash.add(piece.data(), piece.size());
    first = false;
  }
  std::array<unsigned char, SHA512_DIGEST_LENGTH> sum{};
  hash.finish(sum.data());
  DigestText text;
  for (std::size_t i = 0; i < Hash::kSize; ++i) {
    text.digits[2 * i] = "0123456789abcdef"[sum[i] >> 4];
    text.digits[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
  }
  text.size = 2 * Hash::kSize;
  return text;
}

DigestText hash_joined(DigestHash hash, Pieces pieces) noexcept {
  switch (hash) {
    case DigestHash::kMd5:
      return hash_with<Md5>(pieces);
    case DigestHash::kSha256:
      return hash_with<Sha256>(pieces);
    case DigestHash::kSha512_256:
      return hash_with<Sha512Half>(pieces);
  }
  return {};
}

}  // namespace

std::optional<DigestHash> digest_hash(std::string_view name) noexcept {
  if (name == "MD5") return DigestHash::kMd5;
  if (name == "SHA-256") return DigestHash::kSha256;
  if (name == "SHA-512-256") return DigestHash::kSha512_256;
  return std::nullopt;
}

DigestText digest_ha1(DigestHash hash, std::string_view username, std::string_view realm,
                      std::string_view password) noexcept {
  return hash_joined(hash, {username, realm, password});
}

DigestText digest_userhash(DigestHash hash, std::string_view username,
                           std::string_view realm) noexcept {
  return hash_joined(hash, {username, realm});
}

DigestText digest_response(std::string_view ha1, const DigestRequest& request) noexcept {
  const DigestHash hash = request.hash;
  DigestText session;
  if (request.session) {
    session = hash_joined(hash, {ha1, request.nonce, request.cnonce});
    ha1 = session;
  }
  if (request.qop == DigestQop::kNone) {
    const DigestText ha2 = hash_joined(hash, {request.method, request.uri});
    return hash_joined(hash, {ha1, request.nonce, ha2});
  }
  const bool with_body = request.qop == DigestQop::kAuthInt;
  const DigestText ha2 =
      with_body
          ? hash_joined(hash, {request.method, request.uri, hash_joined(hash, {request.body})})
          : hash_joined(hash, {request.method, request.uri});
  const std::string_view qop = with_body ? "auth-int" : "auth";
  return hash_joined(hash, {ha1, request.nonce, request.nonce_count, request.cnonce, qop, ha2});
}

bool verify_digest(std::string_view ha1, const DigestRequest& request,
                   std::string_view given) noexcept {
  const DigestText wanted = digest_response(ha1, request);
  return given.size() == wanted.size &&
         CRYPTO_memcmp(given.data(), wanted.digits.data(), wanted.size) == 0;
}

}  // namespace weir::routes
