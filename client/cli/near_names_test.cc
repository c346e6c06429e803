#include "client/cli/near_names.h"

#include "gtest/gtest.h"

namespace klad::cli {
namespace {

TEST(NearNames, NameTheSafeAndEachCredentialOnce) {
  NearNames names;
  names.Add("ads", "Яндекс Директ");
  names.Add("pr", "Яндекс Директ");
  names.Add("ads", "VK");
  EXPECT_EQ(names.HintFor("яндекс директ"),
            "did you mean ads/Яндекс Директ, pr/Яндекс Директ?");
  EXPECT_EQ(names.HintFor("bank"), "");
}

TEST(NearNames, AreThreeAtMost) {
  NearNames names;
  for (const char* safe : {"a", "b", "c", "d"}) names.Add(safe, "VK");
  EXPECT_EQ(names.HintFor("vk"), "did you mean a/VK, b/VK, c/VK?");
}

}  // namespace
}  // namespace klad::cli
