// Socket: how bytes get from client to service: Unix domain sockets, ssh, and the threads around
// them.
//
// - A client calls `Transport.connect(to:)` with a `ServiceAddress` (`unix:PATH` or `ssh://…`) and
//   then `readFrame` and `writeFrame`; a `SocketError` says what failed and what to do.
// - The service calls `Listener.open` or `Listener.activated`, then `accept` in a loop; a
//   `Transport` per client, a `WorkerThread` per transport, one `BlockingQueue` to its writer.
// - `Supervisor` speaks systemd's notify protocol; `Signals` waits for SIGTERM and SIGHUP.
//
// Every descriptor is close-on-exec and owned by one `Descriptor`; no write raises SIGPIPE; every
// wait has a deadline unless its caller says otherwise. Nothing here knows what the bytes mean.
