import { maskAddress } from "../functions/send-email/domain/address.ts";
import { sayStatus } from "../functions/send-email/domain/status-text.ts";
import type { SenderState } from "./sender-state.ts";

export interface StatusReport {
	/** `sending`, or why not. */
	readonly verdict: string;
	readonly sending: boolean;
	/** The first line for people. */
	readonly say: string;
	readonly lines: readonly string[];
}

/** What to tell of a sender: the first line is a verdict and what to type. */
export function reportStatus(
	state: SenderState,
	about: {
		readonly mailbox: string;
		readonly flags: string;
		readonly mappingId: string;
		readonly now: number;
	},
): StatusReport {
	const { verdict, say } = verdictOf(state, about);
	const causes = Object.entries(state.deadByCause).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return {
		verdict,
		sending: verdict === "sending",
		say,
		lines: [
			`Waiting       ${state.ready} ready, ${state.hidden} waiting for their time or at work`,
			`Dead letters  ${state.deadLetters}${causes.length === 0 ? "" : ` (${causes.join(", ")})`}`,
			`App Password  ${state.password}`,
			`Mapping       ${state.mapping}`,
		],
	};
}

function verdictOf(
	state: SenderState,
	{
		mailbox,
		flags,
		mappingId,
		now,
	}: { mailbox: string; flags: string; mappingId: string; now: number },
): { verdict: string; say: string } {
	const lost = "Is mail lost? No, it waits in the queue.";
	if (state.password !== "stored") {
		const what =
			state.password === "empty"
				? "There is no App Password yet"
				: "The secret cannot be read as an App Password";
		return {
			verdict: "config",
			say: `Not sending: ${what}. ${lost} Type: npm run ops -- set-password${flags}`,
		};
	}
	const status = sayStatus(state.breaker, {
		mailbox: maskAddress(mailbox),
		now,
		secretVersion: state.secretVersion,
		flags,
	});
	if (status.verdict !== "sending")
		return { verdict: status.verdict, say: status.say };
	if (state.mapping !== "Enabled" && state.mapping !== "Enabling") {
		return {
			verdict: "paused",
			say: `Not sending: the event source mapping is ${state.mapping}. ${lost} Type: aws lambda update-event-source-mapping --uuid ${mappingId} --enabled`,
		};
	}
	return { verdict: "sending", say: status.say };
}
