import { redriveDeadLetters } from "../../ops/dead-letters/redrive.ts";
import type { Target } from "../../ops/sender/target.ts";
import { Process } from "./engine/process.ts";
import type { Act } from "./profiles.ts";
import type { World } from "./world.ts";

/** An operator's commands are not lost on their way: whoever typed one sees that it failed, and types it again. */
const OPERATORS_TIMEOUT_MS = 30_000;

/** What each act does to the world. */
export const ACTS: Readonly<Record<Act, (world: World) => void>> = {
	hold: (world) =>
		world.ask({
			action: "hold",
			who: "ann",
			why: "a test",
			for: `${world.random.whole(5, 120)}m`,
		}),
	resume: (world) => world.ask({ action: "resume", who: "ann" }),
	"hold some": (world) =>
		world.ask({
			action: "hold",
			who: "ann",
			id: `order-${world.random.whole(0, 20)}`,
			for: `${world.random.whole(5, 120)}m`,
		}),
	"cancel some": (world) =>
		world.ask({
			action: "cancel",
			who: "ann",
			id: `order-${world.random.whole(0, 20)}`,
		}),
	redrive: (world) => void redrive(world),
	"redrive by AWS": redriveAllByAws,
	deploy: (world) => world.deploy(),
	"toggle the mapping": ({ account, random }) =>
		account.setMapping(random.chance(0.5)),
	"revoke the password": (world) => world.gmail.passwords.clear(),
	"store a wrong password": (world) => world.storePassword(false),
	"store a new password": (world) => world.storePassword(true),
	"revoke the tokens": (world) => world.gmail.tokens.revoke(),
	"others use the mailbox": ({ gmail, random }) => {
		gmail.usedByOthers += random.whole(1, 5);
	},
};

/** With the very code of `ops redrive`. */
async function redrive(world: World): Promise<void> {
	const { account, scheduler } = world;
	const process = new Process("operator", 0, scheduler);
	process.thaw();
	const { dynamo, sqs } = account.clientsFor(process, OPERATORS_TIMEOUT_MS);
	await redriveDeadLetters(
		{
			sender: {
				queueUrl: "source",
				deadLetterQueueUrl: "dead",
				tableName: "table",
			},
			dynamo,
			sqs,
		} as unknown as Target,
		{ filter: {}, most: 100, perSecond: 5, dryRun: false },
		{ now: process.now, sleep: process.sleep, err: () => {} },
	).catch(() => {});
}

/** StartMessageMoveTask moves every message with its attributes, under a new id. */
export function redriveAllByAws({ account }: World): void {
	for (const message of account.dead.receive(100, 0)) {
		account.source.send(message.body, message.attributes, message.senderId);
		account.dead.delete(message.handle);
	}
}
