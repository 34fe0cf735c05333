import * as v from "valibot";
import type { SenderManifest } from "../../core/manifest.ts";
import type { DrillAnswer, DrillOffer, DrillRequest } from "../api.ts";
import { opsCommand } from "../commands-to-type.ts";
import { checkBody, text } from "../control/check-body.ts";
import { didYouMean, Refused, shown } from "../control/refused.ts";
import { Settling } from "../control/settling.ts";
import type { Drill } from "./drill.ts";
import { letFlow } from "./let-flow.ts";
import { type DrillStack, Scene } from "./scene.ts";
import { DRILLS } from "./table.ts";

interface Active {
	readonly drill: Drill;
	readonly scene: Scene;
	/** Epoch ms. */
	readonly since: number;
}

/** The drills of a run. */
export class Drills {
	readonly #stack: DrillStack;
	readonly #active: Active[] = [];

	constructor(stack: DrillStack) {
		this.#stack = stack;
	}

	/** Ids of those that are on. */
	get on(): readonly string[] {
		return [...new Set(this.#active.map(({ drill }) => drill.alarm))];
	}

	offers(): readonly DrillOffer[] {
		return DRILLS.map((drill) => ({
			alarm: drill.alarm,
			title: drill.title,
			severity: drill.severity,
			does: drill.does,
			ringsAfterMinutes: Math.max(
				...this.#stack.senders.map((sender) => minutesOf(drill, sender)),
			),
			isOn: this.on.includes(drill.alarm),
		}));
	}

	/** @throws Refused */
	async begin(body: unknown): Promise<DrillAnswer> {
		const asked: DrillRequest = checkBody(REQUEST, body, ASKED);
		const drill = drillOf(asked.alarm);
		const sender = this.#senderOf(asked.sender);
		this.#refuseTwice(drill, sender);
		const scene = new Scene(this.#stack, sender, drill.alarm);
		const since = Date.now();
		try {
			const { mend = [], password } = await drill.begin(scene);
			this.#active.push({ drill, scene, since });
			return {
				sentences: [
					...this.#announcement(drill, sender),
					...mend,
					this.#howToEnd,
				],
				...(password === undefined ? {} : { password }),
			};
		} catch (error) {
			await scene.end();
			await scene.endLast();
			throw error;
		}
	}

	/** Ends all of them: everything is as before, and nothing waits any longer. */
	async end(): Promise<DrillAnswer> {
		const active = this.#active.splice(0);
		if (active.length === 0) return { sentences: ["No drill is on."] };
		const sentences = active.map(({ drill }) => `Ended: ${drill.alarm}.`);
		const attempt = async (work: () => Promise<void>) => {
			await work().catch((error) => {
				const why = error instanceof Error ? error.message : String(error);
				sentences.push(`Not everything is as before: ${why}`);
			});
		};
		for (const { scene } of active.toReversed())
			await attempt(() => scene.end());
		for (const name of new Set(active.map(({ scene }) => scene.sender.name))) {
			const [first] = active.filter(({ scene }) => scene.sender.name === name);
			if (first !== undefined)
				await attempt(() => letFlow(first.scene, first.since));
		}
		await new Settling(this.#stack.aws).wait();
		for (const { scene } of active) await attempt(() => scene.endLast());
		return {
			sentences: [...sentences, "Waiting mail is sent automatically."],
		};
	}

	#refuseTwice({ alarm }: Drill, { name }: SenderManifest): void {
		const isOn = this.#active.some(
			({ drill, scene }) => drill.alarm === alarm && scene.sender.name === name,
		);
		if (isOn)
			throw new Refused(
				`Cannot begin the drill ${alarm} as it has begun already. ${this.#howToEnd}`,
			);
	}

	#senderOf(asked: string | undefined): SenderManifest {
		const { senders } = this.#stack;
		const names = senders.map(({ name }) => name);
		const [only, ...others] =
			asked === undefined
				? senders
				: senders.filter(({ name }) => name === asked);
		if (only !== undefined && others.length === 0) return only;
		throw new Refused(
			asked === undefined
				? `Cannot tell which sender is meant: give one of ${names.join(", ")} as "sender"`
				: `Cannot find the sender ${shown(asked)}${didYouMean(asked, names)}: there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`,
		);
	}

	#announcement(drill: Drill, sender: SenderManifest): readonly string[] {
		const minutes = minutesOf(drill, sender);
		return [
			`The drill ${drill.alarm} has begun. Its alarm "${sender.name}: ${drill.title}" rings within ${longText(minutes)}.`,
			`You need not wait, the clock can be moved: ${opsCommand(this.#stack, `clock +${shortText(minutes)}`)}`,
		];
	}

	get #howToEnd(): string {
		return `To end it: ${opsCommand(this.#stack, "drill --end")}`;
	}
}

const ASKED = {
	cannot: "Cannot begin a drill",
	example: '{"alarm":"auth-refused"}',
};
const REQUEST = v.strictObject({
	alarm: text("an alarm's id"),
	sender: v.optional(text("a sender's name")),
});

function drillOf(alarm: string): Drill {
	const found = DRILLS.find((drill) => drill.alarm === alarm);
	if (found !== undefined) return found;
	const ids = DRILLS.map((drill) => drill.alarm);
	throw new Refused(
		`Cannot rehearse ${shown(alarm)}${didYouMean(alarm, ids)}: there are ${ids.join(", ")}`,
	);
}

function minutesOf(
	{ ringsAfterMinutes }: Drill,
	sender: SenderManifest,
): number {
	return typeof ringsAfterMinutes === "number"
		? ringsAfterMinutes
		: ringsAfterMinutes(sender);
}

const HOURS_FROM = 180;
const DAYS_FROM = 48 * 60;

function shortText(minutes: number): string {
	return minutes <= HOURS_FROM ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`;
}

function longText(minutes: number): string {
	if (minutes <= HOURS_FROM) return `${minutes} minutes`;
	const hours = Math.ceil(minutes / 60);
	return minutes < DAYS_FROM
		? `${hours} hours`
		: `${Math.ceil(hours / 24)} days`;
}
