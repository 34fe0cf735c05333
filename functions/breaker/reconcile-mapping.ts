import type { BreakerDeps } from "./deps.ts";

/**
 * Makes the event source mapping agree with the breaker: the table is the truth, the mapping only
 * its actuator, whoever has toggled it. A mapping that is just changing is left until it has settled.
 *
 * @returns whether it is not as it should be, and could not be made so.
 */
export async function reconcileMapping(
	wanted: boolean,
	{ mapping, log }: BreakerDeps,
): Promise<boolean> {
	const state = await mapping.state();
	if (state === "unavailable") return true;
	if (state === (wanted ? "Enabled" : "Disabled")) return false;
	if (state !== "Enabled" && state !== "Disabled") {
		return state === (wanted ? "Disabling" : "Enabling");
	}
	const done = await mapping.enable(wanted);
	log("info", {
		event: wanted ? "mapping-enabled" : "mapping-disabled",
		...(done === "done" ? {} : { error: "the mapping could not be updated" }),
	});
	return done !== "done";
}
