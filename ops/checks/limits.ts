import { tableKey } from "../../core/contract.ts";
import {
	learnedNow,
	limitsNow,
	sharedWithOthers,
} from "../../core/quota/limits.ts";
import { quotaOf } from "../../core/quota/quota.ts";
import { readTableItem } from "../sender/readings.ts";
import { counted } from "../terminal/counted.ts";
import { type Check, ok, trouble } from "./check.ts";

export const limits: Check = {
	id: "limits",
	title: "the daily limits fit the mailbox, and nobody else uses them up",
	async run({ target, now, mend }) {
		const { mailbox, limits: configured } = target.sender;
		const most = mostOf(mailbox);
		const said = `${configured.messages} messages and ${configured.recipients} recipients a day`;
		if (
			configured.messages > most.messages ||
			configured.recipients > most.recipients
		) {
			return trouble(
				`the sender is configured for ${said}; Google allows ${mailbox} ${most.messages} and ${most.recipients}`,
				"Google stops the mailbox for a day before the sender slows down; correct mailboxType or dailyMessageLimit in senders.json, then deploy",
				mend.redeploy(),
			);
		}
		const quota = quotaOf(await readTableItem(target, tableKey.quota(mailbox)));
		const learned = learnedNow(quota, now);
		if (learned === undefined || !sharedWithOthers(quota, configured, now))
			return ok(said);
		const inForce = limitsNow(quota, configured, now);
		return trouble(
			`Google refused at ${new Date(learned.at).toISOString()}, after ${counted(learned.messages, "message", "messages")} of this sender: somebody else uses the mailbox, or its limit is lower`,
			`until ${new Date(learned.until).toISOString()}, at most ${counted(inForce.messages, "message a day is", "messages a day are")} sent; the rest waits`,
			mend.ops("status"),
		);
	},
};

/** The maximum that Google allows. The kind of a Workspace mailbox is unknown here, so the limit of the relay applies. */
function mostOf(mailbox: string) {
	return /@(gmail|googlemail)\.com$/i.test(mailbox)
		? { messages: 500, recipients: 500 }
		: { messages: 10_000, recipients: 10_000 };
}
