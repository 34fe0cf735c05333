import { createHash } from "node:crypto";
import type { Message } from "../../core/message/message.ts";
import { readBatch } from "../../functions/send-email/intake/read-message.ts";
import { addresseeOf } from "../../functions/send-email/settlement/addressee.ts";
import { planOf } from "../../functions/send-email/settlement/plan.ts";
import type { Random } from "../simulation/engine/random.ts";
import { bodyOf, EVENT_NAMES, jsonOf } from "../support/events.ts";
import { NOW, record, row, stepBatch } from "../support/steps.ts";
import { hostileLine } from "./texts.ts";

const HASH = "a".repeat(64);
/** What no item of the table may exceed. */
const MOST_ITEM_BYTES = 100_000;

/** One record that means harm, read as the function reads it. @returns what became of it, and what is wrong. */
export async function recordCase(
	random: Random,
): Promise<{ readonly kind: string; readonly faults: readonly string[] }> {
	const { batch, logged } = stepBatch({
		config: {
			...stepBatch().batch.deps.config,
			defaultRoute: { to: "a@b.example" },
		},
		digest: (text: string) => createHash("sha256").update(text).digest("hex"),
		ledger: {
			read: async (at: string) =>
				at === "of#billing#invoice"
					? row({ hash: HASH, producer: "billing" })
					: undefined,
			readDead: async () => undefined,
		},
	});
	const from = record({
		messageId: "sqs-1",
		body: anyBody(random),
		attributes: anyAttributes(random),
		senderId: random.pick([
			"AROA:x",
			"AROA",
			"",
			`AROA:${hostileLine(random, 64)}`,
		]),
		receiveCount: random.pick([1, 2, 900]),
	});
	const [read] = await readBatch([from], new Map(), batch);
	const kind = read?.kind ?? "none";
	const faults = logged
		.filter(({ event }) => event === "record-crashed")
		.map(({ error }) => `it crashes: ${error}`);
	if (read?.kind === "keyed") {
		const { place, origin } = read;
		if (place.space === "billing" && read.identity !== HASH)
			faults.push("it takes another producer's name space");
		if (origin.producer === "billing" && read.identity !== HASH)
			faults.push("it takes another producer's name");
		if (Buffer.byteLength(place.row) > 1100) faults.push("its key is too long");
		if (hasForeignFields(read.message)) faults.push("a field reaches the mail");
	}
	if (read?.kind !== "rejected") return { kind, faults };
	const { rejection } = read;
	const outcome = { kind: "rejected", rejection } as const;
	const plan = planOf(outcome, addresseeOf(outcome, read), NOW);
	const size = JSON.stringify(plan.write).length;
	if (size > MOST_ITEM_BYTES) faults.push(`its row has ${size} bytes`);
	return { kind: rejection.cause, faults };
}

/** What nodemailer would read files or send to others by. */
function hasForeignFields(message: Message): boolean {
	return ["path", "href", "raw", "envelope", "prepared"].some(
		(name) =>
			name in message || message.attachments.some((file) => name in file),
	);
}

function anyBody(random: Random): string {
	const make = random.pick([
		() => hostileLine(random, 5000),
		() => nested(random),
		() => JSON.stringify(anyJson(random, 4)),
		() =>
			JSON.stringify({
				to: "a@b.example",
				subject: "x",
				text: "y",
				...Object(anyJson(random, 3)),
			}),
		() =>
			JSON.stringify({
				to: anyJson(random, 3),
				subject: anyJson(random, 1),
				id: anyJson(random, 1),
				text: "x",
			}),
		() =>
			JSON.stringify({
				to: Array(400).fill(hostileLine(random, 300)),
				subject: "x",
				text: "y",
			}),
		() => bodyOf(random.pick(EVENT_NAMES)),
		() => mutated(random, jsonOf(random.pick(EVENT_NAMES))),
		() => mutated(random, jsonOf(random.pick(EVENT_NAMES))),
		() => JSON.stringify({ version: 1, payload: anyJson(random, 3) }),
		() => "",
	]);
	return make();
}

function nested(random: Random): string {
	const levels = random.pick([60, 65, 5000]);
	const [open, close] = random.pick([
		["[", "]"],
		['{"a":', "}"],
		['{"z":{},"a":', "}"],
	]) as [string, string];
	const middle = random.chance(0.2) ? "" : "1";
	return `${open.repeat(levels)}${middle}${close.repeat(levels)}`;
}

/** One value somewhere in it is another. */
function mutated(random: Random, root: unknown): string {
	const places: [Record<string, unknown>, string][] = [];
	const walk = (value: unknown) => {
		if (typeof value !== "object" || value === null) return;
		for (const [key, child] of Object.entries(value)) {
			places.push([value as Record<string, unknown>, key]);
			walk(child);
		}
	};
	walk(root);
	for (let times = random.whole(1, 3); times > 0; times -= 1) {
		const [holder, key] = random.pick(places);
		holder[key] = random.pick([
			() => anyJson(random, 3),
			() => hostileLine(random, 5000),
			() => "x".repeat(100_000),
			() => JSON.parse(nested(random).slice(0, 0) || "null"),
			() => 2 ** 53,
			() => -1e300,
		])();
	}
	return JSON.stringify(root);
}

function anyJson(random: Random, depth: number): unknown {
	const leaf = random.pick([
		() => hostileLine(random, 300),
		() => random.pick([0, -1, 2 ** 53, 1e308, 0.1, true, false, null]),
		() => "",
	]);
	if (depth === 0 || random.chance(0.3)) return leaf();
	const count = random.pick([0, 1, 3, 30]);
	const children = Array.from({ length: count }, () =>
		anyJson(random, depth - 1),
	);
	if (random.chance(0.4)) return children;
	return Object.fromEntries(
		children.map((child, index) => [
			random.pick([
				"path",
				"raw",
				"__proto__",
				"constructor",
				"to",
				"id",
				"content",
				`k${index}`,
				hostileLine(random, 100),
			]),
			child,
		]),
	);
}

function anyAttributes(random: Random) {
	const anyOf = <T>(list: readonly T[]) =>
		list[random.whole(0, list.length - 1)] as T;
	const facts = {
		v: 1,
		cause: anyOf(["policy", "in-doubt", "made-up"]),
		failure: anyOf([0, 1, 2, 2 ** 53, -1, 0.5, "1", null]),
		key: anyOf(["invoice", "x".repeat(3000), "", 5]),
		row: anyOf([
			"of#billing#invoice",
			"dead#sqs-1",
			"quota#me@example.com",
			`of#${"x".repeat(500)}#y`,
			undefined,
		]),
		hash: anyOf([HASH, "b".repeat(64), undefined]),
		producer: anyOf(["billing", "x".repeat(400_000), {}, undefined]),
		at: anyOf(["2026-11-23T00:00:00Z", "soon", 5]),
		problems: anyOf([
			undefined,
			[1],
			Array(1000).fill({ pointer: "", sentence: "x" }),
		]),
		attributes: anyOf([
			undefined,
			{ a: { type: "String", value: "x" } },
			{ a: 1 },
		]),
	};
	const value = anyOf([
		JSON.stringify(facts),
		JSON.stringify(facts),
		nested(random),
		hostileLine(random, 2000),
	]);
	const attributes: Record<string, { type: string; value: string }> = {};
	if (random.chance(0.7)) attributes.GmailSender = { type: "String", value };
	return attributes;
}
