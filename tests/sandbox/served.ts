/** A sandbox over HTTP, and requests to it that are written by hand: nothing here uses the client. */
import type { SandboxOptions, ServeOptions } from "../../src/sandbox/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";

const authorization = `Basic ${btoa("api_user:api_pass")}`;

/** Where batches are sent. */
export const path = "/api/batch/customers";

/** The headers of a body in JSON. */
export const json = { "content-type": "application/json" };

/** A `fetch` of one sandbox, with the right user and password. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** Serves a sandbox while `body` runs. */
export const withSandbox = async (
  body: (fetch: Fetch, url: string) => Promise<void>,
  options?: SandboxOptions & ServeOptions,
): Promise<void> => {
  const served = await serve(new Routes(options), options);
  try {
    await body(
      (path, init) =>
        fetch(served.url + path, { ...init, headers: { authorization, ...init?.headers } }),
      served.url,
    );
  } finally {
    await served.close();
  }
};

/** Sends a body as a batch. */
export const post = (fetch: Fetch, body: unknown): Promise<Response> =>
  fetch(path, { method: "POST", headers: json, body: JSON.stringify(body) });

/** Sends updates as a batch, and reads the answer. */
export const update = async (fetch: Fetch, ...customers: ReadonlyArray<unknown>) => {
  const body = JSON.stringify({ customers });
  return await (await fetch(path, { method: "PUT", headers: json, body })).json();
};

/** Sends customers as a batch, and reads the answer. */
export const add = async (fetch: Fetch, ...customers: ReadonlyArray<unknown>) =>
  await (await post(fetch, { customers })).json();

/** The status and the message of a refusal. */
export const messageOf = async (response: Response) => [
  response.status,
  (await response.json()).errors[0].message,
];
