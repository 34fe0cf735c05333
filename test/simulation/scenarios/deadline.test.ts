import { expect, test } from "vitest";
import { BUDGET } from "../../../core/contract.ts";
import { mailing } from "../mailings.ts";
import { World } from "../world.ts";

const BATCH = 9;
const HANG_HOURS = 1 / 6;

/** A batch in which Gmail takes its time and, from some moment on, nobody at AWS answers any call. */
async function hangFrom(seed: number, timeoutSeconds: number): Promise<World> {
	const world = new World(seed, {
		timeoutMs: timeoutSeconds * 1000,
		config: { connections: 1 + (seed % 3) },
	});
	world.storage.files.set("file", "PDF");
	world.storage.readMs = 14_000;
	world.sender.coldStarts = 0;
	for (let index = 0; index < BATCH; index += 1) {
		const attachments = [
			{ filename: "a.pdf", s3: { bucket: "files", key: "file" } },
		];
		const hasFile = index % 3 === 0;
		const taskToken = `token-${index}`;
		world.put(
			mailing(`order-${index}`, {
				...(index % 4 === 0 ? { fate: "spam" } : {}),
				...(hasFile ? { attachments } : {}),
				taskToken,
			}),
		);
	}
	world.trouble("slow at the dot", HANG_HOURS, { share: 0.7 });
	world.trouble("connection times out", HANG_HOURS, { share: 0.4 });
	const { scheduler, weather, random } = world;
	const from = scheduler.now + random.whole(0, timeoutSeconds * 1000);
	const until = scheduler.now + HANG_HOURS * 3_600_000;
	weather.intercept = ({ process }) =>
		process.name.startsWith("sender") &&
		scheduler.now >= from &&
		scheduler.now < until
			? "lost request"
			: undefined;
	await world.pass(HANG_HOURS);
	return world;
}

test.each([
	["as it is usually set", 180],
	[
		"the shortest that is allowed",
		BUDGET.state + BUDGET.login + BUDGET.send + BUDGET.settle,
	],
])(
	"no batch is cut off by its time-out (%s: %i s), whatever stops answering at whatever moment",
	async (_how, seconds) => {
		const seeds = Array.from({ length: 100 }, (_, index) => index + 1);
		let hung = 0;
		for (const seed of seeds) {
			const world = await hangFrom(seed, seconds);
			hung += world.counts.get("lost request") ?? 0;
			expect(world.counts.get("a batch dies"), `seed ${seed}`).toBeUndefined();
		}
		expect(hung).toBeGreaterThan(seeds.length);
	},
);
