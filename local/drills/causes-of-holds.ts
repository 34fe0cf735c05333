import { breakerOf } from "../../core/breaker/breaker.ts";
import { holdingRules, holdNow } from "../../core/breaker/holds.ts";
import { tableKey } from "../../core/contract.ts";
import { Refused } from "../control/refused.ts";
import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";
import { readItem } from "./sender-item.ts";

const WHO = "drill";
/** A role that nothing else here has. */
const CARELESS_PRODUCER = "AROADRILLDRILLDRILLDR";
/** More than Google's goodwill bears. */
const MOST_REFUSED = 60;

/** All mail is held, and nobody has said for how long. */
export function holdForever(scene: Scene): Promise<Begun> {
	return hold(scene, {});
}

/** All mail is held for longer than the queue keeps it; how long the queue keeps it is put back. */
export function holdForLong(scene: Scene): Promise<Begun> {
	const { attributes } = scene.queue;
	const before = attributes.MessageRetentionPeriod;
	scene.atEnd(() => {
		if (before !== undefined) attributes.MessageRetentionPeriod = before;
	});
	return hold(scene, { for: "30d" });
}

async function hold(
	scene: Scene,
	length: { readonly for?: string },
): Promise<Begun> {
	const { hold: before } = await breakerNow(scene);
	if (holdNow(before, Date.now()) !== undefined)
		throw new Refused(
			`Cannot hold mail for a drill as it is on hold already: type ${scene.command("resume")} first`,
		);
	await scene.askBreaker({
		action: "hold",
		who: WHO,
		why: "a rehearsal",
		...length,
	});
	scene.atEnd(async () => {
		const now = await breakerNow(scene);
		if (now.hold?.who === WHO)
			await scene.askBreaker({ action: "resume", who: WHO });
	});
	await scene.send();
	return { mend: [`Mend it as on AWS: ${scene.command("resume")}`] };
}

/** One producer sends to addresses that do not exist, until the sender holds it. */
export async function sendCarelessly(scene: Scene): Promise<Begun> {
	scene.atLast(async () => {
		const { rules } = await breakerNow(scene);
		const own = holdingRules(rules, Date.now()).filter(
			({ match }) => match.producer === CARELESS_PRODUCER,
		);
		for (const { id: rule } of own)
			await scene.askBreaker({ action: "resume", who: WHO, rule });
	});
	// Else what is left would be refused after the drill, and the producer held again.
	const ids: string[] = [];
	scene.atLast(() => scene.takeBack(ids));
	for (let sent = 0; sent < MOST_REFUSED; sent += 1)
		ids.push(
			await scene.send({
				to: `reply-550-5.1.1@drill-${sent}.example.com`,
				as: CARELESS_PRODUCER,
			}),
		);
	return {
		mend: [
			`Mend it as on AWS: ${scene.command(`resume --producer ${CARELESS_PRODUCER}`)}`,
		],
	};
}

async function breakerNow(scene: Scene) {
	const key = tableKey.breaker(scene.sender.mailbox);
	return breakerOf(await readItem(scene, key));
}
