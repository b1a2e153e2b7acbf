/**
 * What the handler does, on every host: in memory, on `deno serve`, and in real workerd from the bundle. The sandbox
 * takes Thulium's place, with its faults on. Each suite starts one handler per host; `cases/` has what it must show.
 */
import { gone } from "./cases/gone.ts";
import { withLimits } from "./cases/limits.ts";
import { halfConfigured, withoutThulium } from "./cases/out_of_service.ts";
import { faults, outcomes } from "./cases/outcomes.ts";
import { log, pages } from "./cases/pages.ts";
import { refusals } from "./cases/refusals.ts";
import { streams } from "./cases/streams.ts";
import { updates } from "./cases/updates.ts";
import { workbooks } from "./cases/workbooks.ts";
import { withTokens } from "./cases/tokens.ts";
import { passthrough, type Suite } from "./given.ts";
import { hosts, startSandbox } from "./hosts.ts";

const suites: { readonly [name: string]: Suite } = {
  "a handler": {
    env: passthrough,
    cases: {
      ...{ ...outcomes, ...updates, ...refusals, ...pages, ...streams, ...workbooks },
      ...{ ...gone, ...faults, ...log },
    },
  },
  "a handler with tokens": withTokens,
  "a handler with limits": withLimits,
  "a handler without Thulium": withoutThulium,
  "a handler with half a configuration": halfConfigured,
};

for (const [host, start] of Object.entries(hosts)) {
  for (const [name, { cases, env }] of Object.entries(suites)) {
    Deno.test(`${host}, ${name}`, async (t) => {
      const sandbox = await startSandbox();
      const handler = await start(env(sandbox.url));
      try {
        for (const [sentence, body] of Object.entries(cases)) {
          sandbox.routes.reset();
          await t.step({
            name: sentence,
            fn: () => body({ handler, thulium: sandbox.routes, host }),
            sanitizeOps: false,
            sanitizeResources: false,
          });
        }
      } finally {
        await handler.close();
        await sandbox.close();
      }
    });
  }
}
