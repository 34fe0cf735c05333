/** A local stack in a test: started by the test, or by `exec` around it. */
export type { Move } from "../api.ts";
export type { GmailFault } from "../gmail/faults.ts";
export { connectLocal, type LocalStack } from "./connect-local.ts";
export type { Mail, MailFilter } from "./inbox.ts";
export {
	type StartedLocal,
	type StartLocalOptions,
	startLocal,
} from "./start-local.ts";
