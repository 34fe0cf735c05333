import type { ServiceEvent } from "../service-event.ts";
import { spellTime, timeOf } from "../time.ts";
import type { Fact } from "./content.ts";
import { factsOf } from "./content.ts";

/** When and where: what every mail ends its facts with. */
export function placeFacts({
	time,
	account,
	region,
}: Pick<ServiceEvent, "time" | "account" | "region">): readonly Fact[] {
	return factsOf([
		["Time", time === undefined ? undefined : spellTime(time)],
		["Account", account],
		["Region", region],
	]);
}

/** A time of the event's spelled out; what isn't one stays as it is. */
export function isoTime(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const ms = timeOf(text);
	return ms === undefined ? text : spellTime(ms);
}
