import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LocalAws } from "local-aws";
import { PRODUCER_NAMES_KEY, TABLE } from "../../core/contract.ts";
import type { LedgerRow } from "../../core/delivery/ledger-row.ts";
import {
	namesOf,
	producerNamesOf,
} from "../../core/delivery/producer-names.ts";
import { placeIn } from "../../core/delivery/space.ts";
import type { SenderManifest } from "../../core/manifest.ts";
import { maskAddresses } from "../../core/message/address.ts";
import { cut, MAXIMUM } from "../../core/outside.ts";
import type { MailStory } from "../api.ts";
import type { StoredMail } from "../inbox/mailbox-store.ts";
import type { PageRun } from "../state/state.ts";
import { storyOf, type Try } from "./story.ts";

const NO_STORY =
	"No row of the ledger has this mail's Message-ID: it did not come through a sender's queue.";
/** Who signs with the plain local credentials. */
const NOBODY = /^0{12}$/;

/** Tells what became of the message behind a mail, from the ledger and the function's log. */
export async function findStory(
	mail: StoredMail,
	all: readonly StoredMail[],
	{ aws, senders }: PageRun,
): Promise<MailStory> {
	const { messageId = "" } = mail.email;
	for (const sender of senders) {
		if (sender.mailbox.toLowerCase() !== mail.mailbox.toLowerCase()) continue;
		const found = await findRow(messageId, sender, aws);
		if (found === undefined) continue;
		const { id, row, names } = found;
		const { producer = "", ...facts } = row;
		return {
			sentences: storyOf({
				...facts,
				id,
				...(producer === "" || NOBODY.test(producer)
					? {}
					: { producer: namesOf(producer, names).at(-1) ?? producer }),
				tries: triesOf(id, sender, aws),
				taken: all
					.filter(({ email }) => email.messageId === messageId)
					.toSorted((a, b) => a.at - b.at),
			}),
		};
	}
	return { sentences: [NO_STORY] };
}

async function findRow(
	messageId: string,
	{ tableName: TableName }: SenderManifest,
	{ client }: LocalAws,
) {
	const dynamo = new DynamoDBClient(client);
	let found: { readonly id: string; readonly row: LedgerRow } | undefined;
	let names = producerNamesOf(undefined);
	const pages = paginateScan(
		{ client: dynamo },
		{
			TableName,
			FilterExpression: "frozen.messageId = :id OR #pk = :names",
			ExpressionAttributeNames: { "#pk": TABLE.key },
			ExpressionAttributeValues: {
				":id": { S: messageId },
				":names": { S: PRODUCER_NAMES_KEY },
			},
		},
	);
	for await (const { Items = [] } of pages)
		for (const item of Items.map((one) => unmarshall(one))) {
			const key = String(item[TABLE.key]);
			if (key === PRODUCER_NAMES_KEY) names = producerNamesOf(item);
			const place = placeIn(key);
			if (place === undefined) continue;
			const { state: kind, details, ...rest } = item;
			const row = { ...rest, state: { kind, ...details } } as LedgerRow;
			found = { id: place.id, row };
		}
	dynamo.destroy();
	return found === undefined ? undefined : { ...found, names };
}

/** What the log tells of the tries of this id that did not end well. */
function triesOf(
	id: string,
	{ logGroupName }: SenderManifest,
	{ services }: LocalAws,
): readonly Try[] {
	// As the function writes it.
	const logged = maskAddresses(cut(id, MAXIMUM.logged));
	const mark = `"id":${JSON.stringify(logged)}`;
	return services.logs
		.linesOf(logGroupName)
		.filter((line) => line.startsWith("{") && line.includes(mark))
		.flatMap((line) => {
			const entry: Readonly<Record<string, unknown>> = JSON.parse(line);
			const { event, reply = "", delaySeconds = 0 } = entry;
			return entry.id === logged && isTry(event)
				? [
						{
							at: Date.parse(String(entry.time)),
							event,
							reply: String(reply),
							delaySeconds: Number(delaySeconds),
						},
					]
				: [];
		});
}

function isTry(event: unknown): event is Try["event"] {
	return (
		event === "retry" || event === "maybe-sent" || event === "dead-lettered"
	);
}
