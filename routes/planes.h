// planes: which statements of a script run on an lcore, which with control, and which never.
#pragma once

#include "routes/ast.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::routes {

// Where something may run, as bits; 0: it never does.
inline constexpr std::uint8_t kOnLcore = 1;
inline constexpr std::uint8_t kOnControl = 2;

// True for functions that an lcore cannot run, built or planned: it hands the message over.
bool needs_control(std::string_view function) noexcept;

// Follows every route from where it is started: request_route, the unnamed onreply_route,
// onsend_route and per-message events on an lcore, what a transaction or a timer starts on control.
// Whatever follows a handoff runs on control; constant conditions choose their branch; what stands
// behind exit, or behind a route that always ends the script, never runs. A route whose name is
// computed may be any that has one.
class Planes {
 public:
  // Borrows the script.
  explicit Planes(const Script& script);

  std::uint8_t of(const Statement& statement) const noexcept { return find(&statement); }
  std::uint8_t of(const Expression& call) const noexcept { return find(&call); }
  // Where the block begins; 0: nobody calls it.
  std::uint8_t of(const RouteBlock& block) const noexcept;
  // True when the route, begun on an lcore, may hand over, itself or by a route that it calls.
  bool hands_off(std::string_view route) const noexcept;

 private:
  // All blocks of one kind and name.
  struct Route {
    std::vector<const RouteBlock*> blocks;
    std::uint8_t entry = 0;
    std::array<std::uint8_t, 2> left = {};  // where it is left, by where it was entered
    bool hands_off = false;
  };
  using Routes = std::map<std::string, Route, std::less<>>;

  std::uint8_t find(const void* node) const noexcept;
  void mark(const void* node, std::uint8_t at) { nodes_[node] |= at; }
  bool settle(Route& route);
  std::uint8_t run(const Statements& list, std::uint8_t at);
  std::uint8_t statement(const Statement& s, std::uint8_t at);
  std::uint8_t if_statement(const Statement& s, std::uint8_t at);
  std::uint8_t switch_statement(const Statement& s, std::uint8_t at);
  std::uint8_t while_statement(const Statement& s, std::uint8_t at);
  std::uint8_t expression(const Expression& e, std::uint8_t at);
  std::uint8_t call(const Expression& e, std::uint8_t at);
  std::uint8_t enter(Route& route, std::uint8_t at);

  std::array<Routes, kBlockWords.size()> routes_;
  std::unordered_map<const void*, std::uint8_t> nodes_;
  std::vector<std::uint8_t> breaks_;  // of each switch and while around here
  std::uint8_t returned_ = 0;
  bool handed_off_ = false;
  bool changed_ = false;
};

// The truth of a condition that no message changes: 1 or 0; -1 when it depends on one.
int constant_truth(const Expression& condition);

}  // namespace weir::routes
