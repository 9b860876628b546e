/** What stops a start or a command, told to the person at the terminal: what is wrong, where, how to mend it. */
export class OperatorError extends Error {
  override name = "OperatorError";
}
