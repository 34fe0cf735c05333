import { describe, expect, test } from "vitest";
import type { SmtpResult } from "../../core/smtp/smtp-result.ts";
import { mail } from "../support/mail.ts";
import { World } from "./world.ts";

const REFUSED: SmtpResult = {
	kind: "refused",
	reply: { stage: "eom", code: 550, text: "550 5.7.1 likely unsolicited mail" },
	refused: [],
};

const TOKENS = {
	"of-sent": "succeeded",
	"of-refused": "SqsGmailSender.Policy",
	"of-wrong": "SqsGmailSender.BadMessage",
	"of-late": "SqsGmailSender.Expired",
};

function newWorld(): World {
	const world = new World();
	world.gmail = ({ to }) =>
		to[0]?.address === "bad@example.com" ? REFUSED : undefined;
	const message = (id: string, fields: object = {}) =>
		world.put(mail({ id, taskToken: `of-${id}`, ...fields }));
	message("sent");
	message("refused", { to: "bad@example.com" });
	message("wrong", { to: "nobody" });
	message("late", { notAfter: "2020-01-01T00:00:00Z" });
	return world;
}

const firstAnswers = ({ answers }: World) =>
	Object.fromEntries([...answers].map(([token, [first]]) => [token, first]));

const deadKeys = ({ dead }: World) =>
	dead.map(({ facts }) => JSON.parse(facts).key);

describe("a crash at any call", () => {
	test("leaves every task answered, each with what became of its mail", async () => {
		const calls = await newWorld().invoke();
		for (let killAt = 1; killAt <= calls; killAt += 1) {
			for (const when of ["before", "after"] as const) {
				const world = newWorld();
				await world.invoke(killAt, when);
				await world.drain();
				const crash = `a crash ${when} call ${killAt}`;
				expect(firstAnswers(world), crash).toEqual(TOKENS);
				for (const said of world.answers.values())
					expect(new Set(said).size, crash).toBe(1);
			}
		}
	});

	test("from the first task's answer on doubles no mail", async () => {
		const calls = await newWorld().invoke();
		let crashes = 0;
		for (let killAt = 1; killAt <= calls; killAt += 1) {
			for (const when of ["before", "after"] as const) {
				const world = newWorld();
				await world.invoke(killAt, when);
				// Its call for the mail that was sent has been begun: the rest is over by then.
				if (!world.asked.includes("of-sent")) continue;
				crashes += 1;
				await world.drain();
				expect(world.accepted).toHaveLength(1);
			}
		}
		expect(crashes).toBeGreaterThan(1);
	});
});

describe("while Step Functions does not answer", () => {
	test("no dead letter is made, and each is made once afterwards", async () => {
		const world = newWorld();
		world.stepFunctions = false;
		for (let round = 0; round < 5; round += 1) {
			await world.invoke();
			world.now += 3_600_000;
		}
		expect(world.dead).toEqual([]);
		expect(world.accepted).toHaveLength(1);
		world.stepFunctions = true;
		await world.drain();
		expect(firstAnswers(world)).toEqual(TOKENS);
		expect(deadKeys(world).toSorted()).toEqual(["refused", "wrong"]);
		expect(world.accepted).toHaveLength(1);
	});

	test("what is said of a dead letter is kept for its copy", async () => {
		const world = new World();
		world.put(
			mail({ id: "ceo", from: "ceo@example.com", taskToken: "of-ceo" }),
		);
		world.stepFunctions = false;
		await world.invoke();
		world.stepFunctions = true;
		await world.drain();
		expect(world.dead.map(({ facts }) => JSON.parse(facts))).toMatchObject([
			{
				cause: "bad-message",
				problems: [
					{ pointer: "/from", sentence: expect.stringContaining("from") },
				],
			},
		]);
	});

	test("for good, the messages go in the end", async () => {
		const world = newWorld();
		world.stepFunctions = false;
		await world.drain();
		expect(world.queue).toEqual([]);
		expect(world.answers.size).toBe(0);
		expect(deadKeys(world).toSorted()).toEqual(["refused", "wrong"]);
		expect(world.accepted).toHaveLength(1);
	});

	test("a message that was sent is no failure when its file is gone meanwhile", async () => {
		const world = new World();
		world.objects.add("a.pdf");
		world.put(
			mail({
				id: "with-file",
				taskToken: "of-file",
				attachments: [
					{ filename: "a.pdf", s3: { bucket: "files", key: "a.pdf" } },
				],
			}),
		);
		world.stepFunctions = false;
		await world.invoke();
		expect(world.accepted).toHaveLength(1);
		world.objects.clear();
		world.stepFunctions = true;
		await world.drain();
		expect(world.dead).toEqual([]);
		expect(world.answers.get("of-file")).toHaveLength(1);
		expect(world.accepted).toHaveLength(1);
	});
});
