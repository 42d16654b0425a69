// The DPDK ports' kernel side: twins, neighbours and routes. A part of the bridge.
#pragma once

#include "control/log.h"

#include <memory>
#include <span>
#include <string>

namespace weir::dataplane {
class Plane;
struct PortSpec;
}  // namespace weir::dataplane

namespace weir::control {

// All methods belong to the control thread. A text returned is an error that says what to do, or
// empty. Without DPDK ports nothing is opened, but routes are still followed: they choose the
// socket that a datagram leaves by.
class Twins {
 public:
  explicit Twins(Log& log);
  ~Twins();
  Twins(const Twins&) = delete;
  Twins& operator=(const Twins&) = delete;

  // Before EAL takes the devices: refuses those that the machine needs, and keeps the kernel's
  // input path off the others. `devices`: modparam("dpdk", "port", ...), one text each.
  std::string prepare(std::span<const std::string> devices, bool force);

  // After Plane::open, before launch.
  std::string open(dataplane::Plane& plane);

  // Before the plane ends.
  void close();

  // A turn of the control loop: frames to and from the kernel, changed routes and neighbours.
  void turn();

  // An epoll descriptor, readable when turn() has something to do, or the plane has (its own
  // event_fd() is in it).
  int event_fd() const noexcept { return epoll_; }
  // False: there is something already, do not sleep.
  bool prepare_sleep();
  void woken();

 private:
  struct State;

  int epoll_ = -1;
  std::unique_ptr<State> state_;
};

}  // namespace weir::control
