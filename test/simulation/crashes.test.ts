import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmtpResult } from "../../core/smtp/smtp-result.ts";
import { mail } from "../support/mail.ts";
import { World } from "./world.ts";

const reply = (stage: "rcpt" | "data" | "eom", text: string) => ({
	stage,
	text,
	code: Number(text.slice(0, 3)),
});
const refused = (text: string): SmtpResult => ({
	kind: "refused",
	reply: reply("eom", text),
	refused: [],
});

/** The ways Gmail can take a message, each tried with a crash at every call. */
const SCENES: Readonly<
	Record<
		string,
		{
			readonly gmail: World["gmail"];
			readonly most: number;
			readonly dead: boolean;
		}
	>
> = {
	"takes everything": { gmail: () => undefined, most: 2, dead: false },
	"refuses one message for good": {
		gmail: ({ to }) =>
			to[0]?.address === "bad@example.com"
				? refused("550 5.7.1 likely unsolicited mail")
				: undefined,
		most: 2,
		dead: true,
	},
	"refuses one recipient for good": {
		gmail: ({ to }) =>
			to.some(({ address }) => address === "gone@example.com")
				? {
						kind: "accepted",
						reply: "250 OK",
						accepted: to
							.filter(({ address }) => address !== "gone@example.com")
							.map(({ index }) => index),
						refused: to
							.filter(({ address }) => address === "gone@example.com")
							.map(({ index }) => ({
								index,
								reply: reply("rcpt", "550 5.1.1 does not exist"),
							})),
					}
				: undefined,
		most: 2,
		dead: true,
	},
};

function fill(world: World): void {
	world.put(mail({ id: "one", to: ["ann@example.com", "gone@example.com"] }));
	world.put(mail({ id: "two", to: "bob@example.com" }));
	world.put(mail({ id: "two", to: "bob@example.com" }));
	world.put(mail({ id: "three", to: "bad@example.com" }));
}

/** How often each recipient got the message of each subject. */
function deliveries({ accepted }: World): readonly number[] {
	const counts = new Map<string, number>();
	for (const { to, bytes } of accepted)
		for (const address of to)
			counts.set(
				`${address} ${bytes}`,
				(counts.get(`${address} ${bytes}`) ?? 0) + 1,
			);
	return [...counts.values()];
}

describe.each(Object.entries(SCENES))(
	"when Gmail %s",
	(_name, { gmail, most, dead }) => {
		test("a crash at any call loses nothing, and doubles at most once with the same bytes", async () => {
			const measure = new World();
			measure.gmail = gmail;
			fill(measure);
			const calls = await measure.invoke();
			expect(calls).toBeGreaterThan(10);
			for (let killAt = 1; killAt <= calls; killAt += 1) {
				for (const when of ["before", "after"] as const) {
					const world = new World();
					world.gmail = gmail;
					fill(world);
					await world.invoke(killAt, when);
					await world.drain();
					for (const key of ["one", "two", "three"]) {
						const state = world.rows.get(key)?.state.kind;
						expect(
							["SENT", "FAILED"],
							`${key} after a crash ${when} call ${killAt}`,
						).toContain(state);
						if (state === "FAILED")
							expect(
								world.dead.some(({ facts }) => JSON.parse(facts).key === key),
							).toBe(true);
					}
					expect(Math.max(...deliveries(world))).toBeLessThanOrEqual(most);
					if (!dead) expect(world.dead).toEqual([]);
					const keysOf = new Set(
						world.accepted.map(({ bytes }) => JSON.parse(bytes).messageId),
					);
					expect(new Set(world.accepted.map(({ bytes }) => bytes)).size).toBe(
						keysOf.size,
					);
				}
			}
		});

		test("a redrive of everything dead sends only what was not sent", async () => {
			const world = new World();
			world.gmail = gmail;
			fill(world);
			await world.drain();
			world.gmail = () => undefined;
			world.redrive();
			await world.drain();
			expect(deliveries(world).every((count) => count === 1)).toBe(true);
			expect([...world.rows.values()].map(({ state }) => state.kind)).toEqual([
				"SENT",
				"SENT",
				"SENT",
			]);
		});
	},
);

describe("any sequence of crashes, refusals and redrives", () => {
	test("leaves every message sent or dead-lettered, and nobody with more than one double", async () => {
		const answers = fc.constantFrom<SmtpResult | undefined>(
			undefined,
			undefined,
			refused("451 4.3.0 temporarily rejected"),
			refused("550 5.4.5 Daily user sending limit exceeded"),
			{
				kind: "lost",
				failure: { stage: "eom", kind: "closed", handedOver: true },
				detail: "gone",
				refused: [],
			},
			{
				kind: "lost",
				failure: { stage: "data", kind: "closed", handedOver: false },
				detail: "gone",
				refused: [],
			},
		);
		const invocation = fc.record({
			killAt: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
			breakerKilledAt: fc.option(fc.integer({ min: 1, max: 12 }), {
				nil: undefined,
			}),
			answers: fc.array(answers, { maxLength: 6 }),
			minutes: fc.integer({ min: 0, max: 90 }),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(invocation, { maxLength: 8 }),
				async (invocations) => {
					const world = new World();
					fill(world);
					for (const invocation of invocations) {
						const { killAt, breakerKilledAt, minutes } = invocation;
						const left = [...invocation.answers];
						world.gmail = () => left.shift();
						await world.invoke(killAt);
						await world.lookAfter(breakerKilledAt);
						world.now += minutes * 60_000;
					}
					world.gmail = () => undefined;
					await world.drain();
					for (const key of ["one", "two", "three"]) {
						const state = world.rows.get(key)?.state.kind;
						expect(["SENT", "FAILED"]).toContain(state);
						if (state === "FAILED")
							expect(
								world.dead.some(({ facts }) => JSON.parse(facts).key === key),
							).toBe(true);
					}
					expect(Math.max(...deliveries(world), 0)).toBeLessThanOrEqual(2);
				},
			),
			{ numRuns: 300 },
		);
	});
});
