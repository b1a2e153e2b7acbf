/**
 * The handler as a Cloudflare Worker. Beside this file: `wrangler.json`. In a project of your own:
 *
 *     npx jsr add @thulium-effect/batch-customers && npm add effect
 *     npx wrangler secret put HANDLER_TOKENS       # for HANDLER_AUTH=token, and THULIUM_USER and
 *     npx wrangler secret put THULIUM_PASSWORD     # THULIUM_PASSWORD with it
 *     npx wrangler deploy
 *
 * Without a project, in a clone: `deno task build:worker`, then
 * `npx wrangler deploy dist/worker.js --config examples/cloudflare/wrangler.json`.
 */
export { default } from "@thulium-effect/batch-customers/cloudflare";
