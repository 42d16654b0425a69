#include "routes/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace weir::routes {
namespace {

// What libcrypto allocates, from the start of the process on.
std::size_t allocations = 0;
const bool counting = CRYPTO_set_mem_functions(
                          [](std::size_t size, const char*, int) {
                            ++allocations;
                            return std::malloc(size);
                          },
                          [](void* block, std::size_t size, const char*, int) {
                            ++allocations;
                            return std::realloc(block, size);
                          },
                          [](void* block, const char*, int) { std::free(block); }) == 1;

struct Vector {
  const char* name;
  const char* username;
  const char* realm;
  const char* password;
  DigestRequest request;
  const char* response;
};

constexpr std::string_view kNonce7616 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
constexpr std::string_view kCnonce7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

const Vector kRfcVectors[] = {
    {"RFC 2617 section 3.5",
     "Mufasa",
     "testrealm@host.com",
     "Circle Of Life",
     {.qop = DigestQop::kAuth,
      .method = "GET",
      .uri = "/dir/index.html",
      .nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      .nonce_count = "00000001",
      .cnonce = "0a4f113b",
      .body = ""},
     "6629fae49393a05397450978507c4ef1"},
    {"RFC 7616 section 3.9.1, MD5",
     "Mufasa",
     "http-auth@example.org",
     "Circle of Life",
     {.qop = DigestQop::kAuth,
      .method = "GET",
      .uri = "/dir/index.html",
      .nonce = kNonce7616,
      .nonce_count = "00000001",
      .cnonce = kCnonce7616,
      .body = ""},
     "8ca523f5e9506fed4657c9700eebdbec"},
    {"RFC 7616 section 3.9.1, SHA-256",
     "Mufasa",
     "http-auth@example.org",
     "Circle of Life",
     {.hash = DigestHash::kSha256,
      .qop = DigestQop::kAuth,
      .method = "GET",
      .uri = "/dir/index.html",
      .nonce = kNonce7616,
      .nonce_count = "00000001",
      .cnonce = kCnonce7616,
      .body = ""},
     "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
    // The RFC prints what SHA-512 cut to 256 bits gives; erratum 4897 has the value of SHA-512/256.
    {"RFC 7616 section 3.9.2, erratum 4897",
     "J\xc3\xa4s\xc3\xb8n Doe",
     "api@example.org",
     "Secret, or not?",
     {.hash = DigestHash::kSha512_256,
      .qop = DigestQop::kAuth,
      .method = "GET",
      .uri = "/doe.json",
      .nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
      .nonce_count = "00000001",
      .cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
      .body = ""},
     "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"},
};

TEST(Digest, VectorsOfTheRfcs) {
  for (const Vector& v : kRfcVectors) {
    SCOPED_TRACE(v.name);
    const DigestText ha1 = digest_ha1(v.request.hash, v.username, v.realm, v.password);
    EXPECT_EQ(digest_response(ha1, v.request).view(), v.response);
    EXPECT_TRUE(verify_digest(ha1, v.request, v.response));
  }
}

TEST(Digest, Userhash) {
  // RFC 7616 section 3.9.2 with erratum 4897.
  EXPECT_EQ(
      digest_userhash(DigestHash::kSha512_256, "J\xc3\xa4s\xc3\xb8n Doe", "api@example.org").view(),
      "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
}

// One REGISTER in every way, as another implementation (Python's hashlib) has it.
struct Way {
  DigestHash hash;
  bool session;
  DigestQop qop;
  const char* response;
};

constexpr DigestHash kMd5 = DigestHash::kMd5;
constexpr DigestHash kSha256 = DigestHash::kSha256;
constexpr DigestHash kSha512 = DigestHash::kSha512_256;

const Way kWays[] = {
    {kMd5, false, DigestQop::kNone, "866d25c4077a2e5f91796218f6adbd9d"},
    {kMd5, false, DigestQop::kAuth, "1061470d1654f48507767543a3737009"},
    {kMd5, false, DigestQop::kAuthInt, "d94e6d41dc929b4c0da9148697e622bf"},
    {kMd5, true, DigestQop::kNone, "7bcde3fbc617dca1f5e1a8e5b29f2570"},
    {kMd5, true, DigestQop::kAuth, "4120fd9f900053ee3b42b2b7623df422"},
    {kMd5, true, DigestQop::kAuthInt, "c2f922c31838b197af8e09df6be6cb0a"},
    {kSha256, false, DigestQop::kNone,
     "6bc3bc4ebc554f9adee8a52a29fec3d71fe1a713cdd0e647b2ed6c2884d27dad"},
    {kSha256, false, DigestQop::kAuth,
     "7e8b250a6715342f3bb9130f53e8f3e17f1def0deeddfe1af7f4bd3b5778d081"},
    {kSha256, false, DigestQop::kAuthInt,
     "5aba21eac20749651c7c262da36d85a8cbbcbdf3db9b85b231cae1d528cbba5b"},
    {kSha256, true, DigestQop::kNone,
     "f585d8d559df24e6bd7c24abc85a61e46d371b01c65c5ba6b8b5ddd53c449a1b"},
    {kSha256, true, DigestQop::kAuth,
     "1be8ab9d4b0c6588dcc540a3bf232b1bf037f8c3a8c0fcd821b587b6dfed4e23"},
    {kSha256, true, DigestQop::kAuthInt,
     "6eb8ac8565a920d20fac9789c1c83471454459267cc898f9b41bc9078a5d853f"},
    {kSha512, false, DigestQop::kNone,
     "df7fcae9d47c867bff099dc04704adb36313203089ae3675026dad8cd0dc40f7"},
    {kSha512, false, DigestQop::kAuth,
     "6c57cb7019d3b28ee9ea9ad7363ad1c497399ff212c4c1ed3f1c33b0b94ab6bb"},
    {kSha512, false, DigestQop::kAuthInt,
     "22e153058dc01d8a11cd3a74ce5f6c8163e6e1ce1c66e8d698afc1ae97a333d7"},
    {kSha512, true, DigestQop::kNone,
     "138065799633ac398821992eee04a92ee0efc68ec53ab6ff74fe8eced6ae1c70"},
    {kSha512, true, DigestQop::kAuth,
     "f68f322c87725023d53aac80a41c1da68c6ac9d231e292ba132a350e53f0d33c"},
    {kSha512, true, DigestQop::kAuthInt,
     "d93cad6ddc343aebfdcc065e83ea2e08120888adef9d20ffdf9b0f90e48b4679"},
};

DigestRequest register_by(const Way& way) {
  return {.hash = way.hash,
          .session = way.session,
          .qop = way.qop,
          .method = "REGISTER",
          .uri = "sip:atlanta.example",
          .nonce = "abc",
          .nonce_count = "0000000a",
          .cnonce = "xyz",
          .body = "v=0\r\n"};
}

TEST(Digest, EveryWay) {
  for (const Way& way : kWays) {
    const DigestText ha1 = digest_ha1(way.hash, "alice", "atlanta.example", "wonderland");
    EXPECT_EQ(digest_response(ha1, register_by(way)).view(), way.response);
  }
}

TEST(Digest, VerifiesNothingElse) {
  const DigestText ha1 = digest_ha1(kSha256, "alice", "atlanta.example", "wonderland");
  const DigestRequest request = register_by(kWays[8]);
  const std::string right = kWays[8].response;
  EXPECT_TRUE(verify_digest(ha1, request, right));
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string wrong = right;
    wrong[i] = wrong[i] == '0' ? '1' : '0';
    EXPECT_FALSE(verify_digest(ha1, request, wrong)) << i;
  }
  EXPECT_FALSE(verify_digest(ha1, request, ""));
  EXPECT_FALSE(verify_digest(ha1, request, right.substr(1)));
  EXPECT_FALSE(verify_digest(ha1, request, right + "0"));
  EXPECT_FALSE(verify_digest("", request, right));
  // Each part of the request is under the hash.
  const auto changed = [&](auto change) {
    DigestRequest other = request;
    change(other);
    return verify_digest(ha1, other, right);
  };
  EXPECT_FALSE(changed([](DigestRequest& r) { r.method = "INVITE"; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.uri = "sip:atlanta.example;x"; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.nonce = "abd"; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.nonce_count = "0000000b"; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.cnonce = ""; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.body = "v=1\r\n"; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.qop = DigestQop::kAuth; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.session = true; }));
  EXPECT_FALSE(changed([](DigestRequest& r) { r.hash = DigestHash::kSha512_256; }));
}

// An lcore may compute digests: libcrypto allocates nothing for them.
TEST(Digest, AllocatesNothing) {
  ASSERT_TRUE(counting);
  const std::size_t before = allocations;
  for (const Way& way : kWays) {
    const DigestText ha1 = digest_ha1(way.hash, "alice", "atlanta.example", "wonderland");
    EXPECT_TRUE(verify_digest(ha1, register_by(way), way.response));
  }
  EXPECT_EQ(allocations, before);
  // What counts is there to count.
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EXPECT_GT(allocations, before);
  EVP_MD_CTX_free(context);
}

}  // namespace
}  // namespace weir::routes
