import { HearthError } from "@hearth/core/errors";

/** The line as typed makes no command: exit code 2. */
export class UsageError extends HearthError {
  constructor(message: string) {
    super("invalid_request", message);
    this.name = "UsageError";
  }
}
