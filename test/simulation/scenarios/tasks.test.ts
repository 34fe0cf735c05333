import { describe, expect, test } from "vitest";
import { DEAD_LETTER_ATTRIBUTE } from "../../../core/contract.ts";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

/** A world in which Step Functions is away for so many hours. */
function worldWithout(hours: number): World {
	const world = new World(1);
	world.trouble("tasks are away", hours);
	return world;
}

function fill(world: World): void {
	const add = (label: string, fields: object) =>
		world.put(mailing(label, { taskToken: `of-${label}`, ...fields }));
	add("order-1", {});
	add("order-2", { fate: "spam" });
	add("order-3", { to: "nobody" });
}

const deadIds = ({ account }: World) =>
	account.dead.messages.map(({ body }) => JSON.parse(body).id).toSorted();

describe("while Step Functions does not answer", () => {
	test("no dead letter is made, and each is made once afterwards", async () => {
		const world = worldWithout(5);
		fill(world);
		await world.pass(4);
		expect(deadIds(world)).toEqual([]);
		expect(world.gmail.accepted).toHaveLength(1);
		await world.drain();
		expect(
			[...world.storage.answers].map(([token, [first]]) => [token, first]),
		).toEqual(
			expect.arrayContaining([
				["of-order-1", "sent"],
				["of-order-2", "SqsGmailSender.Policy"],
				["of-order-3", "SqsGmailSender.BadMessage"],
			]),
		);
		expect(deadIds(world)).toEqual(["order-2", "order-3"]);
		expect(world.gmail.accepted).toHaveLength(1);
	});

	test("what is said of a dead letter is kept for its copy", async () => {
		const world = worldWithout(1);
		world.put(
			mailing("order-1", { from: "ceo@example.com", taskToken: "of-ceo" }),
		);
		await world.drain();
		const [copy] = world.account.dead.messages;
		expect(
			JSON.parse(copy?.attributes[DEAD_LETTER_ATTRIBUTE]?.StringValue ?? ""),
		).toMatchObject({
			cause: "bad-message",
			problems: [
				{ pointer: "/from", sentence: expect.stringContaining("from") },
			],
		});
	});

	test("a message that was sent is no failure when its file is gone meanwhile", async () => {
		const world = worldWithout(1);
		world.storage.files.set("a.pdf", "PDF");
		world.put(
			mailing("order-1", {
				taskToken: "of-file",
				attachments: [
					{ filename: "a.pdf", s3: { bucket: "files", key: "a.pdf" } },
				],
			}),
		);
		await world.pass(0.5);
		expect(world.gmail.accepted).toHaveLength(1);
		world.storage.files.clear();
		await world.drain();
		expect(deadIds(world)).toEqual([]);
		expect(world.storage.answers.get("of-file")).toHaveLength(1);
		expect(world.gmail.accepted).toHaveLength(1);
	});
});
