import type { Subscription } from "@aws-sdk/client-sns";
import { maskAddress } from "../../core/message/address.ts";
import { alarmTopicsOf } from "../sender/alarm-topics.ts";
import type { Mend } from "../sender/mend.ts";
import { isConfirmed, readSubscriptions } from "../sender/readings.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, type Finding, ok, trouble } from "./check.ts";

export const subscribers: Check = {
	id: "subscribers",
	title: "the alarm topics have confirmed subscribers",
	async run({ target, mend }) {
		const read = alarmTopicsOf(target).map(async (topic) => ({
			...topic,
			subscriptions: await readSubscriptions(target, topic.arn),
		}));
		return findingOf(await Promise.all(read), mend);
	},
};

interface Topic {
	readonly name: string;
	readonly arn: string;
	readonly subscriptions: readonly Subscription[];
}

/** Whether each topic has a subscriber who has confirmed. */
export function findingOf(topics: readonly Topic[], mend: Mend): Finding {
	const deaf = topics.filter(
		({ subscriptions }) => !subscriptions.some(isConfirmed),
	);
	if (deaf.length === 0) {
		return ok(
			topics
				.map(
					({ name, subscriptions }) =>
						`${name}: ${subscriptions.map(describeSubscription).join(", ")}`,
				)
				.join("; "),
		);
	}
	return trouble(
		deaf
			.map(({ name, subscriptions }) =>
				subscriptions.length === 0
					? `nobody is subscribed to the ${name} topic`
					: `the ${name} topic has no confirmed subscriber (invited: ${subscriptions.map(masked).join(", ")}): the link to confirm is in the mail "AWS Notification - Subscription Confirmation"; the command sends it again`,
			)
			.join("; "),
		"nobody is notified when mail stops",
		deaf.map((topic) => mend.aws(subscribeTo(topic, topics))).join(" && "),
	);
}

// Whoever listens to the one topic, or was asked to, is asked for the other.
function subscribeTo(topic: Topic, topics: readonly Topic[]): string {
	const known = [topic, ...topics].flatMap(
		({ subscriptions }) => subscriptions,
	)[0];
	const { Protocol = "email", Endpoint = "ONCALL@YOUR-DOMAIN" } = known ?? {};
	return `sns subscribe --topic-arn ${argument(topic.arn)} --protocol ${argument(Protocol)} --notification-endpoint ${argument(Endpoint)}`;
}

function describeSubscription(subscription: Subscription): string {
	return isConfirmed(subscription)
		? masked(subscription)
		: `${masked(subscription)} (not confirmed)`;
}

// An address, a telephone number or a URL with a token in it.
function masked({ Protocol = "", Endpoint = "" }: Subscription): string {
	if (Protocol.startsWith("email")) return maskAddress(Endpoint);
	if (Protocol === "sms") return `***${Endpoint.slice(-3)}`;
	return Protocol.startsWith("http") ? new URL(Endpoint).host : Endpoint;
}
