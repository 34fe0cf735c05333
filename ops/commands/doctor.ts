import { CHECKS } from "../checks/all.ts";
import { runChecks } from "../checks/run-checks.ts";
import { doctorJson, doctorText } from "../render/render-doctor.ts";
import { mendFor } from "../sender/mend.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const doctor: Command = {
	usage: `doctor [--only ID,ID] ${COMMON_USAGE} — look at everything that can be wrong, and say what to type for each`,
	async run(args, io) {
		const {
			values,
			target: options,
			json,
		} = readOptions(args, { only: { type: "string" } });
		const checks = chosen(values.only);
		const target = await findTarget(options);
		try {
			const reports = await runChecks(checks, {
				target,
				now: io.now(),
				mend: mendFor(options, target),
			});
			io.out(json ? doctorJson(target, reports) : doctorText(reports));
			return reports.every(({ finding }) => finding.kind === "ok") ? 0 : 1;
		} finally {
			closeTarget(target);
		}
	},
};

function chosen(only: string | undefined) {
	if (only === undefined) return CHECKS;
	const ids = only.split(",").map((id) => id.trim());
	const known = CHECKS.map(({ id }) => id);
	const strange = ids.filter((id) => !known.includes(id));
	if (strange.length > 0)
		throw new Misuse(
			`Cannot check ${strange.join(", ")}: allowed are ${known.join(", ")}`,
		);
	return CHECKS.filter(({ id }) => ids.includes(id));
}
