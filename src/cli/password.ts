/**
 * Asks for the password on a terminal.
 *
 * @module
 */
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal";
import * as Prompt from "effect/cli/Prompt";
import * as Effect from "effect/Effect";

/** Asks for a text that is not shown. */
export const askHidden = (message: string) =>
  Effect.provide(Prompt.run(Prompt.Hidden({ message })), NodeTerminal.layer);
