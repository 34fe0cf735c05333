import { describe, expect, test } from "vitest";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

/** Mail of each kind; the second has a twin, the first one recipient that is refused for good. */
function fill(world: World): void {
	world.put(
		mailing("order-1", { to: ["well.1@shop.test", "gone.1@shop.test"] }),
	);
	world.put(mailing("order-2", { copies: 2 }));
	world.put(mailing("order-3", { fate: "spam" }));
	world.put(mailing("order-4", { taskToken: "token-4" }));
	world.put(mailing("order-5", { fate: "spam", taskToken: "token-5" }));
	world.put(mailing("order-6", { to: "nobody", taskToken: "token-6" }));
	world.put(
		mailing("order-7", {
			notAfter: "2020-01-01T00:00:00Z",
			taskToken: "token-7",
		}),
	);
}

const ANSWERS = {
	"token-4": "sent",
	"token-5": "SqsGmailSender.Policy",
	"token-6": "SqsGmailSender.BadMessage",
	"token-7": "SqsGmailSender.Expired",
};

const STATES = {
	"order-1": "FAILED",
	"order-2": "SENT",
	"order-3": "FAILED",
	"order-4": "SENT",
	"order-5": "FAILED",
	"order-7": "EXPIRED",
};

const labels = Object.keys(STATES);

function statesOf(world: World) {
	return Object.fromEntries(
		labels.map((label) => [label, world.row(label)?.state]),
	);
}

function firstAnswers({ storage }: World) {
	return Object.fromEntries(
		[...storage.answers].map(([token, [first]]) => [token, first]),
	);
}

function deadLabels({ account }: World): readonly string[] {
	return account.dead.messages.map(({ body }) => JSON.parse(body).id);
}

async function run(
	dieAt?: World["weather"]["dieAt"],
	onAmbiguous: "resend" | "hold" = "resend",
): Promise<World> {
	const world = new World(7, { config: { onAmbiguous } });
	world.weather.dieAt = dieAt;
	fill(world);
	await world.drain();
	return world;
}

describe("a crash at any call", () => {
	test("loses nothing, doubles at most once with the same bytes, and leaves every task answered", async () => {
		const { weather } = await run();
		expect(weather.calls).toBeGreaterThan(30);
		let died = 0;
		for (let call = 1; call <= weather.calls; call += 1) {
			for (const when of ["before", "after"] as const) {
				const world = await run({ call, when });
				const crash = `a crash ${when} call ${call}`;
				died += world.counts.get("a batch dies") ?? 0;
				expect(statesOf(world), crash).toEqual(STATES);
				expect(firstAnswers(world), crash).toEqual(ANSWERS);
				for (const said of world.storage.answers.values())
					expect(new Set(said).size, crash).toBe(1);
				expect([...new Set(deadLabels(world))].toSorted(), crash).toEqual([
					"order-1",
					"order-3",
					"order-5",
					"order-6",
				]);
			}
		}
		expect(died).toBeGreaterThan(weather.calls);
	});

	test("doubles nothing where doubt is held", async () => {
		const { weather } = await run(undefined, "hold");
		for (let call = 1; call <= weather.calls; call += 1) {
			for (const when of ["before", "after"] as const) {
				const world = await run({ call, when }, "hold");
				for (const label of labels)
					expect(
						world.auditor.deliveriesOf(label).length,
						`${label} after a crash ${when} call ${call}`,
					).toBeLessThanOrEqual(1);
			}
		}
	});
});
