import { createHash } from "node:crypto";
import { NO_TEMPLATES } from "../../../core/template/template.ts";
import { createEventBus } from "../../../functions/send-email/adapters/event-bus.ts";
import { createIntakeState } from "../../../functions/send-email/adapters/intake-state.ts";
import { createLedgerTable } from "../../../functions/send-email/adapters/ledger-table.ts";
import { createQueue } from "../../../functions/send-email/adapters/queue.ts";
import { createSmtpSlots } from "../../../functions/send-email/adapters/smtp-slots.ts";
import { newMemory } from "../../../functions/send-email/batch.ts";
import type { SendingConfig } from "../../../functions/send-email/config.ts";
import { READ_MS } from "../../../functions/send-email/deadline.ts";
import { deliverBatch } from "../../../functions/send-email/deliver.ts";
import type { SendingDeps } from "../../../functions/send-email/deps.ts";
import { readRecords } from "../../../functions/send-email/intake/read-records.ts";
import { attempt } from "../../../functions/shared/aws-failure.ts";
import {
	clientSettings,
	longestAttemptMs,
	longestCallMs,
	REQUEST_MS,
} from "../../../functions/shared/client-settings.ts";
import type { QueueMessage } from "../aws/queue.ts";
import type { Process } from "../engine/process.ts";
import type { Parts } from "./parts.ts";
import { startRuntime } from "./runtime.ts";

/** A template's name that ends the process while its message is read. */
export const KILLER = "killer";

const CLIENT = clientSettings(REQUEST_MS.sender);
const ATTEMPT_MS = longestAttemptMs(CLIENT);

/** The sending function's code in one process: all of it that is ours, its clients simulated. */
export function startSender(
	process: Process,
	config: SendingConfig,
	parts: Parts,
) {
	const runtime = startRuntime(process, config, parts, ATTEMPT_MS);
	const { clients, table, report } = runtime;
	const { network, gmail, random, storage } = parts;
	const { now } = process;
	const call = <T>(
		service: "tasks" | "files",
		name: string,
		effect: () => T,
	): Promise<T | "unavailable"> =>
		attempt(
			() => network.call(process, service, name, effect, ATTEMPT_MS),
			report,
		);
	const state = { ...table, ledgerSeconds: config.ledgerSeconds, now };
	const deps: SendingDeps = {
		config,
		...runtime.deps,
		callMs: longestCallMs(CLIENT),
		random: random.next,
		digest,
		templates: {
			...NO_TEMPLATES,
			render(name, data) {
				if (name === KILLER) process.die();
				return NO_TEMPLATES.render(name, data);
			},
		},
		compose: async (mail) => Buffer.from(JSON.stringify(mail)),
		within: (_characters, work) => ({ kind: "done", value: work(), ms: 0 }),
		toEnvelopeAddress: (address) => address,
		hashRecipients: async (addresses) =>
			addresses.map((address) => digest(address).slice(0, 16)),
		ledger: createLedgerTable(state),
		...createIntakeState(state),
		slots: createSmtpSlots(config.connections, gmail.logInFrom(process), now),
		queue: createQueue({
			client: clients.sqs,
			queueUrl: "source",
			deadLetterQueueUrl: "dead",
			report,
		}),
		files: {
			async read({ key }, isWanted) {
				const text = await call("files", "GetObject", () =>
					storage.files.get(key),
				);
				if (text === "unavailable") return text;
				if (text === undefined) return "missing";
				if (!isWanted(text.length)) return "unwanted";
				await process.sleep(Math.min(READ_MS, storage.readMs));
				return storage.readMs > READ_MS
					? "too-slow"
					: { content: Buffer.from(text), etag: "etag" };
			},
		},
		signatures: { check: async () => "unknown" },
		tasks: {
			succeed: (token) =>
				call("tasks", "SendTaskSuccess", () =>
					storage.answerTask(token, "sent"),
				),
			fail: (token, error) =>
				call("tasks", "SendTaskFailure", () =>
					storage.answerTask(token, error),
				),
		},
		events: createEventBus({ client: clients.events, sender: "sim", report }),
		sleep: process.sleep,
		nextTurn: () => process.sleep(0),
		timer(ms, run) {
			let isOn = true;
			process.after(ms, () => isOn && run());
			return () => {
				isOn = false;
			};
		},
	};
	const memory = newMemory();
	return (
		batch: readonly QueueMessage[],
		deadline: number,
	): Promise<readonly string[]> =>
		deliverBatch(readRecords({ Records: batch.map(recordOf) }), {
			deps,
			memory,
			deadline,
			events: [],
			taken: new Map<string, number>(),
			refused: [],
			failing: [],
		});
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** A message as Lambda's event has it. */
function recordOf({
	id,
	handle,
	body,
	attributes,
	receiveCount,
	senderId,
	sentAt,
}: QueueMessage) {
	return {
		messageId: id,
		receiptHandle: handle,
		body,
		attributes: {
			ApproximateReceiveCount: String(receiveCount),
			ApproximateFirstReceiveTimestamp: String(sentAt),
			SentTimestamp: String(sentAt),
			SenderId: senderId,
		},
		messageAttributes: Object.fromEntries(
			Object.entries(attributes).map(([name, { StringValue = "" }]) => [
				name,
				{ dataType: "String" as const, stringValue: StringValue },
			]),
		),
		md5OfBody: "",
		eventSource: "aws:sqs",
		eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:source",
		awsRegion: "us-east-1",
	};
}
