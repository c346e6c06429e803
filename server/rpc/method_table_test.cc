#include "server/rpc/method_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "klad/v1/system.pb.h"
#include "tests/support/rpc_world.h"
#include "tests/support/status_matchers.h"

namespace klad::rpc {
namespace {

using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::FileDescriptorProto;
using ::google::protobuf::MethodDescriptorProto;
using ::klad::testing::RpcWorld;
using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kPing[] = "klad.v1.SystemService/Ping";

absl::Status Nothing(const Call&, const v1::PingRequest&, v1::PingResponse*) {
  return absl::OkStatus();
}

// A service test.Service with one method, for tables to be built against.
class OneMethod {
 public:
  OneMethod() : pool_(DescriptorPool::generated_pool()) {
    file_.set_name("test.proto");
    file_.set_package("test");
    file_.add_dependency("klad/v1/system.proto");
    file_.add_dependency("klad/v1/policy.proto");
    auto* service = file_.add_service();
    service->set_name("Service");
    method_ = service->add_method();
    method_->set_name("Do");
    method_->set_input_type(".klad.v1.PingRequest");
    method_->set_output_type(".klad.v1.PingResponse");
    v1::Policy* policy =
        method_->mutable_options()->MutableExtension(v1::policy);
    policy->set_caller(v1::CALLER_MEMBER);
    policy->set_permission("member");
    policy->set_audit(v1::AUDIT_DENIALS);
    policy->set_cost(v1::COST_INLINE);
  }

  MethodDescriptorProto* operator->() { return method_; }
  v1::Policy* policy() {
    return method_->mutable_options()->MutableExtension(v1::policy);
  }

  absl::Status Build(MethodTable* table) {
    return table->Build(
        std::vector<const FileDescriptor*>{pool_.BuildFile(file_)});
  }
  absl::Status Build() {
    MethodTable table;
    table.Bind<v1::PingRequest, v1::PingResponse>("test.Service/Do", Nothing);
    return Build(&table);
  }

 private:
  DescriptorPool pool_;
  FileDescriptorProto file_;
  MethodDescriptorProto* method_;
};

auto Mistake(const std::string& text) {
  return StatusIs(absl::StatusCode::kInternal, HasSubstr(text));
}

TEST(MethodTable, AllOfKladIsBuilt) {
  RpcWorld world;
  MethodTable table = world.Table();
  ASSERT_OK(table.Build());
  const Method* ping = table.Find(kPing);
  ASSERT_NE(ping, nullptr);
  EXPECT_EQ(ping->policy.permission(), "member");
  EXPECT_EQ(ping, &table.methods()[ping->index]);
  EXPECT_TRUE(table.Find("klad.v1.RosterService/Append")->reserved);
  EXPECT_FALSE(ping->reserved);
  EXPECT_EQ(table.Find("klad.v1.SystemService/Pin"), nullptr);
}

TEST(MethodTable, MethodThatIsNotBoundIsAMistake) {
  MethodTable table;
  table.Bind<v1::PingRequest, v1::PingResponse>(kPing, Nothing);
  EXPECT_THAT(table.Build(), Mistake("is not bound"));
}

TEST(MethodTable, MethodBoundTwiceIsAMistake) {
  RpcWorld world;
  MethodTable table = world.Table();
  table.Bind<v1::PingRequest, v1::PingResponse>(kPing, Nothing);
  EXPECT_THAT(table.Build(), Mistake("is bound twice"));
}

TEST(MethodTable, BoundWithoutAMethodIsAMistake) {
  RpcWorld world;
  MethodTable table = world.Table();
  table.Bind<v1::PingRequest, v1::PingResponse>("klad.v1.No/No", Nothing);
  EXPECT_THAT(table.Build(), Mistake("no such method"));
}

TEST(MethodTable, OneSoundMethodIsBuilt) { EXPECT_OK(OneMethod().Build()); }

TEST(MethodTable, OtherTypesAreAMistake) {
  OneMethod method;
  MethodTable table;
  table.Bind<v1::PingResponse, v1::PingResponse>(
      "test.Service/Do", [](const Call&, const v1::PingResponse&,
                            v1::PingResponse*) { return absl::OkStatus(); });
  EXPECT_THAT(method.Build(&table), Mistake("other types"));
}

TEST(MethodTable, ServerMayStreamWhereItNeverWaits) {
  OneMethod inline_one;
  inline_one->set_server_streaming(true);
  EXPECT_OK(inline_one.Build());
  OneMethod durable;
  durable->set_server_streaming(true);
  durable.policy()->set_cost(v1::COST_DURABLE);
  EXPECT_THAT(durable.Build(), Mistake("never waits"));
}

TEST(MethodTable, ClientThatStreamsIsAMistake) {
  OneMethod method;
  method->set_client_streaming(true);
  EXPECT_THAT(method.Build(), Mistake("streams"));
}

TEST(MethodTable, MissingPolicyIsAMistake) {
  OneMethod method;
  method->clear_options();
  EXPECT_THAT(method.Build(), Mistake("names no caller"));
}

TEST(MethodTable, PartialPolicyIsAMistake) {
  OneMethod no_permission;
  no_permission.policy()->clear_permission();
  EXPECT_THAT(no_permission.Build(), Mistake("permission"));
  OneMethod no_audit;
  no_audit.policy()->clear_audit();
  EXPECT_THAT(no_audit.Build(), Mistake("audit"));
  OneMethod no_cost;
  no_cost.policy()->clear_cost();
  EXPECT_THAT(no_cost.Build(), Mistake("cost"));
}

TEST(MethodTable, OnlyDurableMethodsAreReserved) {
  RpcWorld world;
  MethodTable table = world.Table();
  table.Reserve(kPing);
  EXPECT_THAT(table.Build(), Mistake("only durable"));
}

}  // namespace
}  // namespace klad::rpc
