import type { DrillAnswer, LocalClock, LocalState, Move } from "../api.ts";
import type { GmailFault } from "../gmail/faults.ts";
import { askAt } from "./ask.ts";
import { inboxOf } from "./inbox.ts";

/** What a test does with a local stack. */
export type LocalStack = ReturnType<typeof connectLocal>;

/** A stack that runs already, such as that of `exec`. @param url the inbox's address. @default INBOX_URL of the environment */
export function connectLocal(url = process.env.INBOX_URL) {
	if (url === undefined || !URL.canParse(url))
		throw new Error(
			`Cannot connect to a local stack at ${JSON.stringify(url)}: run the tests by npx sqs-gmail-sender-local exec -- npm test, which sets INBOX_URL, or use startLocal()`,
		);
	const ask = askAt(url);
	return {
		inbox: inboxOf(ask, url),
		gmail: {
			/** Lets the look-alike Gmail fail, in place of what it did before. @throws Error that says what is wrong with a fault */
			fail: (...faults: readonly GmailFault[]) =>
				ask<void>("/gmail/faults", { method: "PUT", body: faults }),
			/** Ends every failure. */
			mend: () => ask<void>("/gmail/faults", { method: "DELETE" }),
		},
		clock: {
			/** Moves the time of everything: functions, schedules, alarms, waits, limits. @returns when all that became due is done */
			advance: (move: Move) =>
				ask<LocalClock>("/local/clock", { method: "POST", body: move }),
			now: () => ask<LocalClock>("/local/clock"),
		},
		drill: {
			/** Causes what an alarm, such as `auth-refused`, tells of. @param sender its name, if there are several */
			begin: (alarm: string, sender?: string) =>
				ask<DrillAnswer>("/local/drills", {
					method: "POST",
					body: { alarm, sender },
				}),
			/** Ends all that drills have caused. */
			end: () => ask<DrillAnswer>("/local/drills", { method: "DELETE" }),
		},
		/** Whether mail flows, which alarms are red. */
		state: () => ask<LocalState>("/local/state"),
	};
}
