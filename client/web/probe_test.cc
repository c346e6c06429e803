#include "client/web/probe.h"

#include <chrono>
#include <cstdlib>
#include <map>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "client/web/curl.h"
#include "client/web/fake_web_server.h"
#include "client/web/request.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::web {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Status(const std::string& line, const std::string& more = "") {
  return absl::StrCat("HTTP/1.1 ", line,
                      "\r\nContent-Length: 0\r\nConnection: close\r\n", more,
                      "\r\n");
}

bool Asks(const std::string& request, const std::string& what) {
  return absl::StartsWith(request, absl::StrCat(what, " HTTP/"));
}

const ProbeLimits kHere = {.timeout = absl::Seconds(30), .open_private = true};

std::map<size_t, Probed> ProbeThem(const std::vector<std::string>& addresses,
                                   const ProbeLimits& limits = kHere) {
  std::map<size_t, Probed> all;
  EXPECT_OK(ProbeAll(
      addresses, limits,
      [&](size_t index, const Probed& probed) {
        EXPECT_TRUE(all.emplace(index, probed).second) << index;
      },
      [] { return false; }));
  EXPECT_EQ(all.size(), addresses.size());
  return all;
}

Probed ProbeOne(const std::string& address, const ProbeLimits& limits = kHere) {
  return ProbeThem({address}, limits)[0];
}

TEST(Probe, HeadIsEnoughWhereItIsAnswered) {
  FakeWebServer server([](const std::string&) { return Status("200 OK"); });
  const Probed probed = ProbeOne(server.Url("/page?a=1#part"));
  EXPECT_EQ(probed.ending, Ending::kAnswered);
  EXPECT_EQ(probed.status, 200);
  EXPECT_EQ(probed.moved_to, "");
  EXPECT_THAT(server.Asked(), ElementsAre("HEAD /page?a=1"));
}

TEST(Probe, BodyIsAskedForWhereHeadsAreNotAnsweredAndNotRead) {
  FakeWebServer server([](const std::string& request) {
    if (Asks(request, "HEAD /close")) return std::string();
    if (absl::StartsWith(request, "HEAD")) {
      return Status("405 Method Not Allowed");
    }
    // More than is sent: whoever reads it waits.
    return std::string("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\nbody");
  });
  for (const char* path : {"/no", "/close"}) {
    const Probed probed = ProbeOne(server.Url(path));
    EXPECT_EQ(probed.ending, Ending::kAnswered) << path;
    EXPECT_EQ(probed.status, 200) << path;
  }
  EXPECT_THAT(server.Asked(),
              ElementsAre("HEAD /no", "GET /no", "HEAD /close", "GET /close"));
}

TEST(Probe, WhoMustSignInIsAskedOnce) {
  FakeWebServer server(
      [](const std::string&) { return Status("401 Unauthorized"); });
  EXPECT_EQ(ProbeOne(server.Url("/")).status, 401);
  EXPECT_THAT(server.Asked(), SizeIs(1));
}

TEST(Probe, OnlyRedirectsForGoodMoveIt) {
  FakeWebServer server([](const std::string& request) {
    if (Asks(request, "HEAD /old")) {
      return Status("301 Moved Permanently", "Location: /new\r\n");
    }
    if (Asks(request, "HEAD /new")) {
      return Status("308 Permanent Redirect", "Location: /newest\r\n");
    }
    if (Asks(request, "HEAD /newest")) {
      return Status("302 Found", "Location: /signin\r\n");
    }
    if (Asks(request, "HEAD /signin")) {
      return Status("301 Moved Permanently", "Location: /form\r\n");
    }
    return Status("200 OK");
  });
  const Probed moved = ProbeOne(server.Url("/old"));
  EXPECT_EQ(moved.ending, Ending::kAnswered);
  EXPECT_EQ(moved.status, 200);
  EXPECT_EQ(moved.moved_to, server.Url("/newest"));
  EXPECT_EQ(ProbeOne(server.Url("/newest")).moved_to, "");
}

TEST(Probe, CirclesAndRedirectsToOtherThingsEnd) {
  FakeWebServer server([](const std::string& request) {
    if (Asks(request, "HEAD /file")) {
      return Status("302 Found", "Location: file:///etc/passwd\r\n");
    }
    if (Asks(request, "HEAD /mail")) {
      return Status("302 Found", "Location: mailto:ads@example.com\r\n");
    }
    return Status("302 Found", "Location: /circle\r\n");
  });
  for (const char* path : {"/circle", "/file", "/mail"}) {
    EXPECT_EQ(ProbeOne(server.Url(path)).ending, Ending::kRedirects) << path;
  }
  EXPECT_THAT(server.Asked(), SizeIs(13));
}

TEST(Probe, CookieOfARedirectIsBroughtBack) {
  FakeWebServer server([](const std::string& request) {
    return absl::StrContains(request, "Cookie: seen=1")
               ? Status("200 OK")
               : Status("302 Found",
                        "Location: /\r\nSet-Cookie: seen=1; Path=/\r\n");
  });
  EXPECT_EQ(ProbeOne(server.Url("/")).status, 200);
}

TEST(Probe, PrivateAddressesAreNotOpened) {
  FakeWebServer server([](const std::string&) { return Status("200 OK"); });
  ProbeLimits outside = kHere;
  outside.open_private = false;
  EXPECT_EQ(ProbeOne(server.Url("/"), outside).ending, Ending::kPrivate);
  const std::string named = absl::StrCat(
      "http://localhost", server.Url("/").substr(strlen("http://127.0.0.1")));
  EXPECT_EQ(ProbeOne(named, outside).ending, Ending::kPrivate);
  EXPECT_EQ(ProbeOne("http://[::1]:1/", outside).ending, Ending::kPrivate);
  EXPECT_THAT(server.Asked(), IsEmpty());
}

