/** The bundles are not larger than their limits. */
import { assert } from "../support/assert.ts";
import { gzippedBytes } from "../support/bundle.ts";
import { sizes } from "./sizes.ts";

for (const { entry, maxBytes, what } of Object.values(sizes)) {
  Deno.test(`${what} is at most ${maxBytes.toLocaleString("en")} bytes, bundled and gzipped`, async () => {
    const bytes = await gzippedBytes(entry);
    const message = `${entry} has grown to ${bytes} bytes, ` +
      `${bytes - maxBytes} more than its limit in tests/bench/sizes.ts`;
    assert(bytes <= maxBytes, message);
  });
}
