import { CHECKS } from "../checks/all.ts";
import { runChecks } from "../checks/run-checks.ts";
import { doctorJson, doctorText } from "../render/render-doctor.ts";
import { mendFor } from "../sender/mend.ts";
import { onSender } from "../sender/on-sender.ts";
import { mayDropMail } from "../sender/retention.ts";
import { Misuse } from "../sender/target.ts";
import { onlyOptions } from "../terminal/options.ts";
import { wrap } from "../terminal/wrap.ts";

export const doctor = onSender({
	usage: "doctor [--only ID,ID]",
	does: "check the sender for problems, and show what to type for each",
	options: { only: { type: "string" } },
	stray: onlyOptions("--only clock"),
	read: ({ values }) => chosen(values.only),
	async run({ target, named, io }, checks) {
		const reports = await runChecks(checks, {
			target,
			now: io.now(),
			mend: mendFor(named, target, await mayDropMail(target)),
		});
		return {
			ok: reports.every(({ finding }) => finding.kind === "ok"),
			message: wrap(doctorText(reports), io.columns),
			json: doctorJson(target, reports),
		};
	},
});

function chosen(only: string | undefined) {
	if (only === undefined) return CHECKS;
	const ids = only.split(",").map((id) => id.trim());
	const known = CHECKS.map(({ id }) => id);
	const strange = ids.filter((id) => !known.includes(id));
	if (strange.length > 0)
		throw new Misuse(
			`Cannot check ${strange.join(", ")}: specify one of ${known.join(", ")}`,
		);
	return CHECKS.filter(({ id }) => ids.includes(id));
}