TEST(Probe, WhatDoesNotAnswerSaysHow) {
  std::string gone;
  {
    FakeWebServer server([](const std::string&) { return Status("200 OK"); });
    gone = server.Url("/");
  }
  EXPECT_EQ(ProbeOne(gone).ending, Ending::kUnreachable);
  // A label of 64 letters: refused without asking the network.
  const std::string nowhere = "http://" + std::string(64, 'a') + ".example/";
  EXPECT_EQ(ProbeOne(nowhere).ending, Ending::kNoHost);
  EXPECT_EQ(ProbeOne("http://").ending, Ending::kNoHost);
  FakeWebServer silent([](const std::string&) { return std::string(); });
  EXPECT_EQ(ProbeOne(silent.Url("/")).ending, Ending::kUnreachable);
  EXPECT_THAT(silent.Asked(), ElementsAre("HEAD /", "GET /"));
  FakeWebServer slow([](const std::string&) {
    absl::SleepFor(absl::Milliseconds(1500));
    return Status("200 OK");
  });
  ProbeLimits hasty = kHere;
  hasty.timeout = absl::Milliseconds(200);
  EXPECT_EQ(ProbeOne(slow.Url("/"), hasty).ending, Ending::kTimeout);
}

TEST(Probe, LettersBeyondAsciiAreEncoded) {
  FakeWebServer server([](const std::string&) { return Status("200 OK"); });
  EXPECT_EQ(ProbeOne(server.Url("/страница?q=я")).status, 200);
  EXPECT_THAT(server.Asked(),
              ElementsAre("HEAD /%d1%81%d1%82%d1%80%d0%b0%d0%bd%d0%b8%d1%86%d0"
                          "%b0?q=%d1%8f"));
}

TEST(ParseAddress, HostIsEncodedAndOnlyTheWebIsOpened) {
  ASSERT_OK_AND_ASSIGN(const Curl* curl, Curl::Load());
  const auto host = [curl](const std::string& text) {
    const auto address = ParseAddress(*curl, text);
    return address.has_value() ? address->host : "";
  };
  EXPECT_EQ(host("https://Пример.РФ/карта"), "xn--e1afmkfd.xn--p1ai");
  EXPECT_EQ(host("HTTPS://Example.COM:8443/a b"), "example.com");
  for (const char* no : {"", "example.com", "ftp://example.com/", "https://",
                         "mailto:a@example.com", "https://ex ample.com/"}) {
    EXPECT_EQ(host(no), "") << no;
  }
}

TEST(Probe, AHostIsAskedByFewAtOnceAndAllAreAnswered) {
  FakeWebServer server([](const std::string&) {
    absl::SleepFor(absl::Milliseconds(5));
    return Status("200 OK");
  });
  std::vector<std::string> addresses;
  for (int i = 0; i < 50; ++i) {
    addresses.push_back(server.Url(absl::StrCat("/", i)));
  }
  for (const auto& [index, probed] : ProbeThem(addresses)) {
    EXPECT_EQ(probed.status, 200) << index;
  }
  EXPECT_LE(server.Most(), 2);
}

TEST(Probe, StopEndsIt) {
  FakeWebServer server([](const std::string&) {
    absl::SleepFor(absl::Milliseconds(300));
    return Status("200 OK");
  });
  int told = 0;
  EXPECT_OK(ProbeAll(
      {server.Url("/"), server.Url("/")}, kHere,
      [&](size_t, const Probed&) { ++told; }, [] { return true; }));
  EXPECT_EQ(told, 0);
}

class ProbeTlsTest : public ::testing::Test {
 protected:
  void TearDown() override { unsetenv("SSL_CERT_FILE"); }

  // Browsers here know no other authority.
  void Trust(const FakeCertificate& certificate) {
    const std::string path = folder_.path() + "/ca.pem";
    certificate.WriteTo(path);
    setenv("SSL_CERT_FILE", path.c_str(), 1);
  }

  klad::testing::TempFolder folder_;
};

TEST_F(ProbeTlsTest, SaysWhenTheCertificateEnds) {
  const FakeCertificate certificate(absl::Hours(24 * 5));
  Trust(certificate);
  FakeWebServer server([](const std::string&) { return Status("200 OK"); },
                       &certificate);
  const Probed probed = ProbeOne(server.Url("/"));
  EXPECT_EQ(probed.ending, Ending::kAnswered);
  const absl::Duration left =
      absl::FromUnixMillis(probed.certificate_until_ms) - absl::Now();
  EXPECT_GT(left, absl::Hours(24 * 5 - 1));
  EXPECT_LE(left, absl::Hours(24 * 5));
}

TEST_F(ProbeTlsTest, WhatBrowsersDoNotTakeIsACertificateMatter) {
  const FakeCertificate known(absl::Hours(24));
  Trust(known);
  const FakeCertificate strange(absl::Hours(24));
  const FakeCertificate over(absl::Seconds(-60));
  for (const FakeCertificate* bad : {&strange, &over}) {
    if (bad == &over) Trust(over);
    FakeWebServer server([](const std::string&) { return Status("200 OK"); },
                         bad);
    EXPECT_EQ(ProbeOne(server.Url("/")).ending, Ending::kCertificate);
    EXPECT_THAT(server.Asked(), IsEmpty());
  }
}

}  // namespace
}  // namespace klad::web
