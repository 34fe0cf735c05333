import { expect, test } from "vitest";
import { ACTS, redriveAllByAws } from "../acts.ts";
import type { QueueMessage } from "../aws/queue.ts";
import { eventOf, mailing } from "../mailings.ts";
import { World } from "../world.ts";

/** SQS moves a message by itself, as it came: with its sender and attributes, and without a reason of ours. */
function moveBySqs(world: World): void {
	for (const message of world.account.source.receive(100, 0)) {
		const { body, attributes, senderId } = message;
		world.account.dead.send(body, attributes, senderId);
		world.account.source.delete(message.handle);
	}
}

const bodies = ({ gmail }: World) => gmail.accepted.map(({ to }) => to.join());

const keyOf = ({ attributes }: QueueMessage) =>
	JSON.parse(attributes.GmailSender?.StringValue ?? "{}").key;

async function redrive(world: World): Promise<void> {
	ACTS.redrive(world);
	await world.pass(0.01);
}

test.each(["by ops", "by AWS"])(
	"an event that SQS itself moved after it was sent is not sent again %s",
	async (way) => {
		const world = new World(4);
		const body = eventOf("order-1");
		world.account.source.send(body, {}, "AIDASERVICE");
		await world.drain(1);
		world.account.source.send(body, {}, "AIDASERVICE");
		moveBySqs(world);
		if (way === "by ops") await redrive(world);
		else redriveAllByAws(world);
		await world.drain(1);
		expect(bodies(world)).toHaveLength(1);
	},
);

test("a message without an id that SQS itself moved is one message, however often it is redriven", async () => {
	const world = new World(4);
	const { body } = mailing("order-1", { id: undefined });
	world.account.source.send(body);
	moveBySqs(world);
	const sent: QueueMessage[] = [];
	world.account.source.onSend = (message) => void sent.push(message);
	await redrive(world);
	// A crash between sending it and deleting it leaves both.
	for (const { body, attributes, senderId } of [...sent])
		world.account.source.send(body, attributes, senderId);
	expect(sent).toHaveLength(2);
	await world.drain(1);
	expect(bodies(world)).toHaveLength(1);
	expect(world.account.dead.messages).toEqual([]);
});

test.each([1, 2])(
	"an older version that is redriven %i times is never sent, nor let go without a word",
	async (times) => {
		const world = new World(4);
		world.put(mailing("order-1", { fate: "spam" }));
		await world.drain(1);
		const { body } = mailing("order-1", { text: "corrected" });
		world.account.source.send(body);
		await world.drain(1);
		for (let count = 0; count < times; count += 1) {
			redriveAllByAws(world);
			// At its second receive, too: a batch that waited.
			for (const message of world.account.source.messages)
				Object.assign(message, { receiveCount: 1 });
			await world.drain(1);
		}
		expect(bodies(world)).toEqual(["well.1@shop.test"]);
		expect(world.account.dead.messages.map(keyOf)).toEqual(["order-1"]);
	},
);

test("a late older version that was refused for a newer one never takes its place, once that one has failed, too", async () => {
	const world = new World(4);
	const old = mailing("order-1", { text: "old" });
	world.put(old);
	const [late] = world.account.source.messages;
	if (late !== undefined) world.account.source.hide(late.handle, 3600);
	await world.pass(0.1);
	const { body } = mailing("order-1", { fate: "busy", text: "new" });
	world.account.source.send(body);
	await world.drain(24);
	expect(world.account.dead.messages.map(keyOf)).toEqual([
		"order-1",
		"order-1",
	]);
	// AWS redrives both, and the old one comes first.
	const copy = world.account.dead.messages.find(
		(message) => message.body === old.body,
	);
	world.account.source.send(old.body, copy?.attributes);
	await world.drain(24);
	expect(bodies(world)).toEqual([]);
});
