// Every engine the contract is tested on.
#ifndef KLAD_TESTS_CONTRACT_ENGINES_H_
#define KLAD_TESTS_CONTRACT_ENGINES_H_

#include <memory>
#include <string>
#include <vector>

#include "server/store/store.h"

namespace klad::testing {

class Engine {
 public:
  virtual ~Engine() = default;
  virtual store::Store* store() = 0;
  // Closes the store and opens it again.
  virtual void Reopen() = 0;
};

// "memory", "rocks", "sealed_memory", "sealed_rocks".
std::vector<std::string> EngineNames();
std::unique_ptr<Engine> MakeEngine(const std::string& name);

}  // namespace klad::testing

#endif  // KLAD_TESTS_CONTRACT_ENGINES_H_
