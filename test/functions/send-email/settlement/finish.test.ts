import { expect, test } from "vitest";
import { finish } from "../../../../functions/send-email/settlement/finish.ts";
import { record, stepBatch } from "../../../support/steps.ts";

const back = record({ messageId: "back", receiptHandle: "h" });
const gone = record({ messageId: "gone" });
const dispositions = new Map([
	[gone, { kind: "acknowledge" }],
	[back, { kind: "come-back", delaySeconds: 60 }],
] as const);

test("finish() lists what must come back, and sets its time", async () => {
	const released: unknown[] = [];
	const { batch, logged } = stepBatch({
		queue: { release: async (records: object) => void released.push(records) },
		events: { publish: async () => 0 },
	});
	expect(await finish(dispositions, 0, batch)).toEqual(["back"]);
	expect(released).toEqual([[{ receiptHandle: "h", delaySeconds: 60 }]]);
	expect(logged).toEqual([{ event: "batch", records: 2, released: 1 }]);
});

test("finish() counts events that were lost, and logs what the daily limit lets wait", async () => {
	const { batch, counted, logged } = stepBatch({
		queue: { release: async () => {} },
		events: { publish: async () => 2 },
	});
	await finish(dispositions, 1, batch);
	expect(counted).toEqual([["eventsLost", 2]]);
	expect(logged).toEqual([
		{ event: "batch", records: 2, released: 1, deferred: 1 },
	]);
});
