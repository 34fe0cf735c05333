import { mailing } from "./mailings.ts";
import type { World } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A mail each so many ms, for so many hours, from order-0 on. */
export function putEach(world: World, ms: number, hours: number): void {
	const { scheduler } = world;
	const count = (hours * HOUR) / ms;
	for (let index = 0; index < count; index += 1)
		scheduler.at(scheduler.now + index * ms, () =>
			world.put(mailing(`order-${index}`)),
		);
}

/** Numbers from 1000 on are not those that wait for others. */
export const isGood = (label: string) =>
	Number(label.slice("order-".length)) < 1000;

/** In minutes. */
export interface Waits {
	readonly median: number;
	readonly longest: number;
}

/** How long mail waited; what has not gone waits until now. */
export function waitsOf(
	{ mailings, auditor, scheduler }: World,
	isMeant: (label: string) => boolean = () => true,
): Waits {
	const minutes = [...mailings.values()]
		.filter(({ label }) => isMeant(label))
		.map(({ label, sentAt }) => {
			const [delivery] = auditor.deliveriesOf(label);
			return ((delivery?.at ?? scheduler.now) - sentAt) / MINUTE;
		})
		.toSorted((a, b) => a - b);
	return {
		median: minutes[Math.floor(minutes.length / 2)] ?? 0,
		longest: minutes.at(-1) ?? 0,
	};
}
