import type { Mutant } from "../mutant.ts";

export default {
	path: "core/delivery/backoff.ts",
	text: `		Math.min(RELEASE_LAST_SECONDS, 60 * 2 ** Math.floor(receiveCount / 10)),
		random,`,
	becomes: `		0,
		random,`,
	wrong:
		"A released message is received 20 times a second, until SQS moves it without a reason.",
} satisfies Mutant;
