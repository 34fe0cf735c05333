import type { DeliverText } from "../events/deliver-text.ts";
import type { AwsServices } from "../services.ts";
import { bridgeEventOf, notificationOf, testEvent } from "./object-event.ts";
import type { BucketSpec, NotificationSpec } from "./plan.ts";
import type { ObjectChange } from "./store.ts";

/** Makes a bucket, unless it is there, and tells of its changes whom the template names. */
export async function startBucket(
	spec: BucketSpec,
	{
		services,
		deliverText,
	}: { readonly services: AwsServices; readonly deliverText: DeliverText },
): Promise<void> {
	const { buckets } = services.queues;
	const { name, versioned, notifications, eventBridge, sendsTest } = spec;
	buckets.create(name, { versioned });
	const tell = (arn: string, event: object) =>
		deliverText(arn, JSON.stringify(event), {
			subject: "Amazon S3 Notification",
		}).catch((error) => console.error(`bucket ${name}: ${error.message}`));

	const tested = new Set(notifications.map(({ arn }) => arn).filter(takesTest));
	if (sendsTest) for (const arn of tested) await tell(arn, testEvent(name));

	buckets.watch(name, (change) => {
		const sequencer = nextSequencer();
		for (const notification of notifications) {
			if (!isAbout(notification, change)) continue;
			const { arn, id: configurationId } = notification;
			const about = { region: services.region, configurationId, sequencer };
			void tell(arn, notificationOf(change, about));
		}
		if (!eventBridge) return;
		const { detailType, detail } = bridgeEventOf(change, sequencer);
		const resources = [`arn:aws:s3:::${name}`];
		services.events.put("aws.s3", detailType, detail, resources);
	});
}

/** A function's permission is looked at instead. */
function takesTest(arn: string): boolean {
	return !arn.startsWith("arn:aws:lambda:");
}

function isAbout(
	{ events, prefix, suffix }: NotificationSpec,
	{ key, event }: ObjectChange,
): boolean {
	return (
		events.some((wanted) =>
			wanted.endsWith("*")
				? `s3:${event}`.startsWith(wanted.slice(0, -1))
				: wanted === `s3:${event}`,
		) &&
		key.startsWith(prefix) &&
		key.endsWith(suffix)
	);
}

let lastSequence = 0;

/** Grows with each change, so that those of a key can be put in order. */
function nextSequencer(): string {
	lastSequence = Math.max(lastSequence + 1, Date.now() * 1000);
	return lastSequence.toString(16).toUpperCase().padStart(18, "0");
}
