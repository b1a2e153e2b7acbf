/**
 * The handler as a Cloudflare Worker. Its configuration is in `wrangler.json` next to this file. In a project of
 * your own:
 *
 *     npx jsr add @thulium-effect/batch-customers && npm install effect@^4.1.0
 *     npx wrangler deploy
 *
 * For `HANDLER_AUTH=token` also set the secrets:
 *
 *     npx wrangler secret put HANDLER_TOKENS
 *     npx wrangler secret put THULIUM_USER
 *     npx wrangler secret put THULIUM_PASSWORD
 *
 * In a clone, without a project: `deno task build:worker`, then
 * `npx wrangler deploy dist/worker.js --config examples/cloudflare/wrangler.json`.
 */
export { default } from "@thulium-effect/batch-customers/cloudflare";
