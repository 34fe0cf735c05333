/** AWS on this machine: what a synthesized template has, running behind one address on loopback. */
export { text as readBody } from "node:stream/consumers";
export { parseTemplate } from "./api-gateway/mapping-template.ts";
export { render } from "./api-gateway/render-template.ts";
export { clockEnvironment } from "./clock.ts";
export type { SynthesizedStack } from "./deployer.ts";
export { targetInput } from "./events/event-input.ts";
export { matchesPattern } from "./events/event-pattern.ts";
export type { SqsQueue } from "./fauxqs-parts.ts";
export { foreignPage } from "./foreign-page.ts";
export { LOCAL_CREDENTIALS, sendJson } from "./http.ts";
export type { LeftOutFunction } from "./lambda/left-out.ts";
export type { LocalFunction } from "./lambda/local-function.ts";
export { listenOn, type PortWish } from "./listen.ts";
export { fillInputTemplate } from "./pipes/input-template.ts";
export {
	type LocalAws,
	type StartOptions,
	startLocalAws,
} from "./start.ts";
