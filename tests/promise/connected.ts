/** Connections of `./promise` to a sandbox of their own, and what its tests say of outcomes. */
import {
  connect,
  type ConnectOptions,
  type Thulium,
} from "@thulium-effect/batch-customers/promise";
import {
  makeSandbox,
  type PlainSandbox,
  type SandboxOptions,
} from "@thulium-effect/batch-customers/sandbox";

/** A connection, and the sandbox behind it. */
export interface Connected extends AsyncDisposable {
  readonly thulium: Thulium;
  readonly sandbox: PlainSandbox;
}

/** Connects to a new sandbox. Retries wait a moment only. */
export const connected = (
  options: Partial<ConnectOptions> = {},
  sandboxOptions?: SandboxOptions,
): Connected => {
  const sandbox = makeSandbox(sandboxOptions);
  const thulium = connect({
    ...sandbox.connection,
    policies: { retry: { baseWait: 1 } },
    log: false,
    ...options,
  });
  return { thulium, sandbox, [Symbol.asyncDispose]: () => thulium[Symbol.asyncDispose]() };
};

/** Customers with an identifier. */
export const people = (count: number): ReadonlyArray<{ surname: string; identifier: string }> =>
  Array.from({ length: count }, (_, i) => ({ surname: `No${i}`, identifier: `K-${i}` }));

/** The tags of the outcomes of a loop, and what it threw. */
export const loopOver = async (
  rows: AsyncIterable<{ readonly outcome: { readonly _tag: string } }>,
): Promise<{ readonly tags: ReadonlyArray<string>; readonly thrown: unknown }> => {
  const tags: Array<string> = [];
  try {
    for await (const { outcome } of rows) tags.push(outcome._tag);
  } catch (thrown) {
    return { tags, thrown };
  }
  return { tags, thrown: undefined };
};

/** A `fetch` that reaches nobody. */
export const unreachable: typeof globalThis.fetch = () =>
  Promise.reject(
    new TypeError("error sending request", {
      cause: new Error("client error (Connect): tcp connect error: Connection refused"),
    }),
  );
