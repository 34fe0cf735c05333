import { expect, test } from "vitest";
import { KILLER } from "../functions/sender.ts";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

const killer = (label: string) =>
	mailing(label, {
		subject: undefined,
		text: undefined,
		template: KILLER,
	});

const deadLetters = ({ account }: World) =>
	account.dead.messages.map(({ body, attributes }) => [
		JSON.parse(body).id,
		JSON.parse(attributes.GmailSender?.StringValue ?? "{}").cause,
	]);

test("a message that ends the process whenever it is read is dead-lettered unread, and costs the others nothing", async () => {
	const world = new World(3);
	for (let index = 0; index < 60; index += 1)
		world.put(mailing(`order-${index}`));
	world.put(killer("order-900"));
	for (let index = 60; index < 120; index += 1)
		world.put(mailing(`order-${index}`));
	await world.drain(24);
	expect(world.gmail.accepted).toHaveLength(120);
	expect(deadLetters(world)).toEqual([["order-900", "unreadable"]]);
});

test("several of them are dead-lettered, and nothing else", async () => {
	const world = new World(3);
	for (let index = 0; index < 30; index += 1) {
		world.put(mailing(`order-${index}`));
		if (index % 10 === 0) world.put(killer(`order-${900 + index}`));
	}
	await world.drain(48);
	expect(world.gmail.accepted).toHaveLength(30);
	expect(deadLetters(world).toSorted()).toEqual([
		["order-900", "unreadable"],
		["order-910", "unreadable"],
		["order-920", "unreadable"],
	]);
});

test("an outage of six days, at 900 receives, dead-letters nothing unread", async () => {
	const world = new World(3);
	for (let index = 0; index < 10; index += 1)
		world.put(mailing(`order-${index}`));
	for (const message of world.account.source.messages)
		Object.assign(message, { receiveCount: 890 });
	for (let times = 0; times < 12; times += 1) {
		world.weather.dieAt = { call: 8 + times, when: "after" };
		await world.pass(1);
	}
	await world.drain(24);
	expect(world.gmail.accepted.length).toBeGreaterThanOrEqual(10);
	expect(deadLetters(world)).toEqual([]);
});
