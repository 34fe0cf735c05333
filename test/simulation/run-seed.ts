import { ACTS } from "./acts.ts";
import type { Breach } from "./auditor.ts";
import { FATES, type Fate } from "./gmail/fates.ts";
import { inventMailing } from "./mailings.ts";
import {
	type Act,
	PROFILES,
	type Profile,
	type ProfileName,
} from "./profiles.ts";
import { checkEnd, checkRedriven, waitsOf } from "./the-end.ts";
import type { Trouble } from "./troubles.ts";
import { World } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Everything that waits must be gone by then, once nothing is the matter any more. */
const MOST_AFTERWARDS = 72 * HOUR;

export interface SeedResult {
	readonly breaches: readonly Breach[];
	readonly counts: ReadonlyMap<string, number>;
	/** How long mail that nothing was the matter with waited beyond the faults given, in ms. */
	readonly waits: readonly number[];
	readonly story: readonly string[];
}

/** One run: a random day of this profile, then fair weather until nothing is left. */
export async function runSeed(
	seed: number,
	name: ProfileName,
	isTold = false,
): Promise<SeedResult> {
	const profile: Profile = PROFILES[name];
	const onAmbiguous = seed % 4 === 0 ? "hold" : "resend";
	const world = new World(seed, {
		isTold,
		isOauth: seed % 3 === 0,
		config: { onAmbiguous },
	});
	const { random, scheduler, weather, gmail } = world;
	plan(world, profile);
	const end =
		scheduler.now + random.whole(...minutesOf(profile.hours)) * MINUTE;
	await world.runUntil(end);
	// From here on nothing new goes wrong, and what was wrong is mended.
	weather.fairFrom = scheduler.now;
	world.source.lostDeletes = 0;
	world.account.source.twice = 0;
	for (const fate of Object.keys(FATES) as Fate[]) gmail.healed.add(fate);
	gmail.limits = { messages: 2000, recipients: 10_000 };
	world.storePassword(true);
	world.ask({ action: "resume", who: "ann" });
	const isEmpty = () => world.account.source.messages.length === 0;
	await world.runUntil(scheduler.now + MOST_AFTERWARDS, isEmpty);
	if (world.auditor.breaches.length === 0) checkEnd(world);
	ACTS.redrive(world);
	await world.runUntil(scheduler.now + 5 * MINUTE);
	await world.runUntil(scheduler.now + MOST_AFTERWARDS, isEmpty);
	if (world.auditor.breaches.length === 0) checkRedriven(world);
	const [first] = world.auditor.breaches;
	return {
		breaches: world.auditor.breaches,
		counts: world.counts,
		waits: first === undefined ? waitsOf(world) : [],
		story:
			first === undefined
				? []
				: world.story.around(first.at, /order-\d+/.exec(first.what)?.[0] ?? ""),
	};
}

function plan(world: World, profile: Profile): void {
	const { random, scheduler, weather, gmail, storage } = world;
	const minutes = minutesOf(profile.hours)[0];
	const sometime = () => scheduler.now + random.whole(0, minutes * 60) * 1000;
	weather.callFaults = profile.callFaults;
	weather.deaths = profile.deaths;
	world.account.source.twice = profile.twice;
	world.source.lostDeletes = profile.lostDeletes;
	const count = random.whole(...profile.messages);
	if (profile.tightLimits) {
		gmail.limits = { messages: Math.ceil(count / 2), recipients: count * 2 };
		world.config = { ...world.config, limits: gmail.limits };
	}
	for (let index = 0; index < count; index += 1) {
		const at = sometime();
		const mailing = inventMailing(index, at, profile, random, storage);
		scheduler.at(at, () => world.put(mailing));
		const { correction, label } = mailing;
		if (correction !== undefined) {
			scheduler.at(at + random.whole(1, 30) * MINUTE, () => {
				world.story.tell("producer", `corrects ${label}`);
				world.account.source.send(correction);
			});
		}
	}
	for (let left = random.whole(...profile.troubles); left > 0; left -= 1) {
		const kind = random.weighted<Trouble["kind"]>(profile.kinds);
		if (kind === undefined) continue;
		const from = sometime();
		const trouble: Trouble = {
			kind,
			from,
			until: from + random.whole(1, profile.longest) * MINUTE,
			share: random.pick([1, 1, 0.5, 0.1]),
			...(random.chance(0.15) ? { only: "sender 1" } : {}),
		};
		weather.troubles.push(trouble);
		scheduler.at(from, () =>
			world.story.tell(
				"weather",
				`${kind} for ${(trouble.until - from) / MINUTE} min, share ${trouble.share}${trouble.only === undefined ? "" : `, of ${trouble.only} alone`}`,
			),
		);
	}
	for (let left = random.whole(...profile.acts); left > 0; left -= 1) {
		const act = random.weighted<Act>(profile.actions);
		if (act === undefined) continue;
		scheduler.at(sometime(), () => {
			world.count(act);
			world.story.tell("operator", act);
			ACTS[act](world);
		});
	}
}

function minutesOf([least, most]: readonly [number, number]): [number, number] {
	return [least * 60, most * 60];
}
