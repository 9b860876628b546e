/** Durability is not negotiable: the ledger and the usage record promise "on disk before the answer". */
const durability = { fsync: "on", full_page_writes: "on", synchronous_commit: "on" };

/**
 * Statements, parameters and error details may hold personal values and never reach the server's log: only
 * messages about the server itself (LOG, FATAL, PANIC) are written, without detail and without statement.
 */
const discretion = {
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_checkpoints: "off",
};

/** Settings every embedded server is started with. */
export const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  ...durability,
  ...discretion,
};
