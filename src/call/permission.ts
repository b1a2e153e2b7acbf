/**
 * Deno's permission for the network.
 *
 * Without it Deno's `fetch` throws before it connects. If the body is a `Blob` or a stream, Deno then never ends
 * the program: it has begun to read the body, and nothing closes it. With bytes it ends. So a request that lacks
 * the permission gets its body as bytes, although Deno might repeat such a request (see `exchange.ts`): it only
 * repeats one whose kept-alive connection was closed, and there is no such connection to a host that this program
 * may not reach.
 *
 * @module
 */

interface WithPermissions {
  readonly Deno?: {
    readonly permissions?: {
      readonly querySync?: (
        permission: { readonly name: "net"; readonly host: string },
      ) => { readonly state: string };
    };
  };
}

/** The body to give to `fetch`. */
export const bodyFor = async (
  url: string,
  body: Blob | undefined,
): Promise<Blob | ArrayBuffer | undefined> => {
  if (mayConnect(url)) return body;
  const bytes = await body?.arrayBuffer();
  // Meanwhile the user may have allowed it for another request, whose connection is kept alive.
  return mayConnect(url) ? body : bytes;
};

/** Whether the program may connect to a URL without asking. Always so on other runtimes. */
export const mayConnect = (url: string): boolean => {
  const { hostname, port, protocol } = new URL(url);
  const host = `${hostname}:${port || (protocol === "http:" ? 80 : 443)}`;
  const { Deno } = globalThis as WithPermissions;
  try {
    const permission = Deno?.permissions?.querySync?.({ name: "net", host });
    return permission === undefined || permission.state === "granted";
  } catch {
    // A host that is no name of DNS; `fetch` says so itself.
    return true;
  }
};
