// Makes a Run the one under way, and its transaction one that must not go. For the engine's files.
#pragma once

#include "control/transaction/engine.h"

namespace weir::control::transaction {

class Engine::Scope {
 public:
  Scope(Engine& engine, Run& run) noexcept : engine_(engine), run_(run) {
    run.outer = engine.run_;
    engine.run_ = &run;
  }
  ~Scope() { engine_.run_ = run_.outer; }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Engine& engine_;
  Run& run_;
};

}  // namespace weir::control::transaction
