/**
 * Asks for the password on a terminal.
 *
 * @module
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodePath from "@effect/platform-node-shared/NodePath";
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal";
import * as Prompt from "effect/cli/Prompt";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

/** Asks for a text that is not shown. */
export const askHidden = (message: string) =>
  Effect.provide(
    Prompt.run(Prompt.Hidden({ message })),
    Layer.mergeAll(NodeFileSystem.layer, NodePath.layer, NodeTerminal.layer),
  );
